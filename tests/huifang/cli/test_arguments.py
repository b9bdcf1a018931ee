"""What is typed wrong is answered in the caller's language, in a sentence and never with a stack trace."""

import errno
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import typer

from huifang.cli.failures import Failure, told
from huifang.cli.fast_forward import duration
from huifang.cli.wording import locale, take_language
from tests.town.commands import huifang, in_this_process


@pytest.fixture(autouse=True)
def spoken() -> Iterator[str]:
    """The usual language, whatever was spoken before; and that again afterwards."""
    kept = locale()
    take_language(["--lang", "zh-CN"])
    yield "zh-CN"
    take_language(["--lang", kept])


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("15d", timedelta(days=15)),
        ("1d12h", timedelta(days=1, hours=12)),
        ("90 m", timedelta(minutes=90)),
        ("30S", timedelta(seconds=30)),
        ("１５天", timedelta(days=15)),
        ("2小时30分钟", timedelta(hours=2, minutes=30)),
        ("3660d", timedelta(days=3660)),
    ],
)
def test_durations(given: str, meant: timedelta) -> None:
    assert duration(given) == meant


@pytest.mark.parametrize(
    "given", ["", "d", "15", "-1d", "1.5d", "0d", "15d!", "d15", "3661d", "999999d", "9999999d", "十五天"]
)
def test_what_is_no_duration_is_refused(given: str) -> None:
    with pytest.raises(Failure, match="wrong-duration"):
        duration(given)


def test_the_language_may_stand_anywhere() -> None:
    assert take_language(["up", "--lang", "en", "--training"]) == ["up", "--training"]
    assert locale() == "en"
    assert take_language(["--lang=zh-CN", "up"]) == ["up"]
    assert locale() == "zh-CN"
    for wrong in (["up", "--lang", "fr"], ["up", "--lang"]):
        with pytest.raises(ValueError, match="lang"):
            take_language(wrong)


def test_help_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = in_this_process(capsys, "up", "--help")
    assert code == 0 and "数据目录" in said and "选项" in said and "显示本帮助" in said
    code, said = huifang("--help", "--lang", "en")
    assert code == 0 and "Import a developer's roster" in said and "Commands" in said


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["fly"], "没有命令“fly”"),
        (["up", "--wings"], "没有选项 --wings"),
        (["up", "--api-port", "99999", "--lang", "en"], "The value of --api-port is not valid"),
        (["fast-forward"], "缺少 TICKET"),
        (["fast-forward", "pre-handover-O00000001", "soon"], "看不懂时长“soon”"),
        (["up", "--lang", "fr"], "--lang 可选：zh-CN, en"),
        (["import-owners", "none.csv", "--building", "B000001"], "找不到文件 none.csv"),
    ],
)
def test_wrong_arguments(capsys: pytest.CaptureFixture[str], arguments: list[str], answer: str) -> None:
    code, said = in_this_process(capsys, *arguments)
    assert code == 2 and answer in said, said


def test_a_data_directory_that_cannot_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = in_this_process(capsys, "up", "--data-dir", "/proc/huifang")
    assert code == 1 and "/proc/huifang 无法使用：路径不存在" in said, said


@pytest.mark.parametrize("number", [errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.ENOTDIR, errno.EROFS])
def test_what_the_system_refuses_is_told_in_the_users_language(
    capsys: pytest.CaptureFixture[str], number: int
) -> None:
    with pytest.raises(typer.Exit), told():
        raise OSError(number, os.strerror(number), "/名单.csv")
    said = capsys.readouterr().err
    assert "/名单.csv 无法使用：" in said and os.strerror(number) not in said
    assert errno.errorcode[number] not in said


def test_without_a_stack_a_command_says_what_to_start(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = in_this_process(capsys, "migrate", "--data-dir", tmp_path)
    assert code == 2 and "huifang up" in said
