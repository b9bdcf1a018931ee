"""What is installed is what was looked at: each file by its hash, from one index, nothing refused."""

import hashlib
import platform
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = (ROOT / "requirements.lock", ROOT / "deploy" / "requirements.lock")
REFUSED = tomllib.loads((ROOT / ".ci" / "refused-packages.toml").read_text(encoding="utf-8"))
_PIN = re.compile(r"([a-z0-9][a-z0-9._-]*)==([0-9][A-Za-z0-9.!+]*)(?: ; .+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def pinned(lock: Path) -> dict[str, str]:
    """Names and versions. Fails on a line that is none of a pin, a hash and a remark."""
    found, hashes = dict[str, str](), 0
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if pin := _PIN.fullmatch(line):
            assert not found or hashes, f"{lock.name}: no hash before {line}"
            found[pin[1]], hashes = pin[2], 0
        else:
            assert _HASH.fullmatch(line), f"{lock.name}: {line}"
            hashes += 1
    assert found and hashes
    return found


def plain(name: str) -> str:
    """As the index compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:4])


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_everything_is_pinned_by_hash_and_from_the_index_alone(lock: Path) -> None:
    packages = pinned(lock)
    assert len(packages) > 40
    for name, reason in REFUSED["packages"].items():
        assert name not in packages, f"{name}: {reason}"
    for name, least in REFUSED["at_least"].items():
        if name in packages:
            assert version(packages[name]) >= version(least), f"{name} {packages[name]} is older than {least}"


def test_production_installs_what_was_tested_and_nothing_else() -> None:
    tested, production = (pinned(lock) for lock in LOCKS)
    assert production.items() <= tested.items()
    only_for_tests = {"pytest", "hypothesis", "schemathesis", "ruff", "mypy", "django-oauth-toolkit"}
    assert not only_for_tests & production.keys()


def test_the_image_and_the_makefile_ask_for_hashes() -> None:
    for name in ("Makefile", "Dockerfile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--require-hashes" in text, name
        assert "--trusted-host" not in text and "index-url" not in text, name


def test_every_direct_dependency_is_in_both_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {plain(re.split(r"[\[<>=!~; ]", each)[0]) for each in project["dependencies"]}
    for lock in LOCKS:
        packages = set(map(plain, pinned(lock)))
        assert names <= packages, f"{lock.name}: {names - packages}"


def test_the_repackaged_server_is_the_one_that_is_told_of() -> None:
    """Whoever compares it with its maker's release compares what is installed."""
    told = (ROOT / "docs" / "decisions" / "0005-embedded-stack.md").read_text(encoding="utf-8")
    program = Path(sys.executable).parent / "temporal"
    if sys.platform != "linux" or platform.machine() != "x86_64" or not program.exists():
        pytest.skip("another wheel, or none")
    with program.open("rb") as content:
        assert hashlib.file_digest(content, "sha256").hexdigest() in told
