"""Where a flat is: block, unit and room, written one way however a roster writes them."""

import re
from functools import lru_cache
from typing import Literal

_BLOCK = re.compile(
    r"(?:block|building|bldg\.?|tower|blk\.?)? ?#?0*(\d+|[a-z]) ?(?:号楼|#楼|栋|幢|楼|座|号|#)?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:unit|entrance)? ?0*(\d+) ?(?:单元|号|#)?", re.IGNORECASE)
_ROOM = re.compile(
    r"(?:room|flat|apartment|apt\.?|no\.?)? ?#?0*([0-9a-z]+?) ?(?:号房|室|房|号)?", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?P<block>\w+?) ?(?:号楼|#楼|栋|幢|楼|座|#|-) ?"
    r"(?:(?P<unit>\w{1,3}?) ?(?:单元|-) ?)?"
    r"(?P<room>[0-9a-z]{2,6}) ?(?:号房|室|房|号)?",
    re.IGNORECASE,
)
_BLOCK_SHOWN = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十甲乙丙丁东西南北]{1,4} ?(?:号楼|#楼|栋|幢|座|楼)|#\d{1,3}|\d{1,3}#"
)
_UNIT_SHOWN = re.compile(r"[0-9A-Za-z一二三四五六七八九十甲乙丙丁东西]{1,3} ?单元")
_ZONE_SHOWN = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十甲乙丙丁东西南北中上下]{1,4} ?(?:期|区|组团|苑|地块|标段|号院|街坊)"
)

Part = Literal["block", "unit", "zone"]
_SHOWN: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("block", _BLOCK_SHOWN),
    ("unit", _UNIT_SHOWN),
    ("zone", _ZONE_SHOWN),
)


@lru_cache(maxsize=4096)
def part_of_place(text: str) -> Part | None:
    """Which part of a place a cell (as `plain` gives it) is plainly written as: "1栋", "2单元", "东区"."""
    return next((part for part, shown in _SHOWN if shown.fullmatch(text)), None)


@lru_cache(maxsize=4096)
def place(block: str, unit: str, room: str, zone: str = "") -> tuple[str, str, str]:
    """Block, unit and room as the archive keeps them; the arguments as `cells.plain` gives them.

    "6", "06栋" and "6号楼" are "6栋"; "1" is "1单元"; "0403" and 403 (where a spreadsheet takes the
    room for a number, the zero is lost) are "403". What fits no pattern stays as it is. A room that
    carries the whole place ("6-1-403", "6栋1单元403室") is taken apart when block and unit are not given.
    A zone ("东区", "2期") stands before the block: two zones may each have a block 1.
    """
    if room and not block and not unit and (whole := _WHOLE.fullmatch(room)):
        block, unit, room = whole["block"], whole["unit"] or "", whole["room"]
    block = zone.replace(" ", "").upper() + _written(_BLOCK, block, "栋")
    return block, _written(_UNIT, unit, "单元"), _written(_ROOM, room, "")


def _written(pattern: re.Pattern[str], text: str, suffix: str) -> str:
    found = pattern.fullmatch(text)
    return found[1].upper() + suffix if found else text
