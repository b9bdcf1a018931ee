"""The forms of ids and codes of the company's people wherever the API takes them."""

import re
from datetime import UTC, datetime, time
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.http.fields import LARGEST_ID, Moment
from domain.people.staff import Role
from texts import meant

_DEPARTMENT, _STAFF, _CREW = r"^D[0-9]{6,12}$", r"^S[0-9]{8,12}$", r"^W[0-9]{8,12}$"
_CODE = r"^[a-z][a-z0-9_-]{0,39}$"
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
MOST_CODES = 30

DepartmentId = Annotated[
    str, Path(pattern=_DEPARTMENT, description="The department's id.", examples=["D000001"])
]
StaffId = Annotated[str, Path(pattern=_STAFF, description="The person's id.", examples=["S00000001"])]
CrewId = Annotated[str, Path(pattern=_CREW, description="The crew's id.", examples=["W00000001"])]
DutyTimeId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The duty time's id.", examples=[1])]
AbsenceId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The absence's id.", examples=[1])]
Trade = Annotated[
    str,
    Path(
        pattern=_CODE,
        description="A trade's code; `any` stands for all that have no crew of their own.",
        examples=["plumbing"],
    ),
]

DepartmentRef = Annotated[str, StringConstraints(pattern=_DEPARTMENT), Field(examples=["D000001"])]
StaffRef = Annotated[str, StringConstraints(pattern=_STAFF), Field(examples=["S00000001"])]
CrewRef = Annotated[str, StringConstraints(pattern=_CREW), Field(examples=["W00000001"])]


def _code_meant(given: Any) -> Any:
    """A trade by the word that people use for it, such as 水电; anything else as it is."""
    return (meant("trade-words", given) or given) if isinstance(given, str) else given


Code = Annotated[str, BeforeValidator(_code_meant), StringConstraints(pattern=_CODE)]
Codes = Annotated[list[Code], Field(max_length=MOST_CODES)]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday, 7 is Sunday.", examples=[1])]


def _hour(given: Any) -> Any:
    """Hours and minutes alone: an offset would be ignored, a number taken for seconds."""
    if isinstance(given, time) or (isinstance(given, str) and re.fullmatch(_HOUR, given)):
        return given
    raise PydanticCustomError("huifang-time", "not hours and minutes")


LocalHour = Annotated[
    time,
    BeforeValidator(_hour),
    PlainSerializer(lambda hour: f"{hour:%H:%M}", return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{_HOUR}$",
            "description": "Local time of the company, hours and minutes.",
            "examples": ["09:00"],
        }
    ),
]
Occasion = Annotated[
    Moment, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC))
]
"""A moment in the years that a plan of work can speak of."""

DepartmentFilter = Annotated[
    str | None, Query(pattern=_DEPARTMENT, description="Only of this department.", examples=["D000001"])
]
StaffFilter = Annotated[
    str | None, Query(pattern=_STAFF, description="Only of this person.", examples=["S00000001"])
]
CrewFilter = Annotated[
    str | None, Query(pattern=_CREW, description="Only of this crew.", examples=["W00000001"])
]
RoleFilter = Annotated[Role | None, Query(description="Only with this role.")]
CodeFilter = Annotated[str | None, Query(pattern=_CODE, description="Only with this code.")]
ActiveFilter = Annotated[
    bool | None, Query(description="Only those in use (true) or out of use (false); both when left out.")
]
