"""Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): a repeated request is done once.

Only successes are kept: a refusal has changed nothing, and the caller may mend its cause and try again.
Whatever else becomes of a request, a key under which something was made is never forgotten: the repeated
request finds it by `made`. So it does when the connection broke between commit and answer, or the process
died, whose keys are free as soon as it no longer renews them (`api.access.claims`).
What is shown in clear for a stated purpose (P23) is shown again for that purpose only, each time on record.
"""

import hashlib
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

import structlog
from fastapi import Depends, Header
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from api.access.claims import claims_of
from api.access.masking import HEADER as PURPOSE
from api.access.named import customers_named
from api.http.config import ApiConfig
from api.http.database import connection
from api.http.fields import KEY_PATTERN
from api.http.problems import Problem
from api.http.request_scope import caller_of, locale_of
from services.caller import Claim
from services.outage import is_away
from services.playbooks.acting import ActKey
from store.database import Connection, queries
from store.locked_columns import KEPT_ANSWER
from store.rows.operations.idempotency import KeptAnswerRow
from vault.locked import Locked, opened_at

Row = TypeVar("Row", bound=Mapping[str, Any])
HEADER = "Idempotency-Key"
_KEPT_HEADERS = ("location", "etag", "content-language")
_OPENED = "huifang-opened"
"""Kept among the headers, never sent: the pieces an answer shows in clear."""
_CHUNK = 1 << 20
_SOON = {"Retry-After": "1"}
_log = structlog.get_logger("api")


async def _documented(
    idempotency_key: Annotated[
        str | None,
        Header(
            alias=HEADER,
            pattern=KEY_PATTERN,
            description="Any unique text, such as a UUID: repeating the request with the same key does "
            "nothing again and returns the first answer, marked `Idempotency-Replayed: true`.",
            examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
        ),
    ] = None,
) -> None:
    """Shows the header in the OpenAPI document and checks its form."""


KEYED = Depends(_documented)
"""Dependency that marks a route as honouring Idempotency-Key."""


async def once(
    request: Request,
    endpoint: str,
    operation: Callable[[], Awaitable[Response]],
    config: ApiConfig,
) -> Response:
    """The answer of `operation`, or the one it gave before under the same key.

    A repeated answer opens again what the first one showed in clear for the stated purpose.
    Raises Problem `key-reused` when the key belongs to another request, `request-in-progress` while the first
    one is still being handled.
    """
    key = _key(request)
    if key is None:
        return await operation()
    endpoint = _of_caller(request, endpoint)
    digest, claim, asks = await _digest(request), uuid.uuid4(), caller_of(request.scope)
    with claims_of(request).held(claim):
        try:
            async with connection(request) as db:
                # What a process of 0.1 took is there as it was sent, and goes on so until it is forgotten.
                in_clear = await queries.kept_answer(db, key=key, endpoint=endpoint) is not None
                if not in_clear:
                    # Whoever reads the database cannot ask with it.
                    key = hashlib.sha256(key.encode()).hexdigest()
                taken = await queries.claim_key(
                    db,
                    key=key,
                    endpoint=endpoint,
                    request_hash=digest,
                    claim=claim,
                    lease=config.claim_lease,
                    keep=config.keep_keys,
                )
                kept = None if taken else await queries.kept_answer(db, key=key, endpoint=endpoint)
            at = KEPT_ANSWER.at(endpoint, key)
            if taken is None:
                return _replayed(kept, digest, asks.opened, at)
            asks.claim = Claim(claim, taken["resource"], in_clear)
            asks.effects.possible = False
            response = await operation()
        except Exception:
            with asks.effects.apart():
                await _release(request, claim)
            raise
        await _keep(request, claim, response, asks.opened, at)
    return response


def act_key(request: Request) -> ActKey:
    """What a repeated act is recognised by; without the header, of this request alone."""
    claim = caller_of(request.scope).claim
    given = _key(request)
    return ActKey(given or uuid.uuid4().hex, claim is not None and claim.in_clear, given is not None)


def made(request: Request) -> str | None:
    """The id of what an earlier, interrupted handling of this same request had already made."""
    claim = caller_of(request.scope).claim
    return claim.made if claim is not None else None


async def remember(request: Request, db: Connection, resource: str) -> None:
    """Say what this request makes; on the connection, in the transaction, that makes it.

    Raises Problem `request-in-progress`, and the transaction makes nothing, when the key is another request's
    by now: this process was thought to have died.
    """
    claim = caller_of(request.scope).claim
    if claim is None:
        return
    if not db.is_in_transaction():
        raise RuntimeError("what is made and that it was made belong into one transaction")
    if await queries.remember_resource(db, claim=claim.id, resource=resource) is None:
        raise Problem("request-in-progress", headers=_SOON)


async def made_once(
    request: Request,
    found: Callable[[Connection, str], Awaitable[Row | None]],
    make: Callable[[Connection], Awaitable[Row]],
) -> Row:
    """What an earlier handling of this same request had made, by its id; else what is made now.

    One transaction: either it is there and remembered, or neither.
    """
    async with connection(request) as db, db.transaction():
        earlier = made(request)
        row = await found(db, earlier) if earlier is not None else None
        if row is None:
            row = await make(db)
            await remember(request, db, str(row["id"]))
        return row


def _of_caller(request: Request, endpoint: str) -> str:
    """Whoever chooses the same key as somebody else gets an answer of their own."""
    principal = caller_of(request.scope).principal
    return endpoint if principal is None or principal.via == "settings" else f"{endpoint} {principal.id}"


def _key(request: Request) -> str | None:
    given = request.headers.get(HEADER, "").strip()
    # The draft writes keys as quoted strings; most clients send them bare.
    bare = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    # What does not fit is refused by the route's own validation of the header.
    return bare if 0 < len(bare) <= 255 and bare.isascii() and bare.isprintable() else None


async def _digest(request: Request) -> str:
    """A fingerprint of the request: path, query, purpose and content; free of boundaries and JSON spacing."""
    purpose = request.headers.get(PURPOSE)
    stated = "" if purpose is None else f" {purpose}"
    sha = hashlib.sha256(f"{request.url.path}?{request.url.query}{stated}\n".encode())
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        for name, value in (await request.form()).multi_items():
            sha.update(f"\n{name}\n".encode())
            if isinstance(value, UploadFile):
                sha.update(f"{value.filename}\n".encode())
                while chunk := await value.read(_CHUNK):
                    sha.update(chunk)
                await value.seek(0)
            else:
                sha.update(value.encode())
    else:
        sha.update(_canonical(await request.body()))
    return sha.hexdigest()


def _canonical(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except (ValueError, RecursionError):
        return body


def _replayed(kept: KeptAnswerRow | None, digest: str, opened: set[str], at: bytes) -> Response:
    if kept is not None and kept["request_hash"] != digest:
        raise Problem("key-reused")
    if kept is None or kept["status"] is None:
        raise Problem("request-in-progress", headers=_SOON)
    headers = {**json.loads(kept["headers"]), "Idempotency-Replayed": "true"}
    opened.update(headers.pop(_OPENED, "").split())
    if kept["body"] is None:
        return Response(status_code=kept["status"], headers=headers)
    return Response(opened_at(kept["body"], at).encode(), kept["status"], headers, "application/json")


async def _keep(request: Request, claim: uuid.UUID, response: Response, opened: set[str], at: bytes) -> None:
    """What was done is answered as done, even where the answer cannot be kept: then asking again finds it."""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    headers["content-language"] = locale_of(request.scope)
    if opened:
        headers[_OPENED] = " ".join(sorted(opened))
    try:
        async with connection(request) as db:
            await queries.keep_answer(
                db,
                claim=claim,
                status=response.status_code,
                headers=json.dumps(headers),
                customers=_shown(request, response),
                body=Locked(bytes(response.body).decode(), at) if response.body else None,
            )
    except Exception as error:
        if not is_away(error):
            raise
        _log.warning("answer_not_kept", error=type(error).__qualname__)


def _shown(request: Request, response: Response) -> list[str]:
    """Whose data it shows: by what it names, and what its handler said."""
    noted = (each for look in caller_of(request.scope).noted for each in look.customers)
    return list(dict.fromkeys((*customers_named(bytes(response.body)), *noted)))


async def _release(request: Request, claim: uuid.UUID) -> None:
    """Never in the way of the error that the caller is to hear of; else the key is free after the lease."""
    try:
        async with connection(request) as db:
            # One after the other: the first waits for a transaction of ours whose end nobody heard of.
            await queries.forget_claim(db, claim=claim)
            await queries.release_key(db, claim=claim)
    except Exception as error:
        _log.warning("idempotency_key_not_released", error=type(error).__qualname__)
