"""The last look at a log line: one line, no secret of the settings, nothing that looks like a mobile number.

No event is meant to hold any of these; this is for the one that somebody will forget.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr
from structlog.typing import EventDict, Processor

from huifang.settings.settings import Settings

HIDDEN = "[hidden]"
_SHORTEST = 8
"""A shorter secret would also stand in words that are none."""
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+|00)?(?:86)?[- ]?1[3-9]\d{9}(?![0-9A-Za-z])")
_PARTS = re.compile(r"[\s,:]+")


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret value of the settings, the parts of compound ones too, the longest first."""
    found: set[str] = set()
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            secret = value.get_secret_value()
            found |= {secret, *_PARTS.split(secret)}
    password = urlsplit(settings.database_url or "").password
    if password:
        found |= {password, unquote(password)}
    return tuple(sorted((each for each in found if len(each) >= _SHORTEST), key=len, reverse=True))


def one_line(_: Any, __: str, event: EventDict) -> EventDict:
    """A value that came from outside cannot begin a line of its own, nor command a terminal."""
    return {name: _visible(value) for name, value in event.items()}


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else "".join(map(_sign, value))
    if isinstance(value, list | tuple):
        return [_visible(each) for each in value]
    if isinstance(value, dict):
        return {name: _visible(each) for name, each in value.items()}
    return value


def _sign(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")


def redacting(render: Processor, secrets: Iterable[str]) -> Processor:
    """`render`, and what it made looked through once more."""
    known = tuple(secrets)

    def rendered(logger: Any, name: str, event: EventDict) -> str:
        made = render(logger, name, event)
        line = made.decode() if isinstance(made, bytes | bytearray) else str(made)
        for secret in known:
            line = line.replace(secret, HIDDEN)
        return _MOBILE.sub(HIDDEN, line)

    return rendered
