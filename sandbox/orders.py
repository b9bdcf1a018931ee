"""What the sandbox can be told to do, as it arrives over HTTP."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Mode = Literal[
    "accept", "throttle", "reject", "unavailable", "drop_after_accept", "hang_after_accept",
    "drop_before_accept", "fail_delivery", "no_receipt",
]  # fmt: skip
Phone = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{5,14}$", description="A number in E.164.")]
Delay = Annotated[float, Field(ge=0, le=86_400, description="Seconds.")]


class Submission(BaseModel):
    """One text to send. `phone` is judged separately: a bad number is an answer, not a malformed request."""

    reference: str = Field(min_length=1, max_length=100)
    phone: str = Field(max_length=40)
    text: str = Field(min_length=1, max_length=2000)
    signature: str = Field(min_length=1, max_length=50)


class Behaviour(BaseModel):
    """How to treat the next `times` submissions, to one phone or to any."""

    model_config = ConfigDict(extra="forbid")

    mode: Mode
    phone: Phone | None = None
    times: int = Field(default=1, ge=1, le=10_000)
    delay: Delay | None = Field(default=None, description="Seconds before the receipt; else the server's.")


class PhoneReply(BaseModel):
    """A text a phone sends back."""

    model_config = ConfigDict(extra="forbid")

    phone: Phone
    text: str = Field(min_length=1, max_length=500)
    delay: Delay = 0.0


class Script(BaseModel):
    """Behaviours and replies in order: a reply waits until every step before it is used up."""

    model_config = ConfigDict(extra="forbid")

    steps: list[Behaviour | PhoneReply] = Field(min_length=1, max_length=1000)
