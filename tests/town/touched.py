"""Which tests a change concerns: `python -m tests.town.touched` prints them for `make test-fast`.

A change is what differs from `main` and what is not committed. A file's matter is the folder it lies in,
called the same on every floor; a playbook's is its name.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
_FLOORS = ("domain", "workflows", "activities", "services", "api", "console", "store", "texts")
"""Rooms whose folders, or whose files' names, are matters."""
_NO_MATTERS = frozenset({"playbooks", "parts", "queries", "rows", "functions", "__init__"})
_ROOMS = ("gateways", "roster", "sandbox", "vault")
"""Rooms that are one matter."""


def changed() -> list[str]:
    """Paths from the root, as git names them."""
    base = _git("merge-base", "HEAD", "main") or _git("merge-base", "HEAD", "origin/main") or ["HEAD"]
    new = _git("ls-files", "--others", "--exclude-standard")
    return sorted({*_git("diff", "--name-only", base[0]), *new})


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(("git", *arguments), cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines() if done.returncode == 0 else []


def concerned(paths: Iterable[str], tests: Iterable[str]) -> list[str]:
    """Of `tests`, those that are changed themselves or that are of a changed file's matter."""
    paths, tests = list(paths), list(tests)
    found = {path for path in paths if path in tests}
    for words in map(_matter, paths):
        found |= {test for test in tests if words & {*PurePosixPath(test).parts[1:-1], _subject(test)}}
    return sorted(found)


def _matter(path: str) -> set[str]:
    """Folders and names by which tests call what lies at `path`."""
    at = PurePosixPath(path)
    room, *inner = at.parts
    if room in _ROOMS:
        return {room}
    if room not in _FLOORS or not inner:
        return set()
    return {*inner[:-1], at.stem} - _NO_MATTERS


def _subject(test: str) -> str:
    """What a test's file is about: `repair` of `tests/playbooks/test_repair_crews.py`, in its first words."""
    name = PurePosixPath(test).stem.removeprefix("test_")
    return next((each for each in _KINDS if name.startswith(each)), name)


_KINDS = ("pre_handover", "follow_up", "repair", "complaint", "lending", "enquiry", "privacy_request")
"""Playbooks that have several files of tests."""


if __name__ == "__main__":
    every = [str(each.relative_to(ROOT)) for each in (ROOT / "tests").rglob("test_*.py")]
    print("\n".join(concerned(changed(), every)))
