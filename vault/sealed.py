"""The shape of a sealed value: header, blind index (if it can be looked for), nonce, ciphertext, tag."""

import struct
from dataclasses import dataclass
from enum import IntEnum

_MAGIC = b"\xf5HF1"
_HEADER = struct.Struct(">4sBI")
INDEX, NONCE, _TAG = 16, 12, 16
"""Bytes of each. In Postgres, `idx(value)` is the index: bytes 10 to 25."""


class Kind(IntEnum):
    """What was sealed. Only `FINDABLE` carries an index, which shows that two values are equal."""

    FINDABLE = ord("s")
    TEXT = ord("t")
    JSON = ord("j")
    BYTES = ord("b")
    LOCKED = ord("l")
    """Bound to a column and a row; the database's codec hands it out closed (decision 0030)."""
    PAYLOAD = ord("p")
    """Kept by Temporal, never by the database: neither is taken for the other."""
    BOUND_PAYLOAD = ord("q")
    """The same, bound to the ticket it belongs to and to what it says there (decision 0029)."""


class NotSealed(ValueError):
    """These bytes are something else."""


@dataclass(frozen=True)
class Parts:
    """`head` is everything before the nonce: it is authenticated with the body."""

    kind: Kind
    key_no: int
    head: bytes
    nonce: bytes
    body: bytes


def header(kind: Kind, key_no: int) -> bytes:
    """The first nine bytes."""
    return _HEADER.pack(_MAGIC, kind, key_no)


def mark_of(key_no: int) -> bytes:
    """What everything under this key has in common: the bytes that `mark` finds."""
    return mark(header(Kind.TEXT, key_no))


def mark(value: bytes) -> bytes:
    """Bytes 1 to 4 and 6 to 9 of a value: which key it is under, if it is sealed."""
    return value[:4] + value[5:9]


def is_sealed(value: bytes) -> bool:
    """Whether it begins as only sealed values do."""
    return value.startswith(_MAGIC)


def key_no_of(value: bytes) -> int:
    """Under which data key it is. Raises `NotSealed`."""
    return take_apart(value).key_no


def kind_of(value: bytes) -> Kind:
    """What it says it is. Raises `NotSealed`."""
    return take_apart(value).kind


def index_of(value: bytes) -> bytes:
    """Its blind index; empty where it has none. Raises `NotSealed`."""
    return take_apart(value).head[_HEADER.size :]


def take_apart(value: bytes) -> Parts:
    """Raises `NotSealed`."""
    try:
        magic, kind, key_no = _HEADER.unpack_from(value)
        known = Kind(kind)
    except (struct.error, ValueError):
        raise NotSealed("not a sealed value") from None
    begin = _HEADER.size + (INDEX if known is Kind.FINDABLE else 0)
    if magic != _MAGIC or len(value) < begin + NONCE + _TAG:
        raise NotSealed("not a sealed value")
    return Parts(known, key_no, value[:begin], value[begin : begin + NONCE], value[begin + NONCE :])
