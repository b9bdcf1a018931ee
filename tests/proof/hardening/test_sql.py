"""What comes from outside is never part of an SQL text: values are bound, names are our own."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = (
    "domain",
    "vault",
    "store",
    "gateways",
    "roster",
    "activities",
    "services",
    "workflows",
    "api",
    "huifang",
    "sandbox",
)
_CALLS = {
    "execute",
    "executemany",
    "executescript",
    "fetch",
    "fetchrow",
    "fetchval",
    "prepare",
    "cursor",
    "rows",
}

BUILT: dict[str, str] = {
    "sandbox/exchange.py": "as many question marks as there are values",
    "sandbox/state.py": "conditions and tables named in the same file",
    "store/made/described.py": "the texts of our own queries and the types of their parameters",
    "store/first_sealing.py": "tables and columns of our own schema",
    "store/locking.py": "tables and columns of our own schema",
    "store/resealing.py": "tables and columns of our own schema",
    "store/privacy.py": "tables and columns of our own register",
}
"""Where SQL is put together, and of what; a value from outside in one of them is a defect."""


def built(path: Path) -> Iterator[int]:
    """Lines of calls whose SQL is made by `+`, `%`, `.format` or an f-string with something in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_made(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        first = node.args[0]
        made = is_made(first) or (isinstance(first, ast.Name) and first.id in names)
        if node.func.attr in _CALLS and made:
            yield node.lineno


def is_made(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and any(map(_is_text, (node.left, node.right)))
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "replace", "join")
        and _is_text(node.func.value)
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_sql_is_put_together_nowhere_but_where_it_says_of_what() -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if any(built(path))
    }
    assert found <= set(BUILT), found - set(BUILT)


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    for sql in ('f"SELECT {x}"', '"SELECT " + x', '"SELECT %s" % x', '"SELECT {}".format(x)'):
        bad.write_text(f"async def a(db, x):\n    await db.fetch({sql})\n", encoding="utf-8")
        assert list(built(bad)) == [2], sql
        bad.write_text(f"async def a(db, x):\n    sql = {sql}\n    await db.fetch(sql)\n", encoding="utf-8")
        assert list(built(bad)) == [3], sql
    bad.write_text('async def a(db, x):\n    await db.fetch("SELECT $1", x)\n', encoding="utf-8")
    assert list(built(bad)) == []


def test_nothing_of_the_product_runs_text_as_code_or_opens_pickles() -> None:
    forbidden = {"eval", "exec", "compile", "loads", "load", "system", "popen"}
    modules = {"pickle", "marshal", "shelve", "yaml", "os"}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                if isinstance(node.func, ast.Name):
                    assert node.func.id not in {"eval", "exec"}, f"{path}:{node.lineno}"
                elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                    called = node.func.value.id in modules and node.func.attr in forbidden
                    assert not called, f"{path}:{node.lineno}"
                assert not any(
                    word.arg == "shell" and getattr(word.value, "value", None) is True
                    for word in node.keywords
                ), f"{path}:{node.lineno}"
