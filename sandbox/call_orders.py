"""Calls and how phones shall behave, as they arrive over HTTP."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.orders import Delay, Phone

SubmissionMode = Literal[
    "throttle", "unavailable", "reject", "drop_before_accept", "drop_after_accept", "hang_after_accept"
]
"""What happens to an order of a call; the rest is what happens to a phone that is called."""
PhoneMode = Literal[
    "answer_and_press", "answer", "no_answer", "busy", "refuse", "unreachable", "wrong_number"
]
Key = Annotated[str, Field(pattern=r"^[0-9*#]$", description="One key of a phone.")]
LegName = Literal["callee", "agent", "customer"]


class NoticeOrder(BaseModel):
    """One notice. Numbers are judged separately: a bad one is an answer, not a malformed request."""

    reference: str = Field(min_length=1, max_length=100)
    phone: str = Field(max_length=40)
    text: str = Field(min_length=1, max_length=1000)
    keys: list[Key] = Field(default_factory=list, max_length=12, description="Those that acknowledge it.")


class BridgeOrder(BaseModel):
    """One call between two people: the agent's phone first."""

    reference: str = Field(min_length=1, max_length=100)
    agent_phone: str = Field(max_length=40)
    customer_phone: str = Field(max_length=40)


class CallBehaviour(BaseModel):
    """How to treat the next `times` calls, to one phone or to any, on one leg or on any."""

    model_config = ConfigDict(extra="forbid")

    mode: SubmissionMode | PhoneMode
    phone: Phone | None = None
    leg: LegName | None = None
    times: int = Field(default=1, ge=1, le=10_000)
    delay: Delay | None = Field(default=None, description="Seconds of ringing first; else the server's.")
    key: Key = Field(default="1", description="What `answer_and_press` presses.")
    talk: int = Field(default=3, ge=0, le=86_400, description="Seconds of talk that will be reported.")
    lasts: Delay | None = Field(default=None, description="Seconds the talk really takes; else `talk`.")
