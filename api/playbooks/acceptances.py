"""The page on which a customer signs for a remedy, opened from a text message (P8)."""

import hmac
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Form, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from api.playbooks.acceptance_page import page
from api.routing import (
    PUBLIC,
    ForPeople,
    as_system,
    config_of,
    locale_of,
    note_seen,
    reaching_temporal,
    system,
)
from domain.playbooks.acceptance import code_hash, token_hash, typed_code
from services.playbooks.acceptance_answers import tell_answer
from store.database import Connection, queries
from store.rows.playbooks.acceptances import AcceptanceOfTokenRow, AcceptanceRow

_log = structlog.get_logger("api")

Answer = Literal["accept", "refuse"]
_ACTS = {"accept": "customer_accepts", "refuse": "customer_refuses"}
_LONGEST_WORDS = 1000
_FILLED_IN = {"code": "123456", "answer": "accept", "words": "谢谢师傅"}
_FORM: dict[str, Any] = {"content": {"application/x-www-form-urlencoded": {"example": _FILLED_IN}}}

Token = Annotated[str, Path(min_length=1, max_length=100, description="The secret part of the address.")]
Language = Annotated[Literal["zh-CN", "en"] | None, Query(description="As the browser asks, when left out.")]


class _Page(ForPeople):
    """The customer's page."""

    def said(self, request: Request, status: int, what: str) -> Response:
        """In the language the browser asks for."""
        return page(request, locale_of(request.scope), status, what)


router = APIRouter(tags=["acceptances"], route_class=_Page)


def _answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    said = {
        200: "The page.",
        404: "There is no such link.",
        410: "The link was used, replaced, has expired, or is no longer waited for.",
        422: "The code is wrong, or what was sent cannot be read.",
        503: "Not reachable just now; nothing has happened.",
    }
    text = {"text/html": {"schema": {"type": "string"}, "example": '<!doctype html>\n<html lang="zh-CN">…'}}
    return {status: {"description": said[status], "content": text} for status in statuses}


@router.get(
    "/acceptances/{token}",
    operation_id="acceptancePage",
    summary="The page to sign on",
    response_class=Response,
    responses=_answers(200, 404, 410, 422, 503),
    openapi_extra=PUBLIC,
)
async def show(request: Request, token: Token, lang: Language = None) -> Response:
    """Ticket number and what was done; nobody learns more from the link alone."""
    locale = lang or locale_of(request.scope)
    async with as_system(request) as db:
        row = await queries.acceptance_of_token(db, token_hash=token_hash(token))
        standing = _standing(row)
        done = await _approved(db, row["ticket_id"]) if row is not None and standing == "open" else None
        await _note(request, row)
    status = {"open": 200, "unknown": 404}.get(standing, 410)
    return page(request, locale, status, standing, row=row, done=done)


@router.post(
    "/acceptances/{token}",
    operation_id="answerAcceptance",
    summary="Sign, or refuse",
    response_class=Response,
    responses=_answers(200, 404, 410, 422, 503),
    openapi_extra={**PUBLIC, "requestBody": _FORM},
)
async def answer(
    request: Request,
    token: Token,
    code: Annotated[
        str, Form(min_length=1, max_length=40, description="The six digits of the text message.")
    ],
    answer: Annotated[Answer, Form()],
    words: Annotated[
        str, Form(max_length=_LONGEST_WORDS, description="What the customer wishes to add.")
    ] = "",
    lang: Language = None,
) -> Response:
    """On record from this answer on, even if Temporal cannot be reached: the ticket hears of it later."""
    locale = lang or locale_of(request.scope)
    hashed = token_hash(token)
    async with as_system(request) as db, db.transaction():
        await queries.lock_acceptance(db, token_hash=hashed)
        row = await queries.acceptance_of_token(db, token_hash=hashed)
        await _note(request, row)
        standing = _standing(row)
        if row is None or standing != "open":
            return page(request, locale, 404 if standing == "unknown" else 410, standing, row=row)
        done = await _approved(db, row["ticket_id"])
        given = typed_code(code)
        if given is None:
            return page(
                request, locale, 422, "open", row=row, done=done, wrong="not_a_code", typed=(answer, words)
            )
        if not hmac.compare_digest(code_hash(token, given), row["code_hash"]):
            left = await _wrong(db, row)
            if left == 0:
                return page(request, locale, 410, "locked", row=row)
            return page(
                request,
                locale,
                422,
                "open",
                row=row,
                done=done,
                wrong="wrong",
                left=left,
                typed=(answer, words),
            )
        kept = await _kept(db, row, _ACTS[answer], done, words)
    return await _carried(request, locale, kept)


async def _note(request: Request, row: AcceptanceOfTokenRow | None) -> None:
    """A page is no JSON: whose ticket it shows has to be said."""
    if row is not None:
        await note_seen(request, row["customer_id"], "acceptance")


async def _approved(db: Connection, ticket_id: str) -> str | None:
    """The option that the manager approved last."""
    row = await queries.approved_remedy(db, ticket_id=ticket_id)
    if row is None or row["option"] is None or not 0 < row["option"] <= len(row["body"]["options"]):
        return None
    return str(row["body"]["options"][row["option"] - 1])


async def _wrong(db: Connection, row: AcceptanceOfTokenRow) -> int:
    """How many tries are left; staff see in the timeline that a link has none."""
    left = int(await queries.wrong_code(db, id=row["id"]))
    if left == 0:
        await queries.record_event(
            db,
            dedupe_key=f"acceptance/{row['id']}/locked",
            ticket_id=row["ticket_id"],
            customer_id=None,
            kind="acceptance_locked",
            at=row["now"],
            actor="system",
            data={},
        )
    return left


async def _kept(
    db: Connection, row: AcceptanceOfTokenRow, act: str, done: str | None, words: str
) -> AcceptanceRow:
    """The answer on record, with what the customer saw when giving it."""
    said = {"how": "link", "acceptance": row["id"], "shown": done}
    if words.strip():
        said["words"] = _clean(words)
    text_id = await queries.add_text(db, ticket_id=row["ticket_id"], kind=act, body=said, author="customer")
    return await queries.answer_acceptance(db, id=row["id"], answer=act, text_id=text_id)


async def _carried(request: Request, locale: str, kept: AcceptanceRow) -> Response:
    config = config_of(request)
    try:
        with system():
            async with reaching_temporal(config):
                taken = await tell_answer(config.pool, config.temporal, kept)
    except Exception as error:
        # It is on record; the reconciler tells the ticket.
        _log.warning("acceptance_put_off", ticket=kept["ticket_id"], error=type(error).__qualname__)
        taken = True
    if not taken:
        return page(request, locale, 410, "not_waiting", row=kept)
    return page(request, locale, 200, "thanks", row=kept)


def _standing(row: AcceptanceOfTokenRow | None) -> str:
    if row is None:
        return "unknown"
    if row["answered_at"] is not None:
        return "used"
    if row["replaced_at"] is not None:
        return "replaced"
    if row["tries_left"] == 0:
        return "locked"
    if row["expired"]:
        return "expired"
    return "open" if row["stage"] == "accepting" else "not_waiting"


def _clean(words: str) -> str:
    """Without control characters, which Postgres or readers would refuse."""
    return "".join(sign for sign in words.strip() if sign.isprintable() or sign == "\n")
