"""The copy of a person's data as a file: JSON for programs, a page for people (P23; Article 45)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from api.http.wording import wording
from domain.playbooks.registry import number_of
from domain.privacy.personal_data import REGISTER
from store.locked_columns import PERSONAL_COPY
from store.rows.privacy.requests import PrivacyCopyRow
from texts import text
from vault.locked import opened_at

Format = Literal["html", "json"]
FORMATS: Mapping[Format, str] = {"html": "text/html; charset=utf-8", "json": "application/json"}
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "pages"), autoescape=True, undefined=StrictUndefined
)
_HEADERS = {
    # Nothing on the page is carried out or fetched; its one style stands in it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def copy_response(row: PrivacyCopyRow, format: Format, locale: str, company: str) -> Response:
    """A row of `privacy_copies` as a file to be handed over."""
    name = f"{row['ticket_id']}-{row['mark']}.{format}"
    headers = {
        **_HEADERS,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": locale,
    }
    content = _json(row, company) if format == "json" else _page(row, locale, company)
    return Response(content, 200, headers, FORMATS[format])


def _json(row: PrivacyCopyRow, company: str) -> str:
    whole = {
        "mark": row["mark"],
        "request": row["ticket_id"],
        "made_at": row["made_at"].isoformat(),
        "company": company,
        "data": _tables(row),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _tables(row: PrivacyCopyRow) -> dict[str, list[Any]]:
    """Raises `Tampered` for a copy that was made at another request."""
    found: dict[str, list[Any]] = opened_at(row["copy"], PERSONAL_COPY.of(row))
    return found


def _page(row: PrivacyCopyRow, locale: str, company: str) -> str:
    tables = _tables(row)
    sections = [
        (wording(locale, "category-of", category), [tables[place.table] for place in places])
        for category in REGISTER.categories
        if (places := [place for place in REGISTER.of(category) if place.table in tables])
    ]
    return _templates.get_template("personal_copy.html").render(
        say=lambda key, **values: text(locale, f"copy-{key}", **values),
        column=lambda name: wording(locale, "column", name),
        shown=_shown,
        locale=locale,
        company=company,
        number=number_of(row["ticket_id"]),
        mark=row["mark"],
        made=row["made_at"].date().isoformat(),
        sections=sections,
    )


def _shown(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, list):
        return "、".join(_shown(each) for each in value)
    if isinstance(value, dict):
        return "；".join(_shown(each) for each in value.values())
    return str(value)
