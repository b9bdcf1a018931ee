"""The copy of a person's data as a file: JSON for programs, a page for the person (P23; Article 45)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from api.http.wording import wording
from api.views.event_texts import event_text
from domain.playbooks.registry import number_of, texts_of
from domain.privacy.personal_data import REGISTER
from store.locked_columns import PERSONAL_COPY
from store.rows.privacy.requests import PrivacyCopyRow
from texts import named, text
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
CODES: Mapping[str, str] = {
    "customers.grade": "copy-grade",
    "ownerships.status": "copy-status",
    "pre_sales.stage": "copy-pre-sale",
    "pre_sales.source": "copy-source",
    "messages.purpose": "copy-purpose",
    "messages.state": "message-state",
    "calls.kind": "call-kind",
    "calls.outcome": "call-outcome",
    "consents.purpose": "purpose",
    "consents.state": "copy-consent",
    "consents.source": "copy-source",
    "privacy_requests.kind": "copy-request",
    "privacy_requests.channel": "copy-source",
    "privacy_requests.decision": "copy-decision",
    "data_corrections.field": "copy-field",
}
"""Columns that hold codes, with the family of texts that says them in words."""
NOT_SHOWN = frozenset({"template", "text_version", "ground"})
"""Columns that mean nothing to a reader and have no label; the file for programs has them."""


@dataclass(frozen=True)
class Section:
    """What is kept in one place: a title, and for each row its lines, a label and what stands there."""

    title: str
    rows: list[list[tuple[str, str]]]


def copy_response(row: PrivacyCopyRow, format: Format, locale: str, company: str, zone: ZoneInfo) -> Response:
    """A row of `privacy_copies` as a file to be handed over; moments as the company's clock shows them."""
    name = f"{row['ticket_id']}-{row['mark']}.{format}"
    headers = {
        **_HEADERS,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": locale,
    }
    content = _json(row, company) if format == "json" else _page(row, locale, company, zone)
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


def _page(row: PrivacyCopyRow, locale: str, company: str, zone: ZoneInfo) -> str:
    return _templates.get_template("personal_copy.html").render(
        say=lambda key, **values: text(locale, f"copy-{key}", **values),
        locale=locale,
        company=company,
        number=number_of(row["ticket_id"]),
        mark=row["mark"],
        made=row["made_at"].astimezone(zone).date().isoformat(),
        chapters=list(chapters(_tables(row), locale, zone)),
    )


def chapters(
    tables: Mapping[str, list[Any]], locale: str, zone: ZoneInfo
) -> Iterator[tuple[str, list[Section]]]:
    """By category, what is kept: every row that says something, each line with its label in words."""
    for category in REGISTER.categories:
        sections = [
            Section(wording(locale, "copy-table", place.table), rows)
            for place in REGISTER.of(category)
            if (rows := _rows(place.table, tables.get(place.table, ()), locale, zone))
        ]
        if sections:
            yield wording(locale, "category-of", category), sections


def _rows(table: str, rows: Sequence[Any], locale: str, zone: ZoneInfo) -> list[list[tuple[str, str]]]:
    found = (_lines(table, row, locale, zone) for row in rows)
    return [lines for lines in found if lines]


def _lines(table: str, row: Mapping[str, Any], locale: str, zone: ZoneInfo) -> list[tuple[str, str]]:
    if table == "communications":
        return _event(row, locale, zone)
    return [
        (label, shown)
        for name, value in row.items()
        # A copy made by an earlier release may have columns that this one leaves out.
        if (label := named(locale, "copy-field", name)) is not None
        and (shown := _cell(table, name, value, row, locale, zone))
    ]


def _event(row: Mapping[str, Any], locale: str, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What happened, in a sentence; an event that the catalogue has none for says what was said."""
    words = row.get("words") or {}
    sentence = event_text(locale, row["kind"], words, texts_of(row["ticket_id"]))
    if sentence == text(locale, "event-other", kind=row["kind"]):
        sentence = _shown(words, locale, zone)
    if not sentence:
        return []
    number = number_of(row["ticket_id"]) if row["ticket_id"] else ""
    lines = [
        (text(locale, "copy-field-at"), _shown(row["at"], locale, zone)),
        (text(locale, "copy-field-ticket_id"), number),
        (text(locale, "copy-field-words"), sentence),
    ]
    return [each for each in lines if each[1]]


def _cell(table: str, name: str, value: Any, row: Mapping[str, Any], locale: str, zone: ZoneInfo) -> str:
    if name == "ticket_id" and value:
        return number_of(value)
    if table == "ticket_texts" and name == "kind":
        act = named(locale, "act", value, texts_of(row["ticket_id"]))
        return named(locale, "copy-text", value) or act or ""
    family = CODES.get(f"{table}.{name}")
    if family is not None:
        return (named(locale, family, str(value)) or "") if value is not None else ""
    return _shown(value, locale, zone)


def _shown(value: Any, locale: str, zone: ZoneInfo) -> str:
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return text(locale, f"copy-{'yes' if value else 'no'}")
    if isinstance(value, list):
        return "、".join(_shown(each, locale, zone) for each in value)
    if isinstance(value, dict):
        return "；".join(shown for each in value.values() if (shown := _shown(each, locale, zone)))
    return _moment(str(value), zone)


def _moment(given: str, zone: ZoneInfo) -> str:
    """A moment by the company's clock, to the minute; anything else as it is."""
    if "T" not in given:
        return given
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return given
    return given if at.tzinfo is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
