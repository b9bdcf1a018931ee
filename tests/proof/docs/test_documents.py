"""What the documents say exists does: files, anchors, commands, settings, dependencies, rooms."""

import ast
import importlib.util
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main

from huifang.cli import app
from huifang.settings.settings import SECRETS_DIR, Settings, variable
from tests.proof.docs.documents import ROOT, documents, mentioned, name, prose, python_blocks

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_REQUIREMENT = re.compile(r"^[A-Za-z0-9_.-]+")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def anchors(file: Path) -> set[str]:
    """As the forge makes them of headings."""
    found = _HEADING.findall(file.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("file", documents(), ids=name)
def test_every_relative_link_and_picture_is_there(file: Path) -> None:
    missing = []
    for link in _LINK.findall(prose(file)):
        target, _, anchor = unquote(link).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (file.parent / target).resolve() if target else file
        if not there.exists() or (anchor and anchor not in anchors(there)):
            missing.append(link)
    assert missing == []


@pytest.mark.parametrize("file", documents(), ids=name)
def test_no_link_is_broken_by_full_width_brackets(file: Path) -> None:
    assert re.findall(r"\[[^\]\n]*\]（[^）\n]*）", prose(file)) == []


def test_every_make_target_exists() -> None:
    rules = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = set(mentioned(r"(?:^ {4}|`)make ([a-z-]+)"))
    assert named and {(file, target) for file, target in named if target not in rules} == set()


def test_every_command_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    named = set(mentioned(r"(?:^ {4}|`|bin/|exec [a-z]+ )huifang ([a-z][a-z-]+)"))
    assert named and {(file, command) for file, command in named if command not in commands} == set()


def test_every_setting_exists() -> None:
    known = {variable(field) for field in Settings.model_fields} | {"HUIFANG_DATABASE_URL", SECRETS_DIR}
    named = set(mentioned(r"\b(HUIFANG_[A-Z_]+[A-Z])\b"))
    assert named and {(file, setting) for file, setting in named if setting not in known} == set()


def test_every_dependency_has_its_reason() -> None:
    listed = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
    required = {found[0] for line in listed if (found := _REQUIREMENT.match(line))}
    decision = (ROOT / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in decision.splitlines() if line.startswith("| `")]
    reasoned = {package for row in rows if row[2].strip() for package in re.findall(r"`([^`]+)`", row[1])}
    assert reasoned == required


def test_every_room_of_the_readme_is_there_and_every_room_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Where things are")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)
    assert [room for room in named if not (ROOT / room).exists()] == []
    rooms = {f"{room}/" for room in PYPROJECT["tool"]["importlinter"]["root_packages"]}
    assert rooms <= set(named)


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    decisions = [file.name for file in (ROOT / "docs" / "decisions").glob("*.md")]
    assert [file for file in decisions if f"decisions/{file}" not in index] == []


@pytest.mark.parametrize("file", documents(), ids=name)
def test_python_examples_are_python_and_import_what_exists(file: Path) -> None:
    blocks = python_blocks(file)
    theirs = {code.split()[1].removesuffix(".py").replace("/", ".") for code in blocks if code[:2] == "# "}
    missing = set()
    for code in blocks:
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module not in theirs:
                missing |= _missing(node.module, [alias.name for alias in node.names])
    assert missing == set()


def _missing(module: str, names: list[str]) -> set[str]:
    if importlib.util.find_spec(module) is None:
        return {module}
    loaded = importlib.import_module(module)
    return {f"{module}.{each}" for each in names if not hasattr(loaded, each)}
