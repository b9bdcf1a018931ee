"""Draws the page on which whoever was told of a job reads it (P7, P8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from api.routing import Look, line_shown, name_shown, place_shown, wording
from api.views.tickets import act_title
from domain.people.staff import COMPANY_ZONE, CREW_ROLES
from domain.playbooks.declaration import Trait
from services.messages.notice_words import trade_named
from services.tickets.job_links import Job
from texts import text

# The address holds the token.
_LOOK = Look("job.css", "no-referrer")
_WEB = ("http", "https")


@dataclass(frozen=True)
class Said:
    """What people said of a job: as it was reported, and since."""

    report: Mapping[str, Any]
    remarks: Sequence[str]
    pictures: Sequence[str]


def page(
    request: Request,
    locale: str,
    status: int,
    standing: str,
    *,
    job: Job | None = None,
    said: Said | None = None,
    notice: str | None = None,
    key: str = "",
) -> Response:
    """The job as it stands, or what there is to say where it is not the holder's any more.

    `notice` is what became of what was just done; `key` that of the next doing.
    """

    def say(name: str, **values: object) -> str:
        return text(locale, f"job-{name}", **values)

    shown = _shown(locale, job, said) if job is not None and said is not None else None
    return _LOOK.page(
        request, "job.html", locale, status, say=say, standing=standing, job=shown, said=notice, key=key
    )


def _shown(locale: str, job: Job, said: Said) -> dict[str, Any]:
    row, playbook = job.ticket, job.playbook
    return {
        "title": text(locale, f"{playbook.texts}-summary", ticket=playbook.number(row["id"])),
        "urgent": row["urgent"],
        "facts": [(text(locale, f"job-{name}"), value) for name, value in _facts(locale, job, said) if value],
        "remarks": [line_shown(each) for each in said.remarks],
        "pictures": [each for each in said.pictures if urlsplit(each).scheme in _WEB],
        "acts": [(act, act_title(locale, row["kind"], act)) for act in job.acts()],
    }


def _facts(locale: str, job: Job, said: Said) -> list[tuple[str, str]]:
    """Where, what, until when; whose it is reads no crew, which has the flat to go by.

    Of a kind that shows no file it shows nothing of the customer either.
    """
    row, report = job.ticket, said.report
    flat = place_shown("".join(part or "" for part in (row["block"], row["unit"], row["room"])))
    unseen = job.playbook.has(Trait.FILE_NOT_SHOWN)
    crew = job.link["told_as"] in CREW_ROLES
    owner = "" if crew or unseen or row["owner"] is None else name_shown(row["owner"])
    return [
        ("where", "" if unseen else f"{row['building'] or ''}{flat}"),
        ("trade", trade_named(locale, (row["start"] or {}).get("trade"))),
        ("customer", owner),
        ("what", _words(report, "what")),
        ("room", _words(report, "where")),
        ("wanted", "" if crew else _words(report, "wanted")),
        ("due", _due(locale, row["due_at"]) if row["due_at"] is not None else ""),
        ("standing", wording(locale, "stage", row["stage"], job.playbook.texts)),
    ]


def _words(report: Mapping[str, Any], name: str) -> str:
    said = report.get(name)
    return line_shown(said) if isinstance(said, str) and said else ""


def _due(locale: str, at: datetime) -> str:
    return text(locale, "job-moment", moment=at.astimezone(ZoneInfo(COMPANY_ZONE)).strftime("%Y-%m-%d %H:%M"))
