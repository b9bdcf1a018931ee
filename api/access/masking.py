"""Personal data as a caller may read it: in clear by role and stated purpose, else masked (P23).

Every name, number, address and text of a customer goes through here on its way out. Who asks is the request's
principal; what for is the header `X-Purpose`.
"""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from api.http.problems import Problem
from api.http.validation import field_error
from domain.access.looks import PURPOSES
from domain.access.roles import Shown
from domain.people.phone_numbers import covered, covered_within
from services.caller import caller
from texts import DEFAULT_LOCALE, text

HEADER = "X-Purpose"
_COVER = "***"


def stated_purpose(request: Request) -> str | None:
    """The purpose a request states. Raises Problem `invalid` for one there is none of."""
    given = request.headers.get(HEADER)
    if given is not None and given not in PURPOSES:
        known = ", ".join(PURPOSES)
        raise Problem("invalid", [field_error(request.scope, "header", HEADER, "purpose", known=known)])
    return given


def clear(piece: str) -> bool:
    """Whether the caller reads this piece (one of `domain.access.roles.PIECES`) in clear."""
    asks = caller.get()
    if asks is None or asks.principal is None:
        return False
    shown = asks.principal.role.shows[piece]
    if shown is Shown.PURPOSE and asks.purpose is not None:
        asks.opened.add(piece)
        return True
    return shown is Shown.ALWAYS


def masked(phone: str) -> str:
    """An E.164 number, with its middle hidden unless the caller may read it."""
    return phone if clear("phone") else covered(phone)


def name_shown(name: str) -> str:
    """A person's name, or `王*明`, `张*`: neither what stands between nor how long it is."""
    if clear("name"):
        return name
    return name[:1] + "*" + name[-1:] if len(name) > 2 else name[:1] + "*"


def place_shown(place: str) -> str:
    """Block, unit or room, or nothing of it: an address is told to the building."""
    return place if not place or clear("address") else _COVER


def words_shown(words: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What was said or written, by its fields; or which fields there are."""
    if words is None:
        return None
    if not clear("text"):
        return dict.fromkeys(words, _hidden())
    return {name: _without_numbers(said) for name, said in words.items()} if _never_numbers() else dict(words)


def line_shown(said: str) -> str:
    """One text, or that there is one."""
    if not clear("text"):
        return _hidden()
    return covered_within(said) if _never_numbers() else said


def _never_numbers() -> bool:
    """Whoever may never read a number does not read one that somebody wrote into a text, either."""
    asks = caller.get()
    return asks is None or asks.principal is None or asks.principal.role.shows["phone"] is Shown.NEVER


def _without_numbers(said: Any) -> Any:
    if isinstance(said, list):
        return [_without_numbers(each) for each in said]
    return covered_within(said) if isinstance(said, str) else said


def _hidden() -> str:
    asks = caller.get()
    return text(asks.language if asks is not None else DEFAULT_LOCALE, "hidden-words")
