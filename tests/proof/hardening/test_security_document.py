"""docs/security.md says what is there: each requirement once, each test by its name, each bound as it is."""

import ast
import re
from collections import Counter
from pathlib import Path

from api.http.limits import BUILT_IN
from domain.access.sign_in import SignInPolicy
from roster.limits import LIMITS
from vault.passwords import _MOST_WAITING

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (met|part|open|n/a) \| ([^|]+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(test_\w+)`")
_STANDARD = Path(__file__).parent / "asvs-5.0.0-level-2.txt"


def all_tests() -> set[str]:
    """The names of all tests there are."""
    found = set[str]()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
    return found


def test_every_test_that_is_named_exists() -> None:
    named = set(_TEST.findall(TEXT))
    assert len(named) > 80 and named - all_tests() == set()


def test_every_requirement_of_the_standard_has_its_row() -> None:
    rows = [row[1] for row in _ROW.finditer(TEXT)]
    assert rows == _STANDARD.read_text(encoding="utf-8").split()
    assert len(re.findall(r"^\| \d+\.\d+\.\d+ ", TEXT, re.MULTILINE)) == len(rows)


def test_the_sums_are_right() -> None:
    chapters = re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]
    for chapter in chapters:
        title = chapter.partition("\n")[0]
        _sum(title, Counter(row[3] for row in _ROW.finditer(chapter)))
    _sum("**all**", Counter(row[3] for row in _ROW.finditer(TEXT)))


def _sum(title: str, counted: Counter[str]) -> None:
    shown = " | ".join(str(counted[each] or "–") for each in ("met", "part", "open", "n/a"))
    assert f"| {title} | {shown} |" in TEXT, title


def test_the_bounds_are_those_that_hold() -> None:
    limits, sign_in = BUILT_IN, SignInPolicy()
    callers, strangers, refusals = limits.callers, limits.strangers, limits.refusals
    for said in (
        f"{limits.head // 1024} KiB; {limits.headers}; {limits.address} characters",
        f"{limits.head_whole.seconds} s; {limits.body_pause.seconds} s; "
        f"{limits.body_whole.seconds // 60} min",
        f"{sign_in.fewest_guesses:,}",
        str(_MOST_WAITING),
        f"{limits.json_depth}; {limits.json_values:,}",
        f"{limits.form_files}; {limits.form_fields}; {limits.file_name} characters",
        f"{callers.at_once} at once, {callers.per_second} per second",
        f"{strangers.at_once} at once, {strangers.per_second} per second; "
        f"{refusals.at_once}, {refusals.per_second}",
        f"{sign_in.tries}; {sign_in.address_tries} in {sign_in.tries_within.seconds // 60} min; 5 in all",
        f"{limits.webhook_window.seconds // 60} min, either way",
        f"{LIMITS.unpacked // 2**20} MiB; {LIMITS.expansion} times; {LIMITS.parts}; "
        f"{LIMITS.cells // 10**6} million; {LIMITS.merged:,}",
        f"{LIMITS.columns:,} cells; {LIMITS.rows:,}",
    ):
        assert f"| {said} |" in TEXT, said
