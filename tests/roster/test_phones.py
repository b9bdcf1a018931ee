"""Telephone numbers in every form people type them."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roster.phones import Phones, phones

ONE = "+8619900012345"
TWO = "+8619900012346"


@pytest.mark.parametrize(
    "cell",
    [
        19900012345,
        19900012345.0,
        "19900012345",
        "19900012345.0",
        "'19900012345",
        " 19900012345\u00a0",
        "\u200b19900012345\ufeff",
        "199 0001 2345",
        "199-0001-2345",
        "199–0001—2345",
        "199——0001——2345",
        "199_0001_2345",
        "199.0001.2345",
        "(199)00012345",
        "1 9 9 0 0 0 1 2 3 4 5",
        "+86 199-0001-2345",
        "+8619900012345",
        "008619900012345",
        "0086 199 0001 2345",
        "86-19900012345",
        8619900012345,
        "019900012345",
        "+86(0)19900012345",
        "（+86）19900012345",
        "１９９０００１２３４５",
        "＋８６　１９９－０００１－２３４５",
        "手机：19900012345",
        "TEL:19900012345",
        "19900012345（妻）",
        "19900012345转801",
        "1.9900012345E+10",
        "19900012345/19900012345",
    ],
)
def test_a_mainland_mobile_however_it_is_written(cell: object) -> None:
    assert phones(cell) == Phones((ONE,))


@pytest.mark.parametrize(
    "between", ["/", "，", ",", "、", ";", "；", " ", "\n", "-", " 或 ", "|", "  /  ", "和"]
)
def test_two_numbers_in_one_cell_are_both_kept_in_order(between: str) -> None:
    assert phones(f"19900012345{between}199-0001-2346") == Phones((ONE, TWO))


@pytest.mark.parametrize(
    ("cell", "e164"),
    [
        ("+852 9123 4567", "+85291234567"),
        ("00852 91234567", "+85291234567"),
        ("+852-6123-4567", "+85261234567"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
        ("+1 212-555-0123", "+12125550123"),
        ("+44 7400 123456", "+447400123456"),
        ("＋６５　９１２３　４５６７", "+6591234567"),
    ],
)
def test_numbers_from_abroad_keep_their_country(cell: str, e164: str) -> None:
    assert phones(cell) == Phones((e164,))


@pytest.mark.parametrize(
    "cell", ["0571-88880000", "(0571)88880000", "057188880000", "0571-88880000转801", "400-800-8888"]
)
def test_a_landline_is_kept_but_gets_no_texts(cell: str) -> None:
    found = phones(cell)
    assert not found.mobiles and len(found.others) == 1 and not found.faults


def test_a_landline_beside_a_mobile() -> None:
    assert phones("0571-88880000/19900012345") == Phones((ONE,), ("+8657188880000",))


@pytest.mark.parametrize(
    ("cell", "code", "digits"),
    [
        ("1990000", "too-short", 7),
        (1990001234, "too-short", 10),
        ("+86 1990001234", "too-short", 10),
        ("12345", "too-short", 5),
        ("199000123456", "too-long", 12),
        ("1990001234519900012346", "too-long", 22),
        ("852-91234567", "invalid", 11),
        ("+8519900012345", "invalid", 13),
        ("见备注", "invalid", 0),
        ("1.99E+10", "shortened", 0),
        ("1.990001234e10", "shortened", 0),
    ],
)
def test_what_is_no_number_says_why(cell: object, code: str, digits: int) -> None:
    found = phones(cell)
    assert not found.mobiles and not found.others
    assert found.faults[0][0] == code
    if code != "shortened" and str(cell)[:3] != "+86":
        assert found.faults[0][1] == digits


@pytest.mark.parametrize(
    "cell", ["", None, "无", "暂无", "待补", "-", "——", "/", "N/A", "none", "　", True, False]
)
def test_nothing_is_nothing(cell: object) -> None:
    assert phones(cell) == Phones()


def test_a_part_that_is_no_number_does_not_hide_the_one_that_is() -> None:
    assert phones("19900012345/1990") == Phones((ONE,), (), (("too-short", 4),))


_MOBILES = st.sampled_from(
    ["130", "138", "147", "150", "159", "166", "177", "186", "191", "198", "199"]
).flatmap(lambda block: st.integers(0, 10**8 - 1).map(lambda rest: f"{block}{rest:08d}"))
_FULL_WIDTH = str.maketrans("0123456789+", "０１２３４５６７８９＋")


@st.composite
def decorated(draw: st.DrawFn) -> tuple[str, str]:
    """A mainland mobile and one of the ways in which it may stand in a cell."""
    number = draw(_MOBILES)
    gap = draw(st.sampled_from(["", " ", "-", "  ", " - ", "—", ".", "\u00a0", "　", "·"]))
    written = gap.join((number[:3], number[3:7], number[7:]))
    prefix = draw(st.sampled_from(["", "+86", "+86 ", "+86-", "0086", "0086 ", "86", "86-", "(+86)", "0"]))
    text = prefix + written
    if draw(st.booleans()):
        text = text.translate(_FULL_WIDTH)
    label = draw(st.sampled_from(["", "手机", "电话:", "本人 ", "Tel: "]))
    after = draw(st.sampled_from(["", " ", "(本人)", "（妻子）", "\n", "；", "/", "转12"]))
    return number, label + text + after


@given(decorated())
def test_any_decoration_of_a_valid_mobile_reads_to_the_same_number(pair: tuple[str, str]) -> None:
    number, text = pair
    assert phones(text) == Phones((f"+86{number}",))


@given(st.integers(10**10, 2 * 10**10 - 1))
@example(19900012345)
@example(12345678901)
@example(14100000000)
@example(17000000000)
def test_the_short_way_agrees_with_the_library(number: int) -> None:
    """Plain numbers of 11 digits are looked up by their block; the library must say the same of each."""
    assert phones(number).mobiles == _by_the_library(str(number))


def _by_the_library(text: str) -> tuple[str, ...]:
    try:
        parsed = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return ()
    textable = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if not phonenumbers.is_valid_number(parsed) or phonenumbers.number_type(parsed) not in textable:
        return ()
    return (phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),)


_CELLS = st.one_of(
    st.text(max_size=60),
    st.text("0123456789+-() ./;x转eE无", max_size=40),
    st.floats(),
    st.integers(-(10**30), 10**30),
    st.booleans(),
    st.none(),
)


@given(_CELLS)
def test_no_cell_is_too_odd(cell: object) -> None:
    found = phones(cell)
    for number in (*found.mobiles, *found.others):
        assert phonenumbers.is_valid_number(phonenumbers.parse(number))
    assert len(set(found.mobiles + found.others)) == len(found.mobiles + found.others)
