"""Passwords as Argon2id hashes; a few at a time, beside the event loop (P23)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")
_AT_ONCE = 2
"""Hashes at the same time: each takes 64 MiB, and whoever is not signed in may ask for one."""
_MOST_WAITING = 20
"""Whoever comes when so many wait would wait for seconds: a flood of tries is told to come back."""
_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(_AT_ONCE, "passwords")
_waiting = 0


class Busy(TimeoutError):
    """More passwords wait to be compared than are compared in time; nothing was looked at."""


async def hashed(password: str) -> str:
    """What is kept of the password."""
    return await _beside(partial(_hasher.hash, password))


async def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; takes as long when there is none: nobody learns who has an account."""
    right = await _beside(partial(_verified, password, kept or _nobodys()))
    return right and kept is not None


def outdated(kept: str) -> bool:
    """Whether it was made with weaker parameters than today's; then hash the password anew."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("")


def _verified(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


async def _beside(work: Callable[[], T]) -> T:
    global _waiting
    if _waiting >= _MOST_WAITING + _AT_ONCE:
        raise Busy("too many passwords are being compared")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1
