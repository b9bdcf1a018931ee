"""Draws the page on which a customer signs: no script, nothing from elsewhere, nothing left in a cache."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from domain.acceptance import CODE_DIGITS
from texts import text

_PAGES = Path(__file__).parent / "pages"
_templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined)
_STYLE = (_PAGES / "acceptance.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_OTHER = {"zh-CN": ("en", "English"), "en": ("zh-CN", "中文")}


def page(
    request: Request,
    locale: str,
    status: int,
    standing: str,
    *,
    row: Any = None,
    done: str | None = None,
    wrong: str | None = None,
    left: int = 0,
    typed: tuple[str, str] = ("", ""),
) -> Response:
    """The page as it stands: `open` with its form, anything else with what there is to say.

    `row` is the link's; `done` what was done; `wrong` and `left` say what was the matter with the code, and
    `typed` is the answer and the words that need not be typed again.
    """

    def say(key: str, **values: object) -> str:
        return text(locale, f"acceptance-{key}", **values)

    said = standing
    if standing in ("thanks", "used") and row["answer"] is not None:
        said = f"{standing}-{row['answer'].removeprefix('customer_')}"
    number = row["ticket_id"].partition("-")[2] if row is not None else None
    other, other_name = _OTHER[locale]
    content = _templates.get_template("acceptance.html").render(
        say=say,
        style=Markup(_STYLE),  # noqa: S704 -- our own file
        locale=locale,
        other=other,
        other_name=other_name,
        company=request.app.state.config.signature,
        standing=standing,
        said=said,
        number=number,
        done=done,
        wrong=say(f"code-{wrong}", left=left, digits=CODE_DIGITS) if wrong else None,
        digits=CODE_DIGITS,
        answer=typed[0],
        words=typed[1],
    )
    return HTMLResponse(content, status, {**_HEADERS, "Content-Language": locale})
