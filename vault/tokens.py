"""Secrets that are shown once and kept as their digest: sessions, API tokens, recovery codes (P23)."""

import base64
import hashlib
import hmac
import secrets
import string
import zlib

API_TOKEN = "hf_"  # noqa: S105 -- how one begins
"""How an API token begins, so that scanners of code and logs find one that leaked."""
_SIGNS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECK = 40, 6
_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is mistaken for another when it is read from paper."""
_CODE_HALF = 6


def make_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret. It needs no salt: nobody can try 256 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def derived(secret: str, purpose: str) -> str:
    """Another secret for `purpose`, that does not tell the first one."""
    mac = hmac.digest(secret.encode(), purpose.encode(), "sha256")
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def make_api_token() -> str:
    """`hf_`, 238 random bits, and a checksum."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(_RANDOM))
    return f"{API_TOKEN}{body}{_checksum(body)}"


def is_api_token(given: str) -> bool:
    """Whether it was made by `make_api_token`, by its form and checksum alone."""
    body, check = given[len(API_TOKEN) : -_CHECK], given[-_CHECK:]
    well_formed = given.startswith(API_TOKEN) and len(body) == _RANDOM and given.isascii()
    return well_formed and check == _checksum(body)


def _checksum(body: str) -> str:
    number, signs = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, rest = divmod(number, len(_SIGNS))
        signs = _SIGNS[rest] + signs
    return signs


def make_recovery_code() -> str:
    """Such as `7KQ2MX-P4HD9T`: 58 random bits, given once instead of a code of the phone."""
    half = ("".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_HALF)) for _ in range(2))
    return "-".join(half)


def recovery_digest(given: str) -> str:
    """What is kept of a recovery code, however it was typed."""
    return digest("".join(given.upper().split()).replace("-", ""))
