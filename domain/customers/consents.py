"""What a customer may agree to or refuse, and on which ground (P23; Articles 13 to 16 of the law).

Purposes without a choice, such as the warranty, rest on the contract: they stand in the record of processing.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Purpose = Literal["marketing_sms", "follow_up_calls", "recording"]
Word = Literal["given", "withdrawn"]
Source = Literal["contract", "paper_form", "phone", "sms", "web", "in_person", "developer"]
"""How the word came in; `developer`: handed on with the roster by whoever sold the flats."""
Ground = Literal["consent", "contract", "law"]
"""Article 13: consent (1), what a contract needs (2), duties by law (3)."""


GROUNDS: Mapping[Purpose, Ground] = {
    "marketing_sms": "consent",
    "follow_up_calls": "contract",
    "recording": "consent",
}
"""On which ground each purpose rests while nobody has said no."""
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


def allowed(word: Word | None) -> bool:
    """Whether a purpose may be pursued after the customer's last word on it.

    None: nothing is on record here. Whoever hands over a roster has asked its owners, and a recording is
    announced when the call begins; a no counts at once.
    """
    return word != "withdrawn"
