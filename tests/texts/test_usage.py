"""No text is missing that the code asks for, and none is kept that nothing asks for.

Which text is meant is often put together, such as `stage-` and a stage. A text counts as used when the code
has its id as it is, or a pattern that makes it of parts which the code has as well.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message

from domain.access.roles import BUILT_IN as ROLES
from domain.playbooks.registry import PLAYBOOKS
from huifang.run.playbook_texts import texts_wanted
from texts import DEFAULT_LOCALE

_ROOT = Path(__file__).parents[2]
_ROOMS = (
    "activities",
    "api",
    "domain",
    "gateways",
    "huifang",
    "roster",
    "sandbox",
    "services",
    "store",
    "vault",
    "workflows",
)
_WORDS = re.compile(r"[A-Za-z0-9_.-]+")
_ASKED = {"text": 1, "_text": 0}
"""Functions that take an id as it is, and where it stands among what they take."""
_FAMILIES = {"wording": 1, "named": 1, "Named": 0}
"""What tells codes of a family in words, and where the family stands among what it takes."""
_SHOWN_LATER = "look-purpose-"
"""Named by `domain/access/looks.py`, and shown as soon as the access trail has a page."""
_READ_WHOLE = "trade-words-"
"""A family that is looked through by what people say; its codes are the company's own."""
_CUT = {"customer-accepts": "accepts", "customer-refuses": "refuses"}
"""Words of which the code leaves out a part before it looks them up."""
_TOLD_ALSO_AS_TEXT = ("voice-", "sms-")


@cache
def _ids() -> frozenset[str]:
    found: list[str] = []
    for file in (_ROOT / "texts" / DEFAULT_LOCALE).rglob("*.ftl"):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, Message):
                found.append(entry.id.name)
    assert len(found) == len(set(found)), sorted(each for each in set(found) if found.count(each) > 1)
    return frozenset(found)


def _trees() -> Iterator[ast.AST]:
    for room in _ROOMS:
        for file in (_ROOT / room).rglob("*.py"):
            yield ast.parse(file.read_text("utf-8"))


def _alike(word: str) -> str:
    """Codes are written with `_` or `.` in Python and data, and with `-` in some texts' ids."""
    return word.replace("_", "-").replace(".", "-")


def _made(composed: ast.JoinedStr) -> tuple[str, str] | None:
    """How an f-string begins and ends, such as `("invalid-", "-action")`; None when a value begins it."""
    parts = [_alike(part.value) if isinstance(part, ast.Constant) else "" for part in composed.values]
    return (parts[0], parts[-1] if len(parts) > 1 else "") if parts and parts[0] else None


def _named(call: ast.AST) -> Iterator[str]:
    """Families of ids: of a call of `wording`, or the values of a table of them."""
    place = _FAMILIES.get(getattr(call.func, "id", "")) if isinstance(call, ast.Call) else None
    if isinstance(call, ast.Call) and place is not None:
        yield from (
            str(each.value) for each in call.args[place : place + 1] if isinstance(each, ast.Constant)
        )
    elif isinstance(call, ast.Assign) and getattr(call.targets[0], "id", "") == "_IN_WORDS":
        yield from ast.literal_eval(call.value).values()


@cache
def _code() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The words of the code and its data, and how the ids begin and end that it makes of them."""
    words, made = set[str](), set[tuple[str, str]]()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bool):
                words.add(_alike(str(node.value).lower()))
            elif isinstance(node, ast.JoinedStr) and (ends := _made(node)):
                made.add(ends)
            for field in ("id", "name", "attr", "arg"):
                words.add(_alike(str(getattr(node, field, ""))))
            made |= {(f"{family}-", "") for family in _named(node)}
    for kind in ("*.toml", "*.html", "*.sql"):
        for room in _ROOMS:
            for file in (_ROOT / room).rglob(kind):
                words |= {_alike(word) for word in _WORDS.findall(file.read_text("utf-8"))}
    words |= {short for long, short in _CUT.items() if long in words}
    words |= {_alike(key) for each in PLAYBOOKS for keys in texts_wanted(each) for key in keys}
    return frozenset(words), frozenset(made)


def _parts(word: str) -> Iterator[tuple[str, str]]:
    pieces = word.split("-")
    for cut in range(1, len(pieces)):
        yield "-".join(pieces[:cut]), "-".join(pieces[cut:])


@cache
def _known(word: str) -> bool:
    """Whether the code has the word, or two words that it may have put together."""
    return word in _code()[0] or any(first in _code()[0] and _known(rest) for first, rest in _parts(word))


def _used(key: str) -> bool:
    words, _ = _code()
    if key.startswith(_READ_WHOLE):
        return True
    voice, sms = _TOLD_ALSO_AS_TEXT
    if key in words or (key.startswith(sms) and _used(voice + key.removeprefix(sms))):
        return True
    return _composed(key)


def _composed(word: str) -> bool:
    """Whether an f-string makes the word of words that are known, or that another f-string makes."""
    return any(
        word.startswith(begins) and word.endswith(ends) and (_known(rest) or _composed(rest))
        for begins, ends in _code()[1]
        if (rest := word[len(begins) : len(word) - len(ends)])
    )


def test_no_text_is_kept_that_nothing_asks_for() -> None:
    unused = sorted(key for key in _ids() if not _used(_alike(key)))
    assert [key for key in unused if not key.startswith(_SHOWN_LATER)] == []


@pytest.mark.parametrize(
    "key", ["act-juggle", "invalid-purple-action", "sms-repair-juggled", "obstacle-number_taken"]
)
def test_a_text_that_nothing_asks_for_is_noticed(key: str) -> None:
    assert not _used(_alike(key))


def _asked() -> set[str]:
    found = set[str]()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                place = _ASKED.get(getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
                if (
                    place is not None
                    and len(node.args) > place
                    and isinstance(node.args[place], ast.Constant)
                ):
                    found.add(str(ast.literal_eval(node.args[place])))
    return found


def test_no_text_is_missing_that_the_code_asks_for() -> None:
    asked = _asked()
    assert {"opt-out-wording", "voice-notice", "details-acts"} <= asked
    assert sorted(asked - _ids()) == []


def test_every_role_has_its_texts() -> None:
    wanted = {f"role-{role.name}" for role in ROLES.values()}
    wanted |= {f"permission-{each.replace('.', '-')}" for role in ROLES.values() for each in role.permissions}
    assert sorted(wanted - _ids()) == []
