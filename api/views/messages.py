"""A text to an owner as callers see it: in lists, and on its ticket."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.access.masking import masked
from api.http.wording import wording
from store.rows.messages.messages import MessageInListRow

State = Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"]

MESSAGE: dict[str, Any] = {
    "id": 1, "ticket_id": "pre-handover-O00000001", "customer_id": "C00000001", "step": "congratulation",
    "step_name": "交房前30天祝贺短信", "state": "delivered", "state_name": "已送达", "phone": "199****0003",
    "segments": 2, "provider": "sandbox", "attempts": 1, "error_code": None,
    "sent_at": "2026-12-16T10:00:00+08:00", "settled_at": "2026-12-16T10:00:05+08:00",
}  # fmt: skip


class Message(BaseModel):
    """One text to one owner, without its wording."""

    model_config = ConfigDict(json_schema_extra={"examples": [MESSAGE]})

    id: int
    ticket_id: str
    customer_id: str | None
    step: str
    step_name: str = Field(description="The step in the caller's language.")
    state: State
    state_name: str = Field(description="The state in the caller's language.")
    phone: str = Field(description="Masked.")
    segments: int
    provider: str
    attempts: int
    error_code: str | None = Field(description="The provider's.")
    sent_at: datetime | None
    settled_at: datetime | None = Field(description="When delivery or failure became known.")


def message_view(row: MessageInListRow, locale: str) -> Message:
    """A row of `messages_page` as callers see it."""
    return Message(
        id=row["id"],
        ticket_id=row["ticket_id"],
        customer_id=row["customer_id"],
        step=row["step"],
        step_name=wording(locale, "step", row["step"]),
        state=row["state"],
        state_name=wording(locale, "message-state", row["state"]),
        phone=masked(row["phone"]),
        segments=row["segments"],
        provider=row["provider"],
        attempts=row["attempts"],
        error_code=row["error_code"],
        sent_at=row["sent_at"],
        settled_at=row["settled_at"],
    )
