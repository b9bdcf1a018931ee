"""Python values to sealed bytes and back: what the database's codec and the payload codec share (P23).

A `str` can be found again (names, numbers, rooms): its index shows which values are equal. `Hidden` is a text
nobody looks for; dicts and lists are sealed as JSON; `HiddenBytes` is a file; `Locked` opens in one row.
"""

import json
from functools import lru_cache, partial
from typing import Any

from vault.keyring import Keyring
from vault.locked import Locked, StillLocked
from vault.sealed import Kind, NotSealed, is_sealed, kind_of


class Hidden(str):
    """A text that nobody looks for by its words, such as a message or a note."""

    __slots__ = ()


class Forgotten(str):
    """A text that is recognised when it comes again and read by nobody: only its index is kept."""

    __slots__ = ()


class HiddenBytes(bytes):
    """A file that is kept sealed."""

    __slots__ = ()


class Values:
    """Seals what goes into a sealed column and opens what comes out of it."""

    def __init__(self, keyring: Keyring) -> None:
        """With the keys of `keyring`, also those it loads later."""
        self.keyring = keyring
        self._repeated = lru_cache(maxsize=4096)(self._findable)

    def seal(self, value: Any) -> bytes:
        """Sealed bytes; what is sealed already and plain bytes stay as they are. Raises TypeError."""
        if isinstance(value, Hidden):
            return self.keyring.seal(Kind.TEXT, value.encode())
        if isinstance(value, Forgotten):
            return self.keyring.seal(Kind.FINDABLE, b"", self.keyring.index(value))
        if isinstance(value, str):
            return self._repeated(self.keyring.newest, value)
        if isinstance(value, HiddenBytes):
            return self.keyring.seal(Kind.BYTES, value)
        if isinstance(value, Locked):
            plain = json.dumps(value.value, ensure_ascii=False).encode()
            return self.keyring.seal(Kind.LOCKED, plain, bound_to=value.place)
        if isinstance(value, dict | list):
            return self.keyring.seal(Kind.JSON, json.dumps(value, ensure_ascii=False).encode())
        if isinstance(value, bytes | bytearray | memoryview):
            return bytes(value)
        raise TypeError(f"cannot be sealed: {type(value).__qualname__}")

    def open(self, value: bytes) -> Any:
        """What `seal` was given, as `str`, `dict`, `list` or `bytes`; `StillLocked`; plain bytes as they are.

        Raises `NotSealed` for what was sealed for elsewhere, and what `Keyring.open` raises.
        """
        if not is_sealed(value):
            return bytes(value)
        if kind_of(value) is Kind.LOCKED:
            return StillLocked(partial(self._unlocked, bytes(value)))
        kind, plain = self.keyring.open(bytes(value))
        if kind in (Kind.PAYLOAD, Kind.BOUND_PAYLOAD):
            raise NotSealed("a payload of Temporal's, not a value of the database")
        if kind is Kind.BYTES:
            return plain
        return json.loads(plain) if kind is Kind.JSON else plain.decode()

    def _unlocked(self, value: bytes, place: bytes) -> Any:
        return json.loads(self.keyring.open(value, place)[1])

    def _findable(self, _: int, text: str) -> bytes:
        """Equal texts show as equal by their index anyway: the name of a block is sealed once."""
        return self.keyring.seal(Kind.FINDABLE, text.encode(), self.keyring.index(text))
