"""`huifang migrate` and `huifang import-owners` on a database that the settings name."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from huifang.cli.wording import take_language
from tests.town.commands import ROSTER, huifang, in_this_process
from tests.town.keys import MASTER_KEYS

Command = Callable[..., tuple[int, str]]
BUILDING = "INSERT INTO buildings (name) VALUES ('示例·云湖') RETURNING id"
FLATS = "SELECT count(*) FROM ownerships"


def fetched(url: str, sql: str) -> Any:
    """The one value that `sql` gives."""

    async def fetch() -> Any:
        db = await asyncpg.connect(url)
        try:
            return await db.fetchval(sql)
        finally:
            await db.close()

    return asyncio.run(fetch())


@pytest.fixture
def empty(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a database without a schema, which the settings name."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    fetched(database_url, f"CREATE DATABASE {name}")
    url = urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("HUIFANG_MASTER_KEYS", MASTER_KEYS)
    yield url
    fetched(database_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """`huifang`, in Chinese unless told otherwise."""

    def run(*arguments: object) -> tuple[int, str]:
        take_language(["--lang", "zh-CN"])
        return in_this_process(capsys, *arguments)

    return run


def test_migrate_and_import(empty: str, command: Command, tmp_path: Path) -> None:
    code, said = command("import-owners", ROSTER, "--building", "B000001")
    assert code == 1 and "huifang migrate" in said
    for _ in range(2):  # the second finds nothing to do
        code, said = command("migrate")
        assert code == 0 and "已是最新" in said
    code, said = command("import-owners", ROSTER, "--building", "B000001")
    assert code == 2 and "没有编号为 B000001 的楼盘" in said

    building, report = fetched(empty, BUILDING), tmp_path / "report.csv"
    arguments = ("import-owners", ROSTER, "--building", building, "--save-report", report)
    code, said = command(*arguments)
    assert code == 0 and "导入 9 行，合并 1 行，未导入 2 行" in said and "位数不够" in said, said
    assert "位数不够" in report.read_text("utf-8-sig")
    assert fetched(empty, FLATS) == 9
    code, said = command(*arguments, "--lang", "en")
    assert code == 0 and "8 unchanged" in said, said
    assert fetched(empty, FLATS) == 9


@pytest.mark.parametrize(
    ("language", "action"),
    [
        ("zh-CN", "请向业主核实，填写完整的 11 位手机号。"),
        ("en", "Ask the owner and fill in the complete 11-digit mobile number."),
    ],
)
def test_a_narrow_terminal_shows_what_to_do_to_its_end(
    empty: str, command: Command, language: str, action: str
) -> None:
    command("migrate")
    arguments = ("import-owners", ROSTER, "--building", fetched(empty, BUILDING), "--lang", language)
    code, said = huifang(*arguments, DATABASE_URL=empty, COLUMNS="80")
    assert code == 0, said
    rows = [line.split("│") for line in said.splitlines() if line.startswith("│")]
    shown = "".join(cells[4].strip() for cells in rows)
    assert action.replace(" ", "") in shown.replace(" ", "") and "…" not in said, said


def test_what_could_not_be_saved_is_not_imported(empty: str, command: Command, tmp_path: Path) -> None:
    command("migrate")
    arguments = ("import-owners", ROSTER, "--building", fetched(empty, BUILDING), "--save-report")
    code, said = command(*arguments, tmp_path / "none" / "report.csv")
    assert code == 1 and "无法使用" in said
    code, said = command(*arguments, tmp_path / "report.xlsx")
    assert code == 2 and ".csv" in said
    assert fetched(empty, FLATS) == 0


def test_a_file_that_is_no_roster(empty: str, command: Command, tmp_path: Path) -> None:
    command("migrate")
    picture = tmp_path / "picture.xlsx"
    picture.write_bytes(b"\x89PNG")
    code, said = command("import-owners", picture, "--building", fetched(empty, BUILDING))
    assert code == 1 and "意外" not in said and said.strip(), said
    assert fetched(empty, FLATS) == 0


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("mysql://root:secret@127.0.0.1/huifang", "postgresql://"),
        ("postgresql://u:secret@127.0.0.1:1/huifang", "连接失败"),
    ],
)
def test_a_database_that_is_none(
    command: Command, monkeypatch: pytest.MonkeyPatch, url: str, answer: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("HUIFANG_MASTER_KEYS", MASTER_KEYS)
    code, said = command("migrate")
    assert code != 0 and answer in said and "secret" not in said
