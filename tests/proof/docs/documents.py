"""The repository's documents, and what they mention."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
_NOT_OURS = {".venv", ".huifang", "node_modules"}
_FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]+`")


def documents() -> list[Path]:
    """Every Markdown file that is ours."""
    found = ROOT.rglob("*.md")
    return sorted(
        file
        for file in found
        if not any(part in _NOT_OURS or part.startswith(".") for part in file.relative_to(ROOT).parts)
    )


def name(file: Path) -> str:
    """As people call it."""
    return str(file.relative_to(ROOT))


def prose(file: Path) -> str:
    """Its text without code."""
    return _CODE.sub("", _FENCED.sub("", file.read_text(encoding="utf-8")))


def mentioned(pattern: str) -> Iterator[tuple[str, str]]:
    """Every first group of `pattern` in any document, with the document's name."""
    for file in documents():
        for match in re.finditer(pattern, file.read_text(encoding="utf-8"), re.MULTILINE):
            yield name(file), match[1]


def python_blocks(file: Path) -> list[str]:
    """Its examples in Python."""
    return re.findall(r"^```python\n(.*?)^```", file.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
