"""Telephone numbers as people type them into one cell, read with Google's `phonenumbers`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

from roster.cells import plain
from roster.vocabulary import is_blank

_HOME = "CN"
_TEXTABLE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_COUNTED = re.compile(r"[\u2460-\u24ff\u2776-\u2793]")
"""Circled and bracketed numbers before one of several, which would become digits of it."""
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x) ?\d{1,6}", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\d+\-(). ]+")
_SHORTENED = re.compile(r"\d\.\d+e\+?\d+", re.IGNORECASE)
_GAPS = re.compile(r"[ \-().]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\u00b7\u30fc~_]+")
"""What people put between groups of digits besides the plain dash."""
_DECIMALS = re.compile(r"(\d{11,})\.0+(?![\d.])")
"""A number that passed through a spreadsheet or program that took it for a quantity."""
_MAINLAND_MOBILE = re.compile(r"1\d{10}")
_BLOCK = 7
_LONGEST = 15
"""Digits in any number of the world (E.164)."""


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers of a cell in E.164, in its order; `faults` are the codes of the parts that are none."""

    mobiles: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    """(code, number of digits); codes: too-short, too-long, invalid, shortened."""
    extensions: bool = field(default=False, compare=False)
    """Whether there were extensions, which nobody can text to."""

    def joined(self, more: "Phones") -> "Phones":
        """These and the numbers of a further cell, each once."""
        return Phones(
            tuple(dict.fromkeys((*self.mobiles, *more.mobiles))),
            tuple(dict.fromkeys((*self.others, *more.others))),
            (*self.faults, *more.faults),
            self.extensions or more.extensions,
        )


def phones(cell: object) -> Phones:
    """Every number in a cell. Mainland China unless a country code says otherwise; extensions go."""
    text = plain(_COUNTED.sub(";", cell) if isinstance(cell, str) else cell)
    if _MAINLAND_MOBILE.fullmatch(text) and _is_mobile_block(text[:_BLOCK], text):
        return Phones((f"+86{text}",))
    if is_blank(text):
        return Phones()
    if _SHORTENED.fullmatch(text):
        return _expanded(text)
    text = _DASHES.sub("-", _DECIMALS.sub(r"\1", text))
    mobiles: list[str] = []
    others: list[str] = []
    faults: list[tuple[str, int]] = []
    spoken, extensions = _EXTENSION.subn(";", text)
    for part in _FOREIGN.split(spoken):
        for number, fault in _numbers(part):
            if fault:
                faults.append(fault)
            elif number and number not in mobiles and number not in others:
                (mobiles if _textable(number) else others).append(number)
    if not (mobiles or others or faults):
        faults.append(("invalid", 0))
    return Phones(tuple(mobiles), tuple(others), tuple(faults), extensions > 0)


_known_blocks: dict[str, bool] = {}


def _is_mobile_block(block: str, number: str) -> bool:
    # China gives numbers out in blocks of seven leading digits: the library is asked once for each.
    known = _known_blocks.get(block)
    if known is None:
        known = _known_blocks[block] = _valid(number) == f"+86{number}" and _textable(f"+86{number}")
        if len(_known_blocks) > 100_000:
            _known_blocks.clear()
    return known


def _expanded(text: str) -> Phones:
    """1.99E+10 has lost digits; 1.9900010000E+10 has not."""
    mantissa, _, power = text.lower().partition("e")
    if len(mantissa) - 2 >= int(power) and float(text).is_integer():
        return phones(str(int(float(text))))
    return Phones(faults=(("shortened", 0),))


def _numbers(part: str) -> Iterator[tuple[str | None, tuple[str, int] | None]]:
    """The numbers of a part without foreign characters; blanks and dashes may stand in or between them."""
    part = part.strip(" -.")
    digits = sum(c.isdigit() for c in part)
    if not digits:
        return
    if number := _valid(part):
        yield number, None
        return
    rest: list[str] = []
    found: list[str] = []
    for piece in filter(None, _GAPS.split(part)):
        rest.append(piece)
        if number := _valid("".join(rest)):
            found.append(number)
            rest = []
    for number in found:
        yield number, None
    if rest:
        left = "".join(rest)
        yield None, (_fault(left), sum(c.isdigit() for c in left))


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, _HOME)
    except phonenumbers.NumberParseException:
        return None


def _valid(text: str) -> str | None:
    number = _parsed(text)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=1024)
def _textable(e164: str) -> bool:
    number = _parsed(e164)
    return number is not None and phonenumbers.number_type(number) in _TEXTABLE


def _fault(text: str) -> str:
    number = _parsed(text)
    if number is None:
        count = sum(c.isdigit() for c in text)
        return "too-short" if count < 7 else "too-long" if count > _LONGEST else "invalid"
    reason = phonenumbers.is_possible_number_with_reason(number)
    digits = phonenumbers.national_significant_number(number)
    # Landlines may be shorter, but what begins like a mobile number was meant as one.
    if number.country_code == 86 and digits.startswith("1") and len(digits) != 11:
        return "too-short" if len(digits) < 11 else "too-long"
    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "too-short"
    return "too-long" if reason == ValidationResult.TOO_LONG else "invalid"
