"""What remarks say of an owner, in the note or behind the name: the flat was given back, texts are to stop
(P1).

A remark is read clause by clause, and only a clause that says nothing else counts: money that comes back, an
application, a question are no return. In doubt an owner is imported, with a question.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from roster.vocabulary import WORDS, any_of

Returned = Literal["yes", "perhaps", "no"]
HoldReason = Literal["deceased", "dispute", "do-not-disturb"]

_CLAUSES = re.compile(r"[,，。.;；、!！?？|()\n]+|\s{2,}")
_DAY = r"[\d年月日号\-/.: ]*"
_WORDS = WORDS["returned"]
_WHOLE = re.compile(
    rf"{_DAY}(?:于|在)?{_DAY}(?:该|此|本)?(?:客户|业主|买方|买受人|购房人|户|房屋|房产|房|套|flat|unit|room|apartment|property)?"
    rf"(?:于|在)?{_DAY}(?:已经|已|现已|was|has been|is)? ?(?:办理完|办理|办完|办|申请并)?"
    rf"(?:{any_of(_WORDS['whole'])})(?:手续)?(?:已|已经)?(?:办理完毕|办完|办结|完成|完毕|了)?{_DAY}",
    re.IGNORECASE,
)
_PERHAPS = re.compile(any_of(_WORDS["perhaps"]), re.IGNORECASE)
_OTHER_THINGS = re.compile(any_of(_WORDS["other_things"]), re.IGNORECASE)
_NOT_SO = re.compile(any_of(_WORDS["not_so"]), re.IGNORECASE)


@dataclass(frozen=True)
class Hold:
    """Why an owner's texts stop until somebody has answered, and for whom: the person, or the number."""

    reason: HoldReason
    reach: Literal["person", "number"]


def _hold_words() -> list[tuple[Hold, re.Pattern[str]]]:
    table = WORDS["holds"]
    return [
        (
            Hold(reason, entry["reach"]),
            re.compile(any_of(entry["words"]), re.IGNORECASE),
        )
        for reason, entry in table.items()
        if reason != "not_so"
    ]


_HOLDS = _hold_words()
_NOT_HELD = re.compile(f"(?:{any_of(WORDS['holds']['not_so'])})$", re.IGNORECASE)


_ANY = re.compile(
    "|".join((_PERHAPS.pattern, any_of(_WORDS["whole"]), *(words.pattern for _, words in _HOLDS))),
    re.IGNORECASE,
)


def mentions(text: str) -> bool:
    """Whether any of the words stands in a text: most have none, and are not looked at further."""
    return _ANY.search(text) is not None


@lru_cache(maxsize=4096)
def returned(remark: str) -> Returned:
    """Whether a remark (as `plain` gives it) says that the flat was given back to the developer."""
    clauses = [clause.strip() for clause in _CLAUSES.split(remark) if clause.strip()]
    if any(_WHOLE.fullmatch(clause) for clause in clauses):
        others = [clause for clause in clauses if not _WHOLE.fullmatch(clause)]
        contradicted = any(_NOT_SO.search(each) and not _OTHER_THINGS.search(each) for each in others)
        return "perhaps" if contradicted or any("房屋保留" in each for each in others) else "yes"
    open_ones = [clause for clause in clauses if _PERHAPS.search(clause)]
    if all(_OTHER_THINGS.search(clause) or _NOT_SO.search(clause) for clause in open_ones):
        return "no"
    return "perhaps"


@lru_cache(maxsize=4096)
def holds(remark: str) -> tuple[Hold, ...]:
    """What in a remark (as `plain` gives it) stops an owner's texts."""
    return tuple(
        hold
        for hold, words in _HOLDS
        if any(not _NOT_HELD.search(remark[: found.start()]) for found in words.finditer(remark))
    )
