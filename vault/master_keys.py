"""The keys that open the data keys: given to a process by its settings, never kept in the database (P23)."""

import base64
import binascii
import os
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SIZE, _NONCE = 32, 12
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class MasterKeyUnusable(ValueError):
    """The setting, or what was wrapped, does not fit; the message says what to do and holds no key."""


@dataclass(frozen=True, repr=False)
class MasterKeys:
    """By name; the first one wraps, all of them unwrap, so that a new one can take over from an old one."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, setting: str) -> "MasterKeys":
        """From `name:base64,name:base64`, 32 bytes each. Raises `MasterKeyUnusable`."""
        keys = tuple(_one(part.strip()) for part in setting.split(",") if part.strip())
        if not keys or len({name for name, _ in keys}) < len(keys):
            raise MasterKeyUnusable("give at least one master key, each under a name of its own")
        return cls(keys)

    @property
    def newest(self) -> str:
        """The name of the one that wraps."""
        return self.keys[0][0]

    def wrap(self, key: bytes, bound_to: bytes) -> tuple[str, bytes]:
        """The name of the master key, and `key` under it; opens only with the same `bound_to`."""
        name, master = self.keys[0]
        nonce = os.urandom(_NONCE)
        return name, nonce + AESGCM(master).encrypt(nonce, key, bound_to)

    def unwrap(self, name: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """What `wrap` was given. Raises `MasterKeyUnusable`."""
        master = dict(self.keys).get(name)
        if master is None:
            raise MasterKeyUnusable(f"the database's keys need the master key {name!r}, which is not given")
        try:
            return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound_to)
        except InvalidTag:
            raise MasterKeyUnusable(
                f"the master key {name!r} is not the one this database was made with"
            ) from None


def make_master_key(name: str) -> str:
    """A new one, as the setting takes it."""
    return f"{name}:{base64.b64encode(os.urandom(_SIZE)).decode()}"


def _one(part: str) -> tuple[str, bytes]:
    name, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if not _NAME.fullmatch(name) or len(key) != _SIZE:
        raise MasterKeyUnusable("a master key is written name:base64, with 32 bytes in base64")
    return name, key
