"""The master keys of the settings, and the data keys as a process knows them while it runs (P23)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import asyncpg
import structlog

from huifang.run.workers import SettingMissing
from huifang.settings.settings import Settings
from store.keys import open_keyring, reload
from vault.keyring import Keyring
from vault.master_keys import MasterKeys, MasterKeyUnusable

_AGAIN = 1.0
"""Seconds between two loads because of a key that is missed: forged values ask for keys there never were."""
_CANNOT = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, MasterKeyUnusable)
_log = structlog.get_logger("keys")


def master_keys(settings: Settings) -> MasterKeys:
    """Raises `SettingMissing` without any, `MasterKeyUnusable` when they are not written as they must be."""
    if settings.master_keys is None:
        raise SettingMissing("HUIFANG_MASTER_KEYS")
    return MasterKeys.parse(settings.master_keys.get_secret_value())


def settling(settings: Settings) -> timedelta:
    """How long after it was made a key comes into force: every process has loaded it twice by then."""
    return timedelta(seconds=2 * settings.keys_reload)


class FreshKeys:
    """A process's keyring: loaded anew every `keys_reload` seconds, and when a value needs a key it lacks."""

    def __init__(self, keyring: Keyring, settings: Settings) -> None:
        """`keyring` is the one of the settings' database. Raises as `master_keys`."""
        self.keyring = keyring
        self._url, self._masters = str(settings.database_url), master_keys(settings)
        self._every = settings.keys_reload
        self._loading, self._loaded = asyncio.Lock(), time.monotonic()

    @classmethod
    async def open(cls, settings: Settings) -> "FreshKeys":
        """Of the settings' database. Raises `SettingMissing`, `MasterKeyUnusable`, and asyncpg's errors."""
        return cls(await open_keyring(str(settings.database_url), master_keys(settings)), settings)

    async def missed(self) -> None:
        """Load what was added since, unless that was done a moment ago. Raises as asyncpg when connecting."""
        async with self._loading:
            if time.monotonic() - self._loaded < _AGAIN:
                return
            try:
                await self._load()
            except MasterKeyUnusable as error:
                _log.warning("keys_not_loaded", error=type(error).__qualname__)

    @asynccontextmanager
    async def kept_fresh(self) -> AsyncIterator[None]:
        """Loaded again and again for as long as the block lasts; what cannot be loaded is logged."""
        loading = asyncio.create_task(self._keep_loading())
        try:
            yield
        finally:
            loading.cancel()
            with suppress(asyncio.CancelledError):
                await loading

    async def _keep_loading(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                async with self._loading:
                    await self._load()
            except _CANNOT as error:
                # The keys it has go on; without the database there is nothing new to open either.
                _log.warning("keys_not_loaded", error=type(error).__qualname__)

    async def _load(self) -> None:
        # A connection of its own: the API's pool may not read keys.
        db = await asyncpg.connect(self._url)
        try:
            await reload(db, self._masters, self.keyring)
        finally:
            await db.close()
        self._loaded = time.monotonic()
