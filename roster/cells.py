"""What a single cell says: text, day, area. Spreadsheets give numbers and dates, CSV gives text for all."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from domain.typed_text import visible

Cell = object
"""A str, float, int, bool, date or datetime, as the spreadsheet library gives it."""

DAMAGED = "\ufffd"
"""Stands where a byte of the file could not be read."""

_ERROR = re.compile(
    r"#(?:N/A|GETTING_DATA|[A-Z]+(?:/0)?[!?]|名称\?|名字\?|值!|引用!|数字!|数值!|除以?/?0!|空!|溢出!)|ERR:\d{3}|#{2,}",
    re.IGNORECASE,
)
"""What a spreadsheet shows in place of a value that it does not have, or has no room for."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")

_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
_WRITTEN_DAY = re.compile(
    r"(\d{4}) ?[年/.\-] ?(\d{1,2}) ?[月/.\-] ?(\d{1,2}) ?[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY_SHOWN = re.compile(
    r"(?:19|20)\d{2}[-/.年](?:0?[1-9]|1[0-2])(?:[-/.月](?:0?[1-9]|[12]\d|3[01])日?)?"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?)?月?"
    r"|(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\d|3[01])日?|\d{1,2}:\d{2}(?::\d{2})?"
    rf"|\d{{1,2}}[- ](?:{_MONTHS})[a-z]*(?:[- ]\d{{2,4}})?|(?:{_MONTHS})[a-z]*[- ]\d{{1,4}}",
    re.IGNORECASE,
)
"""A day as spreadsheets write it into a CSV file."""
_SERIAL = re.compile(r"[2-8]\d{4}(?:\.\d+)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AREA = re.compile(r"([\d,]*\.?\d+) ?(?:m2|平方米|平米|平|方|sqm|sq\.? ?m\.?)?", re.IGNORECASE)
_LARGEST_AREA = Decimal("999999.99")

_STARTS_FORMULA = ("=", "+", "-", "@")
"""After blanks, and in full width too: some spreadsheets take the one for the other."""


def plain(cell: Cell) -> str:
    """A cell as one line of text: full-width forms narrowed (NFKC), invisible characters gone, blanks single.

    A number loses the `.0` a spreadsheet gives it; true, false, and a spreadsheet's errors are blank.
    """
    if isinstance(cell, str):
        return cell if cell.isascii() and cell.isalnum() else _plain(cell)
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    # A leading apostrophe is how spreadsheets mark a number as text.
    text = _CONTROL.sub(" ", visible(text)).strip().removeprefix("'").strip()
    return "" if _ERROR.fullmatch(text) else text


def is_error(cell: Cell) -> bool:
    """Whether a spreadsheet shows an error there, such as "#N/A"."""
    return isinstance(cell, str) and _ERROR.fullmatch(visible(cell).strip()) is not None


def is_moment(cell: Cell) -> bool:
    """Whether a spreadsheet took what was typed for a date or a time: "1-2-3" is 2001-02-03 then."""
    if isinstance(cell, date | time | timedelta):
        return True
    return isinstance(cell, str) and _DAY_SHOWN.fullmatch(plain(cell)) is not None


def day(cell: Cell) -> date:
    """The calendar day a cell gives: a date, a spreadsheet's serial number, or year-month-day in writing.

    Raises ValueError when it is none, or lies outside 1990 to 2100. Days are given by hand, so day-month
    orders are not guessed at.
    """
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        found = _written_day(plain(cell))
    if not _FIRST <= found <= _LAST:
        raise ValueError("day out of range")
    return found


@lru_cache(maxsize=1024)
def _written_day(text: str) -> date:
    written = _WRITTEN_DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if written:
        return date(int(written[1]), int(written[2]), int(written[3]))
    if _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    raise ValueError("not a day")


@lru_cache(maxsize=4096)
def area(text: str) -> Decimal:
    """Floor area in m², to the hundredth. Raises ValueError when the text (from `plain`) gives none."""
    found = _AREA.fullmatch(text)
    if not found:
        raise ValueError("not an area")
    try:
        metres = Decimal(found[1].replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("not an area") from None
    if not 0 < metres <= _LARGEST_AREA:
        raise ValueError("area out of range")
    return metres


def harmless_cell(text: str) -> str:
    """A cell for a CSV file: what a spreadsheet would run as a formula becomes text by an apostrophe.

    Numbers stay. Every file that the product hands out for a spreadsheet passes its texts through here.
    """
    if not plain(text).startswith(_STARTS_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
