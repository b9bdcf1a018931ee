"""A ticket as callers see it: in lists, and whole."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.access.masking import masked, name_shown, place_shown, words_shown
from api.http.config import ApiConfig
from api.http.wording import wording
from api.routing import same_names
from api.views.event_texts import event_text
from api.views.messages import MESSAGE, Message, message_view
from api.views.ticket_words import Attached, CustomerSaid, Reported, TicketWords
from domain.playbooks.registry import BY_NAME
from store.database import present
from store.rows.messages.messages import MessageInListRow
from store.rows.tickets.tickets import TicketInListRow, TicketLinksRow, TicketViewRow, ToldRow, WaitRow
from store.timeline import data_of
from texts import text

_SUMMARY: dict[str, Any] = {
    "id": "pre-handover-O00000001", "kind": "PreHandover", "stage": "waiting", "close_reason": None,
    "standing": "下一步：交房前15天样板间邀请", "building_id": "B000001", "building": "云湖国际 3期",
    "room": "1栋1单元1201", "customer_id": "C00000001", "ownership_id": "O00000001",
    "anchor_date": "2027-01-15", "next_step": "show-flat", "due_at": "2026-12-31T10:00:00+08:00",
    "opened_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-12-16T10:00:05+08:00",
}  # fmt: skip


class TicketSummary(BaseModel):
    """A ticket in a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SUMMARY]})

    id: str
    kind: str
    stage: str
    close_reason: str | None
    standing: str = Field(description="Where it stands, in the caller's language.")
    building_id: str | None
    building: str | None
    room: str = Field(description="Block, unit and room.")
    customer_id: str | None
    ownership_id: str | None
    anchor_date: date | None = Field(description="The date its steps are counted from.")
    next_step: str | None
    due_at: datetime | None = Field(description="When the next step, or what was promised, is due.")
    urgent: bool = False
    escalation_level: int = Field(0, description="Rungs of the ladder told since it was due.")
    agent_id: str | None = Field(None, description="Who works on it.")
    crew_id: str | None = None
    department_id: str | None = None
    opened_at: datetime
    updated_at: datetime


class Fact(BaseModel):
    """What the ticket was taken in with, in codes and ids."""

    name: str = Field(examples=["trade"])
    title: str = Field(examples=["工种"])
    value: str = Field(examples=["plumbing"])


class TicketOwner(BaseModel):
    """The owner a ticket is about."""

    customer_id: str
    name: str
    phone: str = Field(description="Masked.", examples=["199****0003"])
    signed_at: datetime | None
    opted_out: bool


class Possible(BaseModel):
    """An act that is possible now, and where to say that it was done."""

    act: str = Field(examples=["arrive"])
    title: str = Field(examples=["工队到场"])
    address: str = Field(examples=["/tickets/repair-R2026-000123:arrive"])


class Promised(BaseModel):
    """What counts now, until when; `time_left` in seconds while paused."""

    name: str = Field(examples=["on-site"])
    title: str = Field(examples=["工队到场"])
    due_at: datetime | None
    paused: bool
    time_left: float | None


class WaitedFor(BaseModel):
    """Who or what the ticket waits for, since when, who said so, and why."""

    waited_for: str = Field(examples=["customer"])
    title: str = Field(examples=["业主"])
    since: datetime
    by: str = Field(examples=["S00000002"])
    words: dict[str, Any] | None = Field(description="What was said when it began.")


class ToldOne(BaseModel):
    """Somebody was told, or a rung of the ladder was reached."""

    at: datetime
    text: str
    data: dict[str, Any]


class Linked(BaseModel):
    """A ticket about the same matter."""

    id: str
    kind: str


_TICKET: dict[str, Any] = {
    **_SUMMARY, "promise": None, "first_contact": None, "reopened": 0, "unconfirmed": None, "waits": [],
    "possible": [], "facts": [], "told": [], "links": [], "reported": None, "attachments": [],
    "customer_said": [],
    "owner": {"customer_id": "C00000001", "name": "李示例", "phone": "199****0003", "signed_at": None,
              "opted_out": False},
    "messages": [MESSAGE], "timeline": "/tickets/pre-handover-O00000001/timeline", "temporal_ui": None,
}  # fmt: skip


class Ticket(TicketSummary):
    """A ticket with everything about it but its timeline."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TICKET]})

    promise: Promised | None = None
    first_contact: str | None = Field(None, description="Who took it in and stays answerable (P17).")
    reopened: int = 0
    unconfirmed: str | None = Field(None, description="Whom it was handed to and who has not confirmed yet.")
    waits: list[WaitedFor] = Field(default_factory=list, description="What it waits for now.")
    possible: list[Possible] = Field(default_factory=list, description="What can be done now.")
    facts: list[Fact] = Field(default_factory=list, description="What it was taken in with.")
    told: list[ToldOne] = Field(default_factory=list, description="Who was told when, in order.")
    links: list[Linked] = Field(default_factory=list)
    reported: Reported | None = Field(None, description="What was taken down when it was taken in.")
    attachments: list[Attached] = Field(default_factory=list, description="Files attached since.")
    customer_said: list[CustomerSaid] = Field(
        default_factory=list, description="How calls to the customer about it came out."
    )
    owner: TicketOwner | None
    messages: list[Message]
    timeline: str = Field(examples=["/tickets/pre-handover-O00000001/timeline"])
    temporal_ui: str | None = Field(description="Its page in the Temporal Web UI, where one is configured.")


def act_title(locale: str, kind: str, act: str) -> str:
    """What people call the act in tickets of the kind."""
    return wording(locale, "act", act, BY_NAME[kind].texts)


def ticket_view(
    row: TicketViewRow,
    messages: Sequence[MessageInListRow],
    locale: str,
    config: ApiConfig,
    told: Sequence[ToldRow] = (),
    links: Sequence[TicketLinksRow] = (),
    waits: Sequence[WaitRow] = (),
    words: TicketWords | None = None,
) -> Ticket:
    """A row of the query `ticket_view` with its messages, as callers see it.

    `words`: what was said of it, for those who may open it.
    """
    owner = None
    # Whoever has asked for a file reads where that stands, and nothing of the file.
    if row["owner"] is not None:
        owner = TicketOwner(
            customer_id=present(row["customer_id"]),
            name=name_shown(row["owner"]),
            phone=masked(present(row["phone"])),
            signed_at=row["signed_at"],
            opted_out=row["opted_out"],
        )
    page = None
    if config.temporal_ui_url:
        base = config.temporal_ui_url.rstrip("/")
        page = f"{base}/namespaces/{config.temporal.namespace}/workflows/{row['id']}"
    return Ticket(
        **summary(row, locale),
        promise=_promised(row, locale),
        first_contact=row["first_contact"],
        reopened=row["reopened"],
        unconfirmed=row["unconfirmed"],
        waits=[_waited_for(each, locale) for each in waits],
        possible=[
            Possible(
                act=act,
                title=act_title(locale, row["kind"], act),
                address=BY_NAME[row["kind"]].address_of(row["id"], act),
            )
            for act in row["acts"]
        ],
        facts=_facts(row, locale),
        told=[
            ToldOne(
                at=each["at"],
                text=event_text(locale, each["kind"], data, BY_NAME[row["kind"]].texts),
                data=data,
            )
            for each, data in (
                (each, data_of({"data": each["data"], "words": words_shown(each["words"])})) for each in told
            )
        ],
        links=[Linked(**link) for link in links],
        **dict(words or TicketWords()),
        owner=owner,
        messages=[message_view(message, locale) for message in messages],
        timeline=f"/tickets/{row['id']}/timeline",
        temporal_ui=page,
    )


def _waited_for(row: WaitRow, locale: str) -> WaitedFor:
    return WaitedFor(
        waited_for=present(row["waited_for"]),
        title=wording(locale, "waited-for", present(row["waited_for"])),
        since=present(row["since"]),
        by=present(row["by"]),
        words=words_shown(row["body"]),
    )


def _facts(row: TicketViewRow, locale: str) -> list[Fact]:
    start, playbook = row["start"] or {}, BY_NAME[row["kind"]]
    return [
        Fact(name=name, title=wording(locale, "fact", name, playbook.texts), value=str(start[name]))
        for name in playbook.facts
        if start.get(name) is not None
    ]


def summary(row: TicketViewRow | TicketInListRow, locale: str) -> dict[str, Any]:
    shown = same_names(TicketSummary, row, but=("room", "standing"))
    room = place_shown("".join(part or "" for part in (row["block"], row["unit"], row["room"])))
    return {**shown, "room": room, "standing": _standing(row, locale)}


def _promised(row: TicketViewRow, locale: str) -> Promised | None:
    if row["promise"] is None:
        return None
    return Promised(
        name=row["promise"],
        title=wording(locale, "promise", row["promise"], BY_NAME[row["kind"]].texts),
        due_at=row["due_at"],
        paused=row["paused"],
        time_left=row["time_left"].total_seconds() if row["time_left"] is not None else None,
    )


def _standing(row: TicketViewRow | TicketInListRow, locale: str) -> str:
    own = BY_NAME[row["kind"]].texts
    if row["stage"] == "closed":
        return text(locale, "standing-closed", reason=wording(locale, "reason", row["close_reason"], own))
    if row["kind"] != "PreHandover":
        return wording(locale, "stage", row["stage"], own)
    if row["next_step"] is None:
        return text(locale, "standing-open")
    return text(locale, "standing-next", step=wording(locale, "step", row["next_step"]))
