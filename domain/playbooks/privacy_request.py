"""A person asks to see, correct or delete what is kept about them (P23; the law's Articles 45 to 47, 50)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.privacy.retention_schedule import PrivacyPolicy
from domain.tickets.intake import Intake

Kind = Literal["see", "correct", "delete"]
Stage = Literal["identity", "deciding", "granted", "blocked", "to_tell", "told", "closed"]
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

TURNS: Mapping[str, tuple[str, ...]] = {
    "identity": ("check_identity", "identity_not_shown"),
    "deciding": ("decide_request",),
    "granted": (),
    "blocked": ("carry_out_request", "decide_request"),
    "to_tell": ("answer_request",),
    "told": (),
}
"""Who it is, what is decided, done, and told to the person."""

WHO: Mapping[str, tuple[str, ...]] = {
    "decide_request": ("service_supervisor", "manager"),
    "identity_not_shown": ("service_supervisor", "manager"),
    "carry_out_request": ("service_supervisor", "manager"),
}
"""Who may act in steps that not everybody may take."""


@dataclass(frozen=True)
class PrivacyRequest:
    """The start of a request; what was said, and what is to be corrected, stays in Postgres."""

    intake: Intake
    kind: Kind
    policy: PrivacyPolicy = field(default_factory=PrivacyPolicy)

    @property
    def first_stage(self) -> Stage:
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
