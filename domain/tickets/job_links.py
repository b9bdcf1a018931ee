"""The link of a text to staff: whom it lets in, and for how long (P7, P8, P23)."""

import hashlib
from datetime import timedelta

TOKEN_BYTES = 16
"""Nobody guesses one of 2^128."""
GOOD_FOR = timedelta(days=30)
"""At most: a phone that changes hands later opens nothing. A longer job is texted anew at its next bound."""


def token_hash(token: str) -> bytes:
    """What is kept of a link's token."""
    return hashlib.sha256(f"job/{token}".encode()).digest()
