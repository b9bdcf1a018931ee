"""The customer signs for a remedy: a link and a code, sent by SMS, good for one answer (P8)."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

CODE_DIGITS = 6


@dataclass(frozen=True)
class AcceptancePolicy:
    """How long a link is good, and after how many wrong codes it is not."""

    valid: timedelta = timedelta(hours=72)
    wrong_codes: int = 5
    number_settled: timedelta = timedelta(days=7)
    """No link goes to a number that is newer, unless the old one agreed by its own reply."""

    def __post_init__(self) -> None:
        """Refuse a policy under which nobody could sign."""
        if self.valid <= timedelta(0) or self.wrong_codes < 1:
            raise ValueError("a link needs time and at least one try")
        if self.number_settled < timedelta(0):
            raise ValueError("a number settles in some time, or at once")


@dataclass(frozen=True)
class SendAcceptance:
    """Send the customer a link and a code; neither is known before it is sent. Fields are only ever added.

    `key` is unique within the ticket: the same key never sends twice. Of several, the one asked for last, by
    `at`, is the one that counts.
    """

    ticket_id: str
    key: str
    customer_id: str
    at: datetime
    policy: AcceptancePolicy = field(default_factory=AcceptancePolicy)
    locale: str = "zh-CN"


@dataclass(frozen=True)
class AcceptanceSent:
    """What became of it; `no_longer`: the ticket went on, or a later link was asked for: nothing sent."""

    outcome: Literal["sent", "failed", "unknown", "no_longer"]


def token_hash(token: str) -> bytes:
    """What is kept of a link's token, which is random and long enough not to be guessed."""
    return hashlib.sha256(token.encode()).digest()


def code_hash(token: str, code: str) -> bytes:
    """What is kept of a code; without the token, which is kept nowhere, nobody can try all codes on it."""
    return hashlib.sha256(f"{token}/{code}".encode()).digest()


def typed_code(typed: str) -> str | None:
    """The code as a person typed it, in full-width digits or with blanks; None when it is no code."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    fits = len(code) == CODE_DIGITS and code.isascii() and code.isdecimal()
    return code if fits else None
