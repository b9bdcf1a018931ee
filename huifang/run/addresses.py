"""`python -m huifang.run.addresses`: writes docs/addresses.md anew, the one page with every address."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from fastapi.routing import APIRoute

from api.access.permissions import OPEN, OPERATIONS, SIGNED_IN, operation_of
from api.app import all_routes

PAGE = Path(__file__).parents[2] / "docs" / "addresses.md"
_HEAD = """# Every address

Made by `python -m huifang.run.addresses` from the routes themselves; a test holds it current. Each matter has
a folder of its own in `api/`; the last column is the file in which an address is answered. What a permission
lets one do, and which roles have it: [who may do what](access.md).
"""
_COLUMNS = "| method | address | operation | permission | file |\n|---|---|---|---|---|"
_SAID = {OPEN: "whoever knows it", SIGNED_IN: "oneself"}


def render(routes: Iterable[APIRoute]) -> str:
    """The page, in Markdown: matter by matter, each in the order of its addresses."""
    listed = sorted(routes, key=lambda route: (matter_of(route), route.path_format, _method(route)))
    sections = [
        "\n".join([f"## {matter.replace('_', ' ')}", "", _COLUMNS, *map(_line, found), ""])
        for matter, found in groupby(listed, key=matter_of)
    ]
    return "\n".join([_HEAD, *sections])


def matter_of(route: APIRoute) -> str:
    """The folder of `api/` that answers."""
    return str(route.endpoint.__module__).split(".")[1]


def _line(route: APIRoute) -> str:
    operation = operation_of(route)
    needs = " or ".join(_SAID.get(each, f"`{each}`") for each in OPERATIONS[operation])
    file = route.endpoint.__module__.replace(".", "/") + ".py"
    return (
        f"| {_method(route)} | `{route.path_format}` | {operation} | {needs} "
        f"| [{Path(file).stem}](../{file}) |"
    )


def _method(route: APIRoute) -> str:
    return "/".join(sorted(route.methods or ()))


if __name__ == "__main__":
    PAGE.write_text(render(all_routes()), encoding="utf-8")
