"""Both languages say the same things: same files, same texts, same values filled in."""

from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from texts import LOCALES

TEXTS = Path(__file__).parents[2] / "texts"


def files_of(locale: str) -> list[str]:
    folder = TEXTS / locale
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.ftl"))


FILES = files_of(LOCALES[0])


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def texts_of(locale: str, file: str) -> dict[str, set[str]]:
    """The variables of each text."""
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse((TEXTS / locale / file).read_text("utf-8")).body:
        assert not isinstance(entry, Junk), f"{locale}/{file}: {entry.content}"
        if isinstance(entry, Message):
            assert entry.id.name not in found, f"{locale}/{file}: {entry.id.name} twice"
            variables = _Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_files(locale: str) -> None:
    assert files_of(locale) == FILES


@pytest.mark.parametrize("locale", LOCALES[1:])
@pytest.mark.parametrize("file", FILES)
def test_every_language_has_the_same_texts_with_the_same_values(file: str, locale: str) -> None:
    assert texts_of(locale, file) == texts_of(LOCALES[0], file)
