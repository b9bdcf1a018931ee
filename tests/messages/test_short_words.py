"""What can be read out or texted of what people wrote, however they wrote it (P7, P8)."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages.short_words import LONGEST, short_name, short_place, short_words


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("厨房水槽下方漏水", "厨房水槽下方漏水"),
        ("厨房水槽下方漏水。", "厨房水槽下方漏水"),
        ("厨房漏水\n卫生间也漏\r\n\r\n很急！！！", "厨房漏水，卫生间也漏，很急"),
        ("漏水😭😭,师傅快来🙏🏻", "漏水，师傅快来"),
        ("师傅迟到,地面没有清理", "师傅迟到，地面没有清理"),
        ("水压\u200b低\u2060\ufeff，\u3164阀门\u202e坏", "水压低，阀门坏"),
        ("1\ufe0f\u20e3号阀门", "1号阀门"),
        ("２号阀门漏", "2号阀门漏"),
        ("渗水约3㎡，室温５℃", "渗水约3m2，室温5°C"),
        ("打我电话13900001111，门铃坏了", "打我电话，门铃坏了"),
        ("电话139 0000 1111或0571-88880000", "电话或"),
        ("身份证33010219900101123X", "身份证"),
        ("照片见https://files.example/1.jpg，阀门断裂", "照片见，阀门断裂"),
        ("【急】{漏水}<b>很大</b>", "急漏水b很大/b"),
        ("  \n\t ", ""),
        ("😭", ""),
        ("无", ""),
        ("N/A", ""),
        ("", ""),
        ("The kitchen tap drips,\nplease hurry!", "The kitchen tap drips, please…"),
        ("2026-11-28起漏水", "2026-11-28起漏水"),
    ],
)
def test_words(written: str, heard: str) -> None:
    assert short_words(written) == heard


@pytest.mark.parametrize("nothing", [None, 5, ["漏水"], {"what": "漏水"}])
def test_what_is_no_text_says_nothing(nothing: object) -> None:
    assert short_words(nothing) == "" and short_name(nothing) == ""


def test_long_words_end_at_a_pause() -> None:
    long = "主卧卫生间的花洒关不紧，一直在滴水，楼下邻居说天花板已经渗水了，请尽快安排师傅上门"
    assert short_words(long) == "主卧卫生间的花洒关不紧，一直在滴水…"
    assert short_words("漏" * 100) == "漏" * (LONGEST - 1) + "…"


@pytest.mark.parametrize(
    ("building", "flat", "heard"),
    [
        ("云湖国际 3期", "1栋1单元1201", "云湖国际3期1栋1单元1201"),
        ("云湖国际", None, "云湖国际"),
        (None, "1栋1201", "1栋1201"),
        (None, None, ""),
        ("Lake Garden", "B1-1201", "Lake Garden B1-1201"),
        ("示" * 40, "12栋2单元1203", "示" * 19 + "…12栋2单元1203"),
        ("示范", "室" * 50, "室" * 29 + "…"),
    ],
)
def test_the_flat_is_never_cut_for_its_building(building: str | None, flat: str | None, heard: str) -> None:
    assert short_place(building, flat) == heard


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("李示例", "李示例"),
        ("王五（已故）", "王五"),
        ("王五(涉诉 请勿", "王五"),
        ("陈示例、林示例", "陈示例、林示例"),
    ],
)
def test_names_without_remarks(name: str, heard: str) -> None:
    assert short_name(name) == heard


@given(st.text(max_size=200), st.integers(2, 60))
def test_whatever_is_written_can_be_said(written: str, longest: int) -> None:
    heard = short_words(written, longest)
    assert len(heard) <= longest and heard == heard.strip()
    assert not {unicodedata.category(sign) for sign in heard} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
        "Sk",
        "Mn",
        "Me",
    }
    assert not set(heard) & set("{}<>【】[]\\")
    json.dumps(heard).encode()
    assert all(digits < 7 for digits in _runs(heard))


def _runs(heard: str) -> list[int]:
    runs, run = [0], 0
    for sign in heard:
        run = run + 1 if sign.isdecimal() else 0
        runs.append(run)
    return runs


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_place_of_any_length_fits(building: str, flat: str) -> None:
    assert len(short_place(building, flat)) <= LONGEST
