"""The messages of a sequence as owners will read them, with an invented owner's name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.routing import wording
from domain.messages.cadence import plan
from domain.messages.sms import compose
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from texts import text

_EXAMPLE: dict[str, Any] = {
    "step": "visit", "step_name": "交房前3天到访邀请", "at": "2027-01-12T10:00:00+08:00", "ahead": True,
    "text": "【示例装饰】尊敬的李示例：云湖国际 3期将于2027年1月15日交房，诚邀您来公司……拒收请回复R",
    "characters": 68, "segments": 1,
}  # fmt: skip


class MessagePreview(BaseModel):
    """One message of the sequence."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    step: str
    step_name: str = Field(description="The step in the caller's language.")
    at: datetime = Field(description="When it is planned for.")
    ahead: bool = Field(description="False: its time has passed, it will not be sent.")
    text: str = Field(description="The whole text with signature and opt-out wording; the owner is invented.")
    characters: int
    segments: int = Field(description="What the operator bills for one text of this length.")


def preview(
    building: str,
    handover: date,
    policy: PreHandoverPolicy,
    *,
    signature: str,
    owner_locale: str,
    locale: str,
    now: datetime,
) -> Sequence[MessagePreview]:
    """Every message in order of time.

    `owner_locale` is the texts' language, `locale` the reader's. Raises ValueError when the policy's closed
    days leave no day to send on.
    """
    # The same form of date that activities.messages writes.
    shown = (
        f"{handover.year}年{handover.month}月{handover.day}日" if owner_locale == "zh-CN" else f"{handover}"
    )
    opt_out = text(owner_locale, "opt-out-wording")
    name = text(owner_locale, "invented-owner")
    messages = []
    for due in plan(handover, policy):
        body = text(owner_locale, due.step.template, name=name, building=building, date=shown)
        draft = compose(body, signature, opt_out, "marketing")
        messages.append(
            MessagePreview(
                step=due.step.name,
                step_name=wording(locale, "step", due.step.name),
                at=due.at,
                ahead=due.at >= now,
                text=draft.text,
                characters=draft.characters,
                segments=draft.segments,
            )
        )
    return messages
