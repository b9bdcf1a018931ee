"""The described queries as typed Python, one module per SQL file."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from aiosql.types import SQLOperationType

from store.made.comments import Undescribed
from store.made.described import Field, Query

_WIDTH = 96
"""Of a sentence, within its indentation and quotes."""
_STANDARD: Mapping[str, tuple[str, ...]] = {
    "collections.abc": ("AsyncIterator", "Iterable", "Sequence"),
    "datetime": ("date", "datetime", "time", "timedelta"),
    "decimal": ("Decimal",),
    "typing": ("Any", "Literal", "Protocol", "TypedDict"),
    "uuid": ("UUID",),
}
_DOMAIN = re.compile(r"\b(domain(?:\.\w+)+)\.(\w+)")
_OURS = ("Database", "Json", "Sealable", "StillLocked")


def modules(queries: Iterable[Query]) -> dict[str, str]:
    """By path below `store/rows/`. Raises `Undescribed` where queries give one row two shapes."""
    by_file: dict[str, list[Query]] = {}
    for query in queries:
        by_file.setdefault(query.file, []).append(query)
    shapes: dict[str, tuple[Field, ...]] = {}
    for query in (each for found in by_file.values() for each in found):
        if _has_row(query) and shapes.setdefault(_row(query), query.columns) != query.columns:
            raise Undescribed(f"{query.file}.{query.name}: another query gives {_row(query)} other columns")
    made = {f"{file}.py": _module(file, found) for file, found in by_file.items()}
    for file in by_file:
        if "/" in file:
            folder = file.rpartition("/")[0]
            made[f"{folder}/__init__.py"] = f'"""What the queries of `{folder}/` take and return."""\n'
    return made | {"__init__.py": _all(list(by_file))}


def _module(file: str, queries: list[Query]) -> str:
    own = {
        row: query.columns
        for query in queries
        if _has_row(query) and (row := _row(query)).startswith(f"{file}.")
    }
    body = [_class(row.rpartition(".")[2], columns) for row, columns in own.items()]
    body.append(_protocol(file, queries))
    code, domain = _short("\n\n\n".join(body))
    elsewhere = sorted({_row(query) for query in queries if _has_row(query)} - set(own))
    heading = f'"""What the queries of `{file}.sql` take and return. Made by `python -m store.made`."""'
    return "\n".join([heading, "", *_imports(code, domain, elsewhere), "", "", code, ""])


def _short(code: str) -> tuple[str, list[str]]:
    """Types of the domain without their module, and what to import."""
    found: dict[str, set[str]] = {}
    for module, name in _DOMAIN.findall(code):
        found.setdefault(module, set()).add(name)
    imports = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(found.items())]
    return _DOMAIN.sub(r"\2", code), imports


def _imports(code: str, domain: Iterable[str], elsewhere: Iterable[str]) -> Iterator[str]:
    words = set(re.findall(r"\w+", re.sub(r'""".*?"""', "", code, flags=re.DOTALL)))
    for module, names in _STANDARD.items():
        if used := [name for name in names if name in words]:
            yield f"from {module} import {', '.join(used)}"
    yield ""
    yield from domain
    yield f"from store.connections import {', '.join(name for name in _OURS if name in words)}"
    for row in elsewhere:
        file, name = row.rsplit(".", 1)
        yield f"from store.rows.{file.replace('/', '.')} import {name}"


def _class(name: str, columns: Iterable[Field]) -> str:
    return "\n".join(
        [f"class {name}(TypedDict):", *(f"    {each.name}: {each.annotation}" for each in columns)]
    )


def _protocol(file: str, queries: Iterable[Query]) -> str:
    return f"class {_camel(file)}(Protocol):\n" + "\n\n".join(_method(query) for query in queries)


def _method(query: Query) -> str:
    given, asynchronous, returns = "", "async ", "str"
    if query.parameters:
        given = ", *, " + ", ".join(f"{each.name}: {each.annotation}" for each in query.parameters)
    match query.operation:
        case SQLOperationType.SELECT:
            asynchronous, returns = "", f"AsyncIterator[{_row_name(query)}]"
        case SQLOperationType.SELECT_ONE:
            returns = _row_name(query) + ("" if query.always else " | None")
        case SQLOperationType.SELECT_VALUE:
            value = query.columns[0]
            returns = Field(value.name, value.type, value.nullable or not query.always).annotation
        case SQLOperationType.INSERT_UPDATE_DELETE_MANY:
            given, returns = ", parameters: Iterable[dict[str, Any]]", "None"
    said = textwrap.wrap(query.comment.sentence, _WIDTH)
    doc = "\n        ".join([f'"""{said[0]}', *said[1:]]) + ('"""' if len(said) == 1 else '\n        """')
    return f"    {asynchronous}def {query.name}(self, db: Database{given}) -> {returns}:\n        {doc}"


def _all(files: list[str]) -> str:
    imports = [f"from store.rows.{file.replace('/', '.')} import {_camel(file)}" for file in files]
    bases = ", ".join(map(_camel, files))
    return "\n".join(
        [
            '"""What every query takes and returns. Made by `python -m store.made`."""',
            "",
            "from typing import Protocol",
            "",
            *imports,
            "",
            "",
            f"class Queries({bases}, Protocol):",
            '    """Every named query, as `store.database.queries` has it."""',
            "",
        ]
    )


def _has_row(query: Query) -> bool:
    return query.operation in (SQLOperationType.SELECT, SQLOperationType.SELECT_ONE)


def _row(query: Query) -> str:
    """With the file whose row it is: `customers/files.ContractRow`."""
    named = query.comment.row or _camel(query.name)
    file, _, name = named.rpartition(".")
    return f"{file or query.file}.{name}Row"


def _row_name(query: Query) -> str:
    return _row(query).rpartition(".")[2]


def _camel(text: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[_/]", text))
