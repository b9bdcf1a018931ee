"""The access trail: appended to, never changed, and every row bound to the one before it (P23).

A row's mac is an HMAC-SHA-256 over its content and the mac of the row before, under a key that is derived
from what the master key alone opens, and kept nowhere: whoever writes to the database can neither change a
row nor make one. Rows of before decision 0030 have a key of their own, which was a sealed value in the
database; the first row after them holds their last mac.
"""

import asyncio
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from store.database import Connection, Pool, keyring_of, queries
from store.rows.trail.trail import TrailEntryRow
from vault.keyring import EVER, Keyring

BEGIN = "0" * 64
"""What stands for the row before the first one."""
_KEY, _PURPOSE = "trail_key", "access trail"
_PAGE = 2000
_CLOCKS_APART = timedelta(minutes=1)
"""Of processes that write at the same time."""


@dataclass(frozen=True)
class Look:
    """Somebody saw, or tried to see, personal data; ids and codes only.

    `account` is the principal's id, `what` the kind of data, `status` the HTTP status it was answered with,
    `count` how many people's data it showed.
    """

    what: str
    account: str = "system"
    role: str | None = None
    staff_id: str | None = None
    operation: str | None = None
    status: int | None = None
    customers: tuple[str, ...] = ()
    ticket_id: str | None = None
    count: int = 1
    purpose: str | None = None
    address: str | None = None
    agent: str | None = None
    request_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """A row's number and mac: kept elsewhere, it shows later that nothing before it is gone."""

    no: int
    mac: str

    def __str__(self) -> str:
        return f"{self.no}:{self.mac}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """From `number:mac`. Raises ValueError."""
        no, _, mac = text.strip().partition(":")
        if len(mac) != len(BEGIN) or not set(mac) <= set("0123456789abcdef"):
            raise ValueError("an anchor is written number:mac")
        return cls(int(no), mac)


@dataclass(frozen=True)
class Broken:
    """The first row that does not fit, and why: `missing`, `order`, `changed`, `anchor` or `cut`."""

    no: int
    why: Literal["missing", "order", "changed", "anchor", "cut"]


_CONTENT = ("no", "at", *(each.name for each in fields(Look)), "before")


async def append(db: Connection, *looks: Look) -> Head:
    """Write the looks at the end. `db` is in a transaction, and others wait until it ends."""
    await queries.lock_trail(db)
    end, keyring = await queries.end_of_trail(db), keyring_of(db)
    if keyring.binds:
        key = keyring.derived(_PURPOSE)
    else:
        # Processes of the release before may still run: they and this one write one chain.
        key = await _new_key(db) if end["key"] is None else _key_of(end["key"])
    head = Head(end["no"], end["mac"] or BEGIN)
    rows = []
    for look in looks:
        content = {each.name: getattr(look, each.name) for each in fields(Look)}
        row = {"no": head.no + 1, "at": datetime.now(UTC), **content, "before": head.mac}
        row |= {"customers": list(look.customers), "details": dict(look.details)}
        head = Head(head.no + 1, _mac(key, row))
        rows.append(row | {"mac": head.mac})
    await queries.append_to_trail(db, rows)
    return head


class Trail:
    """Writes what comes in while it writes with the next transaction: many requests wait for one commit."""

    def __init__(self, pool: Pool, within: float | None = None) -> None:
        """`pool` from `store.database.connect`; without a connection `within` seconds: TimeoutError."""
        self._pool, self._within = pool, within
        self._waiting: list[Look] = []
        self._batch: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def keep(self, *looks: Look) -> None:
        """Returns once they are on disk. Raises what the database raises: then none of them is."""
        self._waiting.extend(looks)
        if self._batch is None:
            self._batch = asyncio.create_task(self._write())
        # Others wait for the same batch: a caller who hangs up does not take it along.
        await asyncio.shield(self._batch)

    async def _write(self) -> None:
        async with self._turn:
            looks, self._waiting, self._batch = self._waiting, [], None
            async with self._pool.acquire(timeout=self._within) as db, db.transaction():
                await append(db, *looks)


async def head(db: Connection) -> Head:
    """The newest row; number 0 while there is none."""
    end = await queries.end_of_trail(db)
    return Head(end["no"], end["mac"] or BEGIN)


async def verify(
    db: Connection,
    anchor: Head | None = None,
    progress: Callable[[int], None] = lambda _: None,
    *,
    whole: bool = False,
) -> Head | Broken:
    """Walk the chain from an `anchor` kept elsewhere; the first row that is wrong.

    Without one, and with `whole`, from its beginning.
    """
    end, macs = await queries.end_of_trail(db), _Macs(keyring_of(db))
    if anchor is not None and anchor.no > end["no"]:
        return Broken(anchor.no, "cut")
    macs.key_of_before(end["key"])
    last = Head(0, BEGIN)
    if anchor is not None and anchor.no > 0 and not whole:
        last = Head(anchor.no - 1, "")
    async for row in _rows(db, last.no + 1):
        if row["no"] != last.no + 1:
            return Broken(last.no + 1, "missing")
        if last.mac and row["before"] != last.mac:
            return Broken(row["no"], "order")
        if not macs.fits(row):
            return Broken(row["no"], "changed")
        if anchor is not None and row["no"] == anchor.no and row["mac"] != anchor.mac:
            return Broken(row["no"], "anchor")
        last = Head(row["no"], row["mac"])
        progress(last.no)
    return last


class _Macs:
    """Which macs are genuine: today's key's; that of before only in what was written before."""

    def __init__(self, keyring: Keyring) -> None:
        self._key, self._binds_from = keyring.derived(_PURPOSE), keyring.binds_from
        self._before: bytes | None = None
        self._latest = EVER

    def key_of_before(self, kept: Any) -> None:
        """Raises ValueError for a value that was put there by somebody else."""
        if self._binds_from > EVER and kept is not None:
            self._before = _key_of(kept)

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether the row is as it was written."""
        genuine = hmac.compare_digest(row["mac"], _mac(self._key, row)) or self._is_of_before(row)
        self._latest = max(self._latest, row["at"])
        return genuine

    def _is_of_before(self, row: Mapping[str, Any]) -> bool:
        """Nobody who has the old key adds rows of long ago at the end."""
        if self._before is None or row["at"] >= self._binds_from or row["at"] + _CLOCKS_APART < self._latest:
            return False
        return hmac.compare_digest(row["mac"], _mac(self._before, row))


async def _rows(db: Connection, first: int) -> AsyncIterator[TrailEntryRow]:
    """Page by page: the trail is longer than memory."""
    while True:
        page = [row async for row in queries.trail_from(db, no=first, most=_PAGE)]
        for row in page:
            yield row
        if len(page) < _PAGE:
            return
        first = page[-1]["no"] + 1


def _mac(key: bytes, row: Mapping[str, Any]) -> str:
    content = {name: row[name] for name in _CONTENT}
    content["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key, text.encode(), "sha256").hex()


async def _new_key(db: Connection) -> bytes:
    key = secrets.token_bytes(32)
    await queries.keep_trail_key(db, key={_KEY: key.hex()})
    return key


def _key_of(sealed: Any) -> bytes:
    """Raises ValueError for a value that was put there by somebody else."""
    if not isinstance(sealed, dict) or set(sealed) != {_KEY}:
        raise ValueError("the key of the trail is not one")
    return bytes.fromhex(sealed[_KEY])
