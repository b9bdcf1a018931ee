"""Codes of an authenticator app (RFC 6238): six digits, new every 30 seconds, each good once (P23)."""

import hmac
import time

import pyotp
import segno

STEP = 30
_DIGITS = 6


def make_code_secret() -> str:
    """160 random bits, in the form that authenticator apps take."""
    return pyotp.random_base32()


def enrolment_address(secret: str, login: str, issuer: str) -> str:
    """The `otpauth://` address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def enrolment_picture(address: str) -> str:
    """The address as a QR code: an SVG element that needs nothing from elsewhere."""
    return segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff", dark="#000")


def enrolment_data(address: str) -> str:
    """The same as a `data:` address, for an image."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def counter_of(
    code: str, secret: str, *, drift: int, after: int = -1, now: float | None = None
) -> int | None:
    """The step whose code it is, within `drift` steps of `now` (Unix seconds); None when it is no such code.

    Steps up to `after` are used up: a code that was looked over a shoulder does not come in a second time.
    """
    given = "".join(code.split())
    if len(given) != _DIGITS or not given.isascii() or not given.isdecimal():
        return None
    step, codes = int(time.time() if now is None else now) // STEP, pyotp.TOTP(secret)
    for counter in range(max(step - drift, after + 1), step + drift + 1):
        if hmac.compare_digest(codes.generate_otp(counter), given):
            return counter
    return None
