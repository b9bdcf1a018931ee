"""The tier of a test, by what it really uses: its fixtures, and what its code comes to."""

import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType
from typing import Any

import pytest

PROCESSES = frozenset(
    {"create_subprocess_exec", "subprocess", "EmbeddedTemporal", "EmbeddedPostgres", "embedded_stack"}
)
"""Whoever comes to one of these starts processes or servers of the test's own."""
SOCKETS = frozenset({"serving", "start_server", "create_server", "AsyncClient", "dysms", "dyvms"})
STORIES = frozenset({"town", "building", "place", "furnished_desk"})
"""Fixtures with workers on a ticket's clock."""
SERVERS = frozenset({"database_url", "temporal", "provider_url"})

TIERS = ("unit", "wire", "integration", "story", "process")
"""From the quickest; `docs/testing.md` says what each proves and how long it takes."""


def tier_of(item: pytest.Item) -> str:
    """One of `TIERS`."""
    fixtures = set(getattr(item, "fixturenames", ()))
    reached = frozenset[str]().union(*(_reached(each) for each in _code_of(item)))
    if reached & PROCESSES:
        return "process"
    if fixtures & STORIES and "temporal" in fixtures:
        return "story"
    if fixtures & SERVERS:
        return "integration"
    return "wire" if reached & SOCKETS else "unit"


def _code_of(item: pytest.Item) -> Iterator[Any]:
    """The test, and fixtures that are not of pytest itself or for everybody."""
    yield getattr(item, "function", None)
    known = getattr(item, "_fixtureinfo", None)
    for definitions in known.name2fixturedefs.values() if known else ():
        if definitions[-1].scope != "session":
            yield definitions[-1].func


@cache
def _reached(start: Any) -> frozenset[str]:
    """Every name that the code of `start` mentions, or that of the tests' functions and classes it uses."""
    names, seen, waiting = set[str](), set[int](), [start]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        each = inspect.unwrap(each) if callable(each) and not inspect.isclass(each) else each
        if inspect.isclass(each):
            waiting += [found for found in vars(each).values() if inspect.isfunction(found)]
        elif inspect.isfunction(each):
            mentioned = set(_mentioned(each.__code__))
            names |= mentioned
            waiting += [
                found
                for name in mentioned
                if _module(found := each.__globals__.get(name)).startswith(("tests.", "bench."))
            ]
    return frozenset(names)


def _module(thing: Any) -> str:
    return str(getattr(thing, "__module__", ""))


def _mentioned(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _mentioned(each)
