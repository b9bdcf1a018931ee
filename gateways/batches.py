"""What a provider's callback brings: each item for itself, so that an odd one takes nothing along (P33)."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

_LONGEST = 10_000
"""Characters that are kept of an odd item: a person reads it."""


@dataclass(frozen=True)
class Odd:
    """An item that is not what the provider's documents say; it may be somebody's opt-out."""

    event_id: str
    """Of its content: the provider repeats it, and it is kept once."""
    item: str
    """As it came, as JSON."""
    why: str
    """The name of the error; no data."""


class Batch(tuple[T, ...]):
    """The items that could be read, and those that could not."""

    odd: tuple[Odd, ...] = ()

    @classmethod
    def of(cls, read: Iterable[T], odd: Iterable[Odd] = ()) -> "Batch[T]":
        """With both."""
        made = cls(read)
        made.odd = tuple(odd)
        return made


def each_for_itself(items: Iterable[Any], parse: Callable[[Any], T]) -> Batch[T]:
    """Whatever `parse` raises about one item, the others are read."""
    read, odd = [], []
    for item in items:
        try:
            read.append(parse(item))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            odd.append(_odd(item, type(error).__name__))
    return Batch.of(read, odd)


def digest(item: Any) -> str:
    """What tells an item without an id of its own from others."""
    return hashlib.sha256(_written(item).encode("utf-8", "replace")).hexdigest()


def _odd(item: Any, why: str) -> Odd:
    return Odd(digest(item), _written(item)[:_LONGEST], why)


def _written(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
