"""The forms that ids, texts and dates must have wherever the API takes them."""

import re
from datetime import date, time
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

KEY_PATTERN = r"^[\x21-\x7E]{1,255}$"
_BUILDING, _CUSTOMER, _OWNERSHIP = r"^B[0-9]{6,12}$", r"^C[0-9]{8,12}$", r"^O[0-9]{8,12}$"
_TICKET = r"^[a-z][a-z-]{1,40}-[A-Za-z0-9-]{1,60}$"
# At least one visible character, and no control characters: Postgres refuses NUL, people the rest.
_VISIBLE = r"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s][^\x00-\x1f\x7f]*$"
_VISIBLE_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\x00-\x1f\x7f\s][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
LARGEST_ID = 2**63 - 1

BuildingId = Annotated[str, Path(pattern=_BUILDING, description="The building's id.", examples=["B000001"])]
CustomerId = Annotated[str, Path(pattern=_CUSTOMER, description="The customer's id.", examples=["C00000001"])]
OwnershipId = Annotated[
    str, Path(pattern=_OWNERSHIP, description="The ownership's id.", examples=["O00000001"])
]
OwnershipRef = Annotated[str, StringConstraints(pattern=_OWNERSHIP), Field(examples=["O00000001"])]
TicketId = Annotated[
    str, Path(pattern=_TICKET, description="The ticket's id.", examples=["pre-handover-O00000001"])
]
TicketFilter = Annotated[
    str | None, Query(pattern=_TICKET, description="Only this ticket's.", examples=["pre-handover-O00000001"])
]
BuildingFilter = Annotated[
    str | None, Query(pattern=_BUILDING, description="Only this building's.", examples=["B000001"])
]
MessageId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The message's id.", examples=[1])]

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_VISIBLE)
]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_VISIBLE)
]
Note = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=_VISIBLE_LINES)
]
SearchText = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        pattern=_VISIBLE,
        description="Words, separated by blanks, each of which must be found: as a part of the name of the "
        "building or of the ticket's id, or as the whole block, unit or room (`1栋 1201`, `1栋1单元1201`). "
        "Never a person's name or number: addresses end up in logs.",
        examples=["1201"],
    ),
]


def _written(pattern: str, kind: str) -> BeforeValidator:
    """Only text of this form: pydantic would take numbers as seconds, too."""
    form = re.compile(pattern)

    def check(given: Any) -> Any:
        if (isinstance(given, str) and not form.fullmatch(given)) or not isinstance(given, str | date | time):
            raise PydanticCustomError(f"huifang-{kind}", "not written in the ISO 8601 form")
        return given

    return BeforeValidator(check)


Moment = Annotated[AwareDatetime, _written(r"\d{4}-\d{2}-\d{2}[Tt ].+", "moment")]
PlainDay = Annotated[date, _written(r"\d{4}-\d{2}-\d{2}", "date")]
Hour = Annotated[time, _written(r"\d{2}:\d{2}.*", "time")]
Day = Annotated[
    PlainDay,
    Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), description="A calendar day, ISO 8601."),
]
