"""The table of settings in docs/configuration.md; run with that file, it renews the table there."""

import sys
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from huifang.settings.settings import Settings, variable

BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"


def table() -> str:
    """Markdown, one line per setting in the order of `Settings`."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        meaning = " ".join((field.description or "").split())
        secret = " *Secret.*" if _is_secret(field.annotation) else ""
        lines.append(f"| `{variable(name)}` | {_default(field)} | {meaning}{secret} |")
    return "\n".join(lines)


def with_table(document: str) -> str:
    """The document with its table replaced by today's. Raises ValueError when it has no place for one."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _is_secret(annotation: Any) -> bool:
    parts = get_args(annotation) if get_origin(annotation) is UnionType else (annotation,)
    return SecretStr in parts


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or value == {}:
        return "–"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")
