"""What is read in clear, by role and stated purpose (P23)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from api.access.masking import line_shown, masked, name_shown, place_shown, words_shown
from domain.access.looks import PURPOSES
from domain.access.roles import BUILT_IN, PIECES, Role, Shown
from services.caller import Caller, caller
from tests.town.archive import Archive, asked_by
from tests.town.callers import program
from tests.town.doors import Door
from texts import LOCALES, text

_NUMBER = "+8619900000003"


@contextmanager
def looking(purpose: str | None, language: str) -> Iterator[set[str]]:
    """The same caller states a purpose; yields what is opened because of it."""
    asks = replace(caller.get() or Caller(), purpose=purpose, language=language, opened=set())
    token = caller.set(asks)
    try:
        yield asks.opened
    finally:
        caller.reset(token)


def test_who_reads_numbers() -> None:
    with asked_by("agent"):
        assert masked(_NUMBER) == "199****0003"
        with looking("call_back", "en") as opened:
            assert masked(_NUMBER) == _NUMBER
        assert opened == {"phone"}
        with looking(None, "en") as opened:
            assert masked(_NUMBER) == "199****0003"
        assert opened == set()
    with asked_by("crew"), looking("visit", "en") as opened:
        assert masked(_NUMBER) == "199****0003"
    assert opened == set()


def test_whoever_never_reads_numbers_reads_none_that_somebody_typed() -> None:
    said = {
        "what": "漏水，打199 0000 0003或+86-199-0000-0004",
        "photos": ["https://files.example/19900000003.jpg", "家里１９９０００００００３"],
        "where": "2026-12-01 10:00，R2026-000123，1201室，680.00元",
    }
    with asked_by("crew"):
        assert words_shown(said) == {
            "what": "漏水，打199****0003或199****0004",
            "photos": ["https://files.example/19900000003.jpg", "家里199****0003"],
            "where": said["where"],
        }
        assert line_shown("微信同号wx19900000003") == "微信同号wx199****0003"
    with asked_by("agent"):
        assert words_shown(said) == said


def test_without_anybody_who_asks_everything_is_masked() -> None:
    assert masked(_NUMBER) == "199****0003"
    assert name_shown("王小明") == "王*明"
    assert name_shown("张三") == "张*"
    assert name_shown("欧") == "欧*"
    assert name_shown("John Smith") == "J*h"
    assert place_shown("1栋1单元1201") == "***"
    assert place_shown("") == ""
    with looking(None, "zh-CN"):
        assert words_shown({"what": "厨房漏水", "photos": ["a"]}) == dict.fromkeys(
            ("what", "photos"), "（内容不予显示）"
        )
        assert line_shown("厨房漏水") == "（内容不予显示）"
    assert words_shown(None) is None


@pytest.mark.parametrize("role", BUILT_IN.values(), ids=lambda role: role.name)
def test_each_piece_follows_its_role(role: Role) -> None:
    said, open_words = {"what": "漏水"}, {"what": "漏水"}
    shown = {
        "name": lambda: name_shown("王小明") == "王小明",
        "phone": lambda: masked(_NUMBER) == _NUMBER,
        "address": lambda: place_shown("1201") == "1201",
        "text": lambda: words_shown(said) == open_words and line_shown("漏水") == "漏水",
    }
    assert set(shown) == set(PIECES)
    with asked_by(role.name):
        for piece, in_clear in shown.items():
            for purpose in (None, *PURPOSES):
                expected = role.shows[piece] is Shown.ALWAYS or (
                    role.shows[piece] is Shown.PURPOSE and purpose is not None
                )
                with looking(purpose, "en"):
                    assert in_clear() is expected, (piece, purpose)


@pytest.mark.parametrize("locale", LOCALES)
def test_purposes_have_words(locale: str) -> None:
    assert all(text(locale, f"look-purpose-{purpose}") for purpose in PURPOSES)


async def test_a_program_reads_that_something_was_said_but_not_what(door: Door, archive: Archive) -> None:
    website = await program(door, ["tickets.read"])
    customer = await archive.customer()
    ticket = await archive.ticket(customer, ownership_id=await archive.flat(customer))
    noted = await door.admin.post(f"/tickets/{ticket}/notes", json={"text": "业主住院，周末再约"})
    assert noted.status_code == 201
    answer = await website.call("GET", f"/tickets/{ticket}/timeline")
    assert answer.status_code == 200
    assert "住院" not in answer.text and "漏水" not in answer.text
    assert "住院" in (await door.admin.get(f"/tickets/{ticket}/timeline")).text
    ids = {each["kind"]: each for each in answer.json()["items"]}
    assert ids["note"]["data"] == {"text": "(not shown)"}
