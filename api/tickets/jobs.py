"""A job as whoever was told of it opens it from a text: read, and what needs no typing (P7, P8)."""

import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.routing import (
    PUBLIC,
    ForPeople,
    as_holder,
    as_system,
    config_of,
    in_words,
    locale_of,
    note_seen,
    system,
)
from api.tickets.job_page import Said, page
from services.refused import Refused
from services.tickets.job_links import account_role, act_on, job_of, opened
from store.database import Connection, queries
from store.rows.tickets.job_links import JobOfTokenRow
from texts import DEFAULT_LOCALE, LOCALES, text

_MOST_SHOWN = 20
"""Remarks and attachments on a phone's page; all are in the ticket."""
_FILLED_IN = {"act": "arrive", "key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
_FORM: dict[str, Any] = {"content": {"application/x-www-form-urlencoded": {"example": _FILLED_IN}}}
_SAID: dict[int | str, str] = {
    200: "The page.",
    303: "Done; the page again.",
    404: "There is no such link.",
    409: "Not possible now; the page says what is.",
    410: "The job is over, or somebody else's.",
    422: "What was sent cannot be read.",
    503: "Not reachable just now.",
}
_HTML = {"text/html": {"schema": {"type": "string"}, "example": '<!doctype html>\n<html lang="zh-CN">…'}}

Token = Annotated[str, Path(min_length=1, max_length=100, description="The secret part of the address.")]
Language = Annotated[
    Literal["zh-CN", "en"] | None, Query(description="The holder's own language, when left out.")
]


class _Page(ForPeople):
    """The page of the job."""

    def said(self, request: Request, status: int, what: str) -> Response:
        """In the language the browser asks for."""
        return page(request, locale_of(request.scope), status, what)


router = APIRouter(tags=["jobs"], route_class=_Page)


def _answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"description": _SAID[status], "content": _HTML} for status in statuses}


@router.get(
    "/jobs/{token}",
    operation_id="jobPage",
    summary="A job, opened from a text",
    response_class=Response,
    responses=_answers(200, 404, 410, 422, 503),
    openapi_extra=PUBLIC,
)
async def show(request: Request, token: Token, lang: Language = None) -> Response:
    """Nothing happens by opening it: phones look at links before people do."""
    async with as_system(request) as db:
        link = await job_of(db, token)
        if link is None or link["standing"] != "open":
            return _over(request, lang, link)
        return await _open(request, db, link, lang)


@router.post(
    "/jobs/{token}",
    operation_id="actOnJob",
    summary="Do what needs no typing",
    response_class=Response,
    responses=_answers(303, 404, 409, 410, 422, 503),
    openapi_extra={**PUBLIC, "requestBody": _FORM},
)
async def done(
    request: Request,
    token: Token,
    act: Annotated[str, Form(max_length=40, pattern=r"^[a-z_]+$", description="One the page offers.")],
    key: Annotated[uuid.UUID, Form(description="Of this doing: pressed twice, it is done once.")],
    lang: Language = None,
) -> Response:
    """As the act's own address does it, in the holder's name. Without the token nobody can send the form."""
    config = config_of(request)
    async with as_system(request) as db:
        link = await job_of(db, token)
        if link is None or link["standing"] != "open":
            return _over(request, lang, link)
        job = await opened(db, link)
    _as_holder(request, link)
    await note_seen(request, job.ticket["customer_id"], "ticket", ticket=link["ticket_id"], act=act)
    try:
        with system():
            await act_on(config.backend, job, act, str(key), config.categories)
    except Refused as refusal:
        async with as_system(request) as db:
            now = await job_of(db, token)
            if now is None or now["standing"] != "open":
                return _over(request, lang, now)
            return await _open(request, db, now, lang, refusal)
    return RedirectResponse(f"?lang={_language(request, link, lang)}", 303, {"Cache-Control": "no-store"})


async def _open(
    request: Request, db: Connection, link: JobOfTokenRow, lang: str | None, refusal: Refused | None = None
) -> Response:
    locale = _language(request, link, lang)
    _as_holder(request, link)
    job = await opened(db, link)
    await note_seen(request, job.ticket["customer_id"], "ticket", ticket=link["ticket_id"])
    said = await _said(db, link["ticket_id"])
    status, notice = (200, None) if refusal is None else (409, _refused(locale, refusal))
    return page(request, locale, status, "open", job=job, said=said, notice=notice, key=str(uuid.uuid4()))


def _over(request: Request, lang: str | None, link: JobOfTokenRow | None) -> Response:
    if link is None:
        return page(request, lang or locale_of(request.scope), 404, "unknown")
    _as_holder(request, link)
    return page(request, _language(request, link, lang), 410, link["standing"])


def _as_holder(request: Request, link: JobOfTokenRow) -> None:
    """Masked as the holder reads, and in the trail as theirs: the text went to their own phone."""
    as_holder(
        request,
        account=link["account_id"] or link["staff_id"],
        role=account_role(link),
        staff_id=link["staff_id"],
        crew_id=link["crew_id"],
        department_id=link["department_id"],
    )


async def _said(db: Connection, ticket_id: str) -> Said:
    remarks = [
        str(row["words"]["text"])
        async for row in queries.remarks_told(db, ticket_id=ticket_id, most=_MOST_SHOWN)
        if row["words"] and row["words"].get("text")
    ]
    bodies = [row["body"] async for row in queries.pictures_told(db, ticket_id=ticket_id, most=_MOST_SHOWN)]
    report = next((body for body in bodies if "url" not in body), {})
    pictures = [str(each) for body in bodies for each in (*body.get("photos", ()), body.get("url")) if each]
    return Said(report, remarks, pictures)


def _language(request: Request, link: JobOfTokenRow, lang: str | None) -> str:
    own = link["language"] if link["language"] in LOCALES else DEFAULT_LOCALE
    return lang or own


def _refused(locale: str, refusal: Refused) -> str:
    words = {name: in_words(locale, value) for name, value in refusal.values.items()}
    return text(locale, f"problem-{refusal.code}-detail", **words)
