"""A person asks to see, correct or delete what is kept about them (P23; the law's Articles 45 to 47, 50)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from domain.playbooks.declaration import (
    DECIDERS,
    NEVER,
    STAFF,
    Playbook,
    Trait,
    act,
    reopening,
    stage,
)
from domain.playbooks.every_ticket import at_times, every_ticket
from domain.playbooks.forms import BY, Done, Example, Many, Says, StaffId, Unfit, WithReason, Words, Written
from domain.privacy.retention_schedule import PrivacyPolicy
from domain.tickets.intake import Intake

Kind = Literal["see", "correct", "delete"]
Identity = Literal["called_back_on_number", "code_by_sms", "id_card_seen", "signed_form", "agent_of_person"]
"""How it was made sure that it is the person, or somebody who acts for them."""
Decision = Literal["granted", "partly", "refused"]
Refusal = Literal[
    "not_the_person", "law_requires_keeping", "others_would_be_shown", "nothing_kept", "unfounded"
]
"""Why it was refused, or granted in part only (Articles 45, 47)."""
Channel = Literal["phone", "in_person", "letter", "email", "sms", "web"]
CORRECTABLE = ("name", "phone", "other_phones", "flat")
Field = Literal["name", "phone", "other_phones", "flat"]


@dataclass(frozen=True, kw_only=True)
class IdentityChecked(Done):
    """How it was made sure that it is the person who asks."""

    by: Annotated[StaffId | None, Says(BY), Example("S00000002")] = None
    identity: Annotated[Identity, Example("called_back_on_number")]


@dataclass(frozen=True, kw_only=True)
class DecideRequest(Done):
    """What is decided on a person's request, and on which ground it is refused, if only in part."""

    by: Annotated[StaffId | None, Says(BY), Example("S00000005")] = None
    decision: Annotated[Decision, Example("granted")]
    ground: Refusal | None = None
    fields: Annotated[list[Field], Many(10), Says("Of a correction granted in part: what is corrected.")] = (
        field(default_factory=list)
    )

    def unfit(self) -> Iterator[Unfit]:
        """Whoever is refused, if only in part, is told why."""
        if self.decision != "granted" and self.ground is None:
            yield Unfit("ground", "refusal-ground")


@dataclass(frozen=True, kw_only=True)
class PersonWithdraws(Done):
    """The person takes the request back: in their own words, and how it was made sure that it is they."""

    by: Annotated[StaffId | None, Says(BY), Example("S00000005")] = None
    channel: Annotated[Channel, Says("How the person said it."), Example("phone")]
    identity: Annotated[Identity, Example("called_back_on_number")]
    word: Annotated[Words, Says("In the person's words."), Example("我不删了，以后还要报修")]


_ASK, _DECIDE, _ANSWERED = "privacy.ask", "privacy.decide", "privacy-answered"
_DECIDE_REQUEST = act(
    "decide_request",
    DecideRequest,
    by=DECIDERS,
    needs=_DECIDE,
    in_person=True,
    leads=("to_tell", "granted"),
)
_WITHDRAW = act("withdraw", PersonWithdraws, by=DECIDERS, needs=_DECIDE, in_person=True, ends="withdrawn")
"""It is the person's, and nobody's who works here: their word on record, and a decider who answers for it."""

_STAGES = (
    stage(
        "identity",
        _ANSWERED,
        act("check_identity", IdentityChecked, by=STAFF, needs=_ASK, to="deciding"),
        act("identity_not_shown", WithReason, by=DECIDERS, needs=_DECIDE, in_person=True, to="to_tell"),
    ),
    stage("deciding", _ANSWERED, _DECIDE_REQUEST),
    stage("granted", _ANSWERED, left_by="system", leads=("blocked", "to_tell")),
    stage(
        "blocked",
        _ANSWERED,
        act("carry_out_request", by=DECIDERS, needs=_DECIDE, to="granted"),
        _DECIDE_REQUEST,
    ),
    stage("to_tell", _ANSWERED, act("answer_request", Written, by=STAFF, needs=_ASK, to="told")),
    stage("told", None, left_by="system"),
)
"""Who it is, what is decided, done, and told to the person."""


@dataclass(frozen=True)
class PrivacyRequest:
    """The start of a request; what was said, and what is to be corrected, stays in Postgres."""

    intake: Intake
    kind: Kind
    policy: PrivacyPolicy = field(default_factory=PrivacyPolicy)

    @property
    def first_stage(self) -> str:
        """Where it begins."""
        return "identity"


@dataclass(frozen=True)
class CarryOut:
    """Do what was decided, at `at` by the request's clock. `fields` are those to correct; none: all."""

    ticket_id: str
    at: datetime
    policy: PrivacyPolicy
    fields: tuple[str, ...] = ()
    locale: str = "zh-CN"


@dataclass(frozen=True)
class CarriedOut:
    """What came of it, in codes, ids and days.

    `blocked_by` names what must end first: open tickets, holds (`hold-<no>`), `number_taken`; then
    nothing was done. `kept` says why something is kept, and until which day.
    """

    blocked_by: tuple[str, ...] = ()
    erased: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    corrected: tuple[str, ...] = ()
    copied: int = 0


PRIVACY_REQUEST = Playbook(
    name="PrivacyRequest",
    rule="P23",
    title="a person's request about their data",
    at="/privacy-requests",
    prefix="privacy-",
    letter="P",
    start=PrivacyRequest,
    policy=PrivacyPolicy,
    stages=_STAGES,
    always=every_ticket(works=STAFF, eases=DECIDERS, withdraw=_WITHDRAW),
    at_times=at_times(works=STAFF, eases=DECIDERS),
    concerns=(),
    cancel=NEVER,
    reopen=reopening(STAFF),
    begins=("identity",),
    ends=("request_answered", "request_refused"),
    texts="privacy-request",
    traits=frozenset({Trait.OPENS_AGAIN}),
    table="privacy",
)
