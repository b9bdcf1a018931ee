"""The pre-handover policy as a caller may choose it."""

from datetime import date, time, timedelta
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from holidays import list_supported_countries
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from api.routing import Hour, PlainDay
from domain.messages.statutory_holidays import statutory_holidays
from domain.playbooks.pre_handover_policy import CadenceStep, FrequencyLimit, PreHandoverPolicy, SendingHours
from texts import sms_templates

_ZONES = frozenset(available_timezones())


@cache
def _calendars() -> frozenset[str]:
    """Of whole countries: hundreds of modules, which no start waits for."""
    return frozenset(list_supported_countries(include_aliases=False))


_PLAYBOOK = "pre-handover"
MOST_STEPS = 10

_EXAMPLE: dict[str, Any] = {
    "steps": [
        {
            "name": "congratulation",
            "template": "pre-handover-congratulation",
            "days_before": 30,
            "at": "10:00",
        },
        {"name": "visit", "template": "pre-handover-visit", "days_before": 3, "at": "10:00"},
    ],
    "hours": {"opens": "09:00", "closes": "20:00", "closed_days": ["2027-01-01"], "on_closed_day": "after"},
}


class StepIn(BaseModel):
    """One message, counted back from the handover date."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(
        pattern=r"^[a-z][a-z0-9-]{0,39}$", description="A name of its own for each step.", examples=["visit"]
    )
    template: str = Field(
        description="A template of the catalogue, or of the company's own texts.",
        json_schema_extra={"enum": list(sms_templates(_PLAYBOOK))},
    )
    days_before: int = Field(ge=0, le=365, description="Calendar days before the handover date.")
    at: Hour = Field(time(10), description="Local hour of the day.")

    @field_validator("template")
    @classmethod
    def _known(cls, template: str) -> str:
        if template not in sms_templates(_PLAYBOOK):
            raise PydanticCustomError("huifang-template", "no such template")
        return template


class HoursIn(BaseModel):
    """When texts may be sent, in the owners' time zone."""

    model_config = ConfigDict(extra="forbid")

    timezone: str = Field(default="Asia/Shanghai", max_length=64, description="IANA name.")
    opens: Hour = time(9)
    closes: Hour = time(20)
    closed_days: Annotated[list[PlainDay], Field(max_length=400)] = Field(
        default_factory=list, description="Days on which the company writes to nobody."
    )
    holidays: str | None = Field(
        default=None,
        pattern=r"^[A-Z]{2}$",
        description="Country (ISO 3166) whose statutory holidays, of three years from now, are closed days.",
        examples=["CN"],
    )
    on_closed_day: Literal["send", "before", "after"] = Field(
        default="send",
        description="A message due on a closed day: sent all the same, or on an open day before or after.",
    )

    @field_validator("holidays")
    @classmethod
    def _has_calendar(cls, country: str | None) -> str | None:
        if country is not None and country not in _calendars():
            raise PydanticCustomError("huifang-country", "no holiday calendar for this country")
        return country


class FrequencyIn(BaseModel):
    """How many texts one number may get."""

    model_config = ConfigDict(extra="forbid")

    messages: int = Field(2, ge=1, le=100)
    within_hours: int = Field(24, ge=1, le=24 * 366)


class PolicyIn(BaseModel):
    """What differs from the company's policy; whatever is left out has its usual value."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    steps: Annotated[list[StepIn], Field(min_length=1, max_length=MOST_STEPS)] | None = None
    hours: HoursIn | None = None
    frequency: FrequencyIn | None = None
    resend_after_move: bool | None = Field(
        None, description="Whether a message already sent is sent again for a new handover date."
    )

    @model_validator(mode="after")
    def _possible(self) -> "PolicyIn":
        """Refuse, with our own words, what the domain would refuse with a ValueError."""
        hours = self.hours or HoursIn()
        if hours.timezone not in _ZONES:
            raise PydanticCustomError("huifang-timezone", "unknown time zone")
        if any(moment.tzinfo for moment in (hours.opens, hours.closes)):
            raise PydanticCustomError("huifang-local-time", "local times have no offset")
        if hours.opens >= hours.closes:
            raise PydanticCustomError("huifang-hours", "opens must lie before closes")
        names = [step.name for step in self.steps or ()]
        if len(set(names)) != len(names):
            raise PydanticCustomError("huifang-same-step", "names must differ")
        for step in self.steps or ():
            if step.at.tzinfo:
                raise PydanticCustomError("huifang-local-time", "local times have no offset")
            if not hours.opens <= step.at < hours.closes:
                raise PydanticCustomError("huifang-outside-hours", "outside the sending hours")
        return self

    def over(self, usual: PreHandoverPolicy, today: date | None = None) -> PreHandoverPolicy:
        """The company's policy with these differences. Raises ValueError when the two do not go together.

        Statutory holidays are counted from the year of `today`, by default the present one.
        """
        steps, limit = self.steps, self.frequency
        return PreHandoverPolicy(
            steps=tuple(CadenceStep(**step.model_dump()) for step in steps) if steps else usual.steps,
            hours=_hours(self.hours, today or date.today()) if self.hours else usual.hours,
            frequency=FrequencyLimit(limit.messages, timedelta(hours=limit.within_hours))
            if limit
            else usual.frequency,
            resend_after_move=usual.resend_after_move
            if self.resend_after_move is None
            else self.resend_after_move,
        )


def _hours(given: HoursIn, today: date) -> SendingHours:
    closed = set(given.closed_days)
    if given.holidays is not None:
        closed |= set(statutory_holidays(given.holidays, today.year))
    chosen = given.model_dump(exclude={"closed_days", "holidays"})
    return SendingHours(**chosen, closed_days=tuple(sorted(closed)))
