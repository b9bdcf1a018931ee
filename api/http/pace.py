"""How fast one caller may go: buckets in this process's memory, none of them in the database.

A limit that cost a write per request would be the cheapest way to overload the database. Several processes
each have their own buckets. Tries of passwords and of codes are counted in Postgres, where they are checked.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.limits import Bucket, Limits
from api.http.problems import Problem, problem_response
from api.http.request_scope import caller_of
from vault.tokens import digest, is_api_token, make_secret

_log = structlog.get_logger("api")
_REFUSED = (401,)
_WEBHOOKS = "/webhooks/"
_SESSION_SIGNS = len(make_secret())


class Buckets:
    """One bucket for each key, the latest used."""

    def __init__(self, bucket: Bucket, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`most` keys are remembered; `clock` counts seconds."""
        self._bucket, self._most, self._clock = bucket, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the key has one more; 0: it has."""
        return max(0.0, (1 - self._now(key)[0]) / self._bucket.per_second)

    def take(self, key: str) -> float:
        """Takes one; what `wait` says when there is none, and then takes nothing."""
        left, now = self._now(key)
        if left < 1:
            return (1 - left) / self._bucket.per_second
        self._left[key] = left - 1, now
        self._left.move_to_end(key)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0.0

    def _now(self, key: str) -> tuple[float, float]:
        now = self._clock()
        left, then = self._left.get(key, (self._bucket.at_once, now))
        return min(self._bucket.at_once, left + (now - then) * self._bucket.per_second), now


class RefusalsPace:
    """Middleware, before anybody is asked who they are: addresses whose word was not believed.

    An office has one address. Whoever was believed a moment ago goes on, whatever is tried beside them; and
    words that cannot be anybody's use up another bucket than those that are well-formed.
    """

    def __init__(self, app: ASGIApp, limits: Limits, settings_token: str | None = None) -> None:
        """`settings_token` is believed without having been used."""
        self._app = app
        self._malformed = Buckets(limits.refusals, limits.remembered)
        self._wrong = Buckets(limits.refusals, limits.remembered)
        self._believed = _Believed(limits.remembered)
        if settings_token:
            self._believed.add(f"Bearer {settings_token}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address, word = _address(scope), word_of(scope)
        refusals = self._wrong if is_well_formed(word) else self._malformed
        if word not in self._believed and (wait := refusals.wait(address)):
            await _slow_down(scope, receive, send, wait, "refusals")
            return

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _is_refusal(scope, message["status"]):
                    self._believed.discard(word)
                    refusals.take(address)
                elif caller_of(scope).principal is not None:
                    self._believed.add(word)
            await send(message)

        await self._app(scope, receive, watch)


class _Believed:
    """Words that let somebody in, as digests, the latest."""

    def __init__(self, most: int) -> None:
        self._most, self._digests = most, OrderedDict[str, None]()

    def __contains__(self, word: str) -> bool:
        return bool(word) and digest(word) in self._digests

    def add(self, word: str) -> None:
        """Remembered until `most` others were."""
        if word:
            self._digests[digest(word)] = None
            self._digests.move_to_end(digest(word))
            if len(self._digests) > self._most:
                self._digests.popitem(last=False)

    def discard(self, word: str) -> None:
        """It lets nobody in any more."""
        self._digests.pop(digest(word), None)


def word_of(scope: Scope) -> str:
    """What a request says to be let in: its Authorization header, else its cookies; empty without either."""
    headers = Headers(scope=scope)
    return headers.get("authorization", "").strip() or headers.get("cookie", "").strip()


def is_well_formed(word: str) -> bool:
    """Whether it could let somebody in: an API token with its checksum, or a cookie as long as ours."""
    scheme, _, given = word.partition(" ")
    if scheme.lower() == "bearer":
        return is_api_token(given.strip())
    return any(len(part.partition("=")[2].strip()) == _SESSION_SIGNS for part in word.split(";"))


class Pace:
    """Middleware, behind the door: whoever is known by their own name, everybody else by address."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._callers = Buckets(limits.callers, limits.remembered)
        self._strangers = Buckets(limits.strangers, limits.remembered)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"].startswith(_WEBHOOKS):
            # Providers come in crowds after a campaign, known by signature or address: only refusals count.
            await self._app(scope, receive, send)
            return
        principal = caller_of(scope).principal
        wait = self._callers.take(principal.id) if principal else self._strangers.take(_address(scope))
        if wait:
            await _slow_down(scope, receive, send, wait, "callers" if principal else "strangers")
        else:
            await self._app(scope, receive, send)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _is_refusal(scope: Scope, status: int) -> bool:
    return status in _REFUSED or (status == 404 and scope["path"].startswith(_WEBHOOKS))


async def _slow_down(scope: Scope, receive: Receive, send: Send, wait: float, whose: str) -> None:
    _log.warning("too_many_requests", request_id=caller_of(scope).request_id, bucket=whose)
    headers = {"Retry-After": str(math.ceil(wait))}
    await problem_response(scope, Problem("too-many-requests", headers=headers))(scope, receive, send)
