"""A policy of the domain from a table of the company's file; a misspelt name is an error, never ignored."""

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from domain.messages.statutory_holidays import statutory_holidays

Policy = TypeVar("Policy")

HOLIDAYS = "holidays"
"""Beside `closed_days`: a country (ISO 3166) whose statutory holidays are closed days as well."""


def read_policy(kind: type[Policy], table: dict[str, Any]) -> Policy:
    """The policy `kind` with what `table` says, and its defaults for the rest.

    Lengths of time are ISO 8601 (PT8H) or seconds. Raises ValueError that names what does not fit.
    """
    with_holidays = _with_holidays(table)
    unknown = next(_unknown(kind, with_holidays, ""), None)
    if unknown is not None:
        raise ValueError(f"{unknown}: there is no such setting")
    return TypeAdapter(kind).validate_python(with_holidays)


def _with_holidays(given: Any) -> Any:
    if isinstance(given, list):
        return [_with_holidays(each) for each in given]
    if not isinstance(given, dict):
        return given
    read = {name: _with_holidays(value) for name, value in given.items() if name != HOLIDAYS}
    if HOLIDAYS in given:
        closed = {*given.get("closed_days", ()), *statutory_holidays(given[HOLIDAYS], date.today().year)}
        read["closed_days"] = sorted(closed)
    return read


def _unknown(kind: Any, given: Any, where: str) -> Iterator[str]:
    """The names in `given` that `kind` has no field for, with the way to them."""
    if get_origin(kind) in (tuple, list) and isinstance(given, list):
        for number, each in enumerate(given):
            yield from _unknown(get_args(kind)[0], each, f"{where}{number}.")
    elif get_origin(kind) in (types.UnionType,):
        yield from _unknown(next(arg for arg in get_args(kind) if arg is not type(None)), given, where)
    elif is_dataclass(kind) and isinstance(given, dict):
        known, hints = {each.name for each in fields(kind)}, get_type_hints(kind)
        for name, value in given.items():
            if name in known:
                yield from _unknown(hints[name], value, f"{where}{name}.")
            else:
                yield where + name
