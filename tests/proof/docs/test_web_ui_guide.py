"""What the guide to the Web UI says to type is taken by the Web UI that is delivered (F16)."""

import mmap
import re
import shutil
import sys
from pathlib import Path

import pytest

_DOCS = Path(__file__).parents[3] / "docs"
_HEADING = re.compile(r"^\| (?:name \| shows \| query|名称 \| 视图 \| 查询) \|$", re.MULTILINE)
_ALLOWED, _AT_THE_ENDS = r"^[A-Za-z0-9 _.-]+$", r"^[.-]|[.-]$"
"""The Web UI's own rules for names of views, as its script writes them."""


def views(page: str) -> list[str]:
    """Names of all views of a guide."""
    rows = [block for table in _HEADING.split(page)[1:] for block in [table.split("\n\n")[0]]]
    return [line.split("|")[1].strip() for rows_ in rows for line in rows_.splitlines()[2:] if line]


@pytest.mark.parametrize("guide", ["web-ui.md", "web-ui.zh-CN.md"])
def test_names_of_views_are_names_that_it_takes(guide: str) -> None:
    names = views((_DOCS / guide).read_text("utf-8"))
    assert len(names) == 19 and len(set(names)) == len(names)
    assert [name for name in names if not re.match(_ALLOWED, name) or re.search(_AT_THE_ENDS, name)] == []


def test_these_are_the_rules_of_the_web_ui_that_is_delivered() -> None:
    server = shutil.which("temporal", path=str(Path(sys.executable).parent))
    if server is None:
        pytest.skip("no server is delivered for this kind of machine")
    with open(server, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as program:
        assert program.find(f"/{_ALLOWED}/".encode()) >= 0
