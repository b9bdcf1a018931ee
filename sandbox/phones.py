"""The page: what somebody sees on the phone, a box to answer texts with, and calls to answer."""

import hashlib
import json
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path
from sqlite3 import Row
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from pydantic import ValidationError

from sandbox.exchange import Exchange
from sandbox.orders import PhoneReply
from sandbox.state import State, iso

_HERE = Path(__file__).parent
_BEIJING = timezone(timedelta(hours=8))
_MOST_THREADS = 200
_KEYPAD = "123456789*0#"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}


def phones(state: State, exchange: Exchange) -> APIRouter:
    """The pages `/` and `/phones/{id}`, Chinese unless `?lang=en`."""
    router = APIRouter(include_in_schema=False)
    pages = Jinja2Templates(_HERE / "templates")
    texts: dict[str, dict[str, Any]] = json.loads((_HERE / "texts.json").read_text("utf-8"))

    def page(request: Request, chosen: str | None, lang: str) -> Response:
        lang = lang if lang in texts else "zh-CN"
        threads = _threads(state, exchange)
        if chosen is not None and chosen not in {thread["id"] for thread in threads}:
            raise HTTPException(404, "no-such-phone")
        # Beside the list a wide screen has room for a thread: the newest, until one is chosen.
        shown = next((thread for thread in threads if chosen in (None, thread["id"])), None)
        known = {
            "threads": threads, "shown": shown, "chosen": chosen, "t": texts[lang], "lang": lang,
            "query": "?lang=en" if lang == "en" else "", "days": _days(shown, texts[lang]) if shown else [],
            "today": datetime.now(_BEIJING).date(), "keypad": _KEYPAD,
        }  # fmt: skip
        return pages.TemplateResponse(request, "phones.html", known, headers=_HEADERS)

    @router.get("/", response_class=HTMLResponse)
    async def inbox(request: Request, lang: str = "zh-CN") -> Response:
        return page(request, None, lang)

    @router.get("/phones/{chosen}", response_class=HTMLResponse)
    async def thread(request: Request, chosen: str, lang: str = "zh-CN") -> Response:
        return page(request, chosen, lang)

    @router.post("/phones/{chosen}/replies")
    async def reply(chosen: str, text: Annotated[str, Form()], lang: Annotated[str, Form()] = "") -> Response:
        try:
            state.order([PhoneReply(phone=number(chosen), text=text)])
        except ValidationError:
            raise HTTPException(400, "malformed") from None
        return back(chosen, lang)

    @router.post("/phones/{chosen}/calls/{call}")
    async def act(
        chosen: str,
        call: str,
        act: Annotated[Literal["answer", "refuse", "hang_up"] | None, Form()] = None,
        key: Annotated[str | None, Form(pattern=r"^[0-9*#]$")] = None,
        lang: Annotated[str, Form()] = "",
    ) -> Response:
        # Where the moment has passed, the page that follows shows how things stand.
        if act is not None:
            exchange.act(call, number(chosen), act)
        elif key is not None:
            exchange.press(call, number(chosen), key)
        return back(chosen, lang)

    def number(chosen: str) -> str:
        phone = next(
            (phone for phone in state.recent_phones(_MOST_THREADS) if _digest(phone) == chosen), None
        )
        if phone is None:
            raise HTTPException(404, "no-such-phone")
        return phone

    def back(chosen: str, lang: str) -> Response:
        return RedirectResponse(f"/phones/{chosen}{'?lang=en' if lang == 'en' else ''}", 303)

    return router


def segments(text: str) -> int:
    """How many segments operators bill: 70 UCS-2 units alone, 67 each when joined."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)


def _threads(state: State, exchange: Exchange) -> list[dict[str, Any]]:
    """One thread per phone, the newest first. Numbers stay out of addresses: a thread's id is a digest."""
    return [_thread(state, exchange, phone) for phone in state.recent_phones(_MOST_THREADS)]


def _digest(phone: str) -> str:
    return hashlib.sha256(phone.encode()).hexdigest()[:12]


def _thread(state: State, exchange: Exchange, phone: str) -> dict[str, Any]:
    taken = [
        {**row, "kind": "message", "segments": segments(row["text"])} for row in state.messages(phone=phone)
    ]
    answers = [{**row, "kind": "reply"} for row in state.replies(phone)]
    calls = [_call(leg) for leg in exchange.legs(phone)]
    rows = sorted(
        (
            {**row, "when": datetime.fromisoformat(row["at"]).astimezone(_BEIJING)}
            for row in taken + answers + calls
        ),
        key=lambda row: row["when"],
    )
    live = next(
        (row for row in rows if row["kind"] == "call" and row["state"] in ("ringing", "talking")), None
    )
    return {
        "id": _digest(phone), "phone": phone, "label": _spaced(phone), "rows": rows, "last": rows[-1],
        "call": live,
    }  # fmt: skip


def _call(leg: Row) -> dict[str, Any]:
    """One call as one of its phones has it; `since` is in seconds, for a clock that runs on the page."""
    report = json.loads(leg["report"]) if leg["report"] else {}
    return {
        "kind": "call", "id": leg["id"], "name": leg["name"], "state": leg["state"],
        "outcome": leg["outcome"] if leg["state"] == "ended" else leg["state"], "text": leg["text"] or "",
        "other": _spaced(leg["other"]) if leg["other"] else "", "key": leg["key"],
        "joined": leg["joined"] is not None, "since": leg["joined"] or leg["since"],
        "seconds": report.get("talk_seconds", 0), "at": iso(leg["since"]),
        "heard": leg["name"] == "callee" and leg["outcome"] in ("answered", "acknowledged"),
    }  # fmt: skip


def _days(thread: dict[str, Any], texts: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    days = groupby(thread["rows"], key=lambda row: row["when"].date())
    return [(_day(day, texts), list(rows)) for day, rows in days]


def _day(day: date, texts: dict[str, Any]) -> str:
    shown: str = texts["day"].format(y=day.year, m=day.month, d=day.day)
    return f"{shown} {texts['weekdays'][day.weekday()]}"


def _spaced(phone: str) -> str:
    """A mainland mobile as people write it: 199 0003 0001."""
    if phone.startswith("+86") and len(phone) == 14:
        return f"{phone[3:6]} {phone[6:10]} {phone[10:]}"
    return phone
