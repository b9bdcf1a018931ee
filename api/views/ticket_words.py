"""What was said about a ticket: the report, files attached since, the customer's own words (P7, P10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.access.masking import words_shown
from api.http.wording import wording
from domain.playbooks.follow_up_call import FOLLOW_UP_CALL
from store.rows.tickets.tickets import CustomerSaidRow, TicketSaidRow

_REPORT, _ATTACHMENT = "report", "attachment"


class Reported(BaseModel):
    """What was taken down: when, by whom, and in which words."""

    at: datetime
    by: str = Field(description="Who wrote it down.")
    words: dict[str, Any] = Field(
        description="The fields of the report that hold words, photos among them.",
        examples=[{"what": "厨房水槽下方漏水", "where": "厨房", "photos": ["https://files.example/1.jpg"]}],
    )


class Attached(BaseModel):
    """A photo, a scan or a recording: what it shows, and where it is kept."""

    at: datetime
    by: str
    title: str
    url: str
    remark: str | None = None


class CustomerSaid(BaseModel):
    """How a call to the customer about the ticket came out, in the customer's words."""

    at: datetime
    about: str = Field(
        description="What was asked about, in the caller's language.", examples=["维修完成回访"]
    )
    satisfaction: str
    satisfaction_in_words: str = Field(examples=["不满意"])
    answers: dict[str, str] = Field(description="Answers that are codes, such as whether the crew came.")
    words: dict[str, Any] | None = Field(None, description="What with, and what is suggested.")


class TicketWords(BaseModel):
    """Everything that was said of a ticket, but its timeline."""

    reported: Reported | None = None
    attachments: list[Attached] = Field(default_factory=list)
    customer_said: list[CustomerSaid] = Field(default_factory=list)


def ticket_words(
    said: Sequence[TicketSaidRow], by_customer: Sequence[CustomerSaidRow], locale: str
) -> TicketWords:
    """Rows of `ticket_said` and `customer_said`, as callers may read them."""
    reports = [each for each in said if each["kind"] == _REPORT]
    return TicketWords(
        reported=_reported(reports[0]) if reports else None,
        attachments=[_attached(each) for each in said if each["kind"] == _ATTACHMENT],
        customer_said=[_customer_said(each, locale) for each in by_customer],
    )


def _reported(row: TicketSaidRow) -> Reported:
    return Reported(at=row["at"], by=row["author"], words=_shown(row["body"]))


def _attached(row: TicketSaidRow) -> Attached:
    words = _shown(row["body"])
    return Attached(
        at=row["at"],
        by=row["author"],
        title=str(words.get("title", "")),
        url=str(words.get("url", "")),
        remark=words.get("remark"),
    )


def _customer_said(row: CustomerSaidRow, locale: str) -> CustomerSaid:
    own = FOLLOW_UP_CALL.texts
    return CustomerSaid(
        at=row["at"],
        about=wording(locale, "call-about", row["reason"], own),
        satisfaction=row["satisfaction"],
        satisfaction_in_words=wording(locale, "satisfaction", row["satisfaction"], own),
        answers=row["answers"],
        words=words_shown(row["body"]),
    )


def _shown(words: Mapping[str, Any]) -> dict[str, Any]:
    return words_shown(words) or {}
