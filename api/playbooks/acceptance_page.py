"""Draws the page on which a customer signs (P8)."""

from starlette.requests import Request
from starlette.responses import Response

from api.routing import Look
from domain.playbooks.acceptance import CODE_DIGITS
from domain.playbooks.registry import number_of
from store.rows.playbooks.acceptances import AcceptanceOfTokenRow, AcceptanceRow
from texts import text

# The address holds the token.
_LOOK = Look("acceptance.css", "no-referrer")


def page(
    request: Request,
    locale: str,
    status: int,
    standing: str,
    *,
    row: AcceptanceOfTokenRow | AcceptanceRow | None = None,
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
    if standing in ("thanks", "used") and row is not None and row["answer"] is not None:
        said = f"{standing}-{row['answer'].removeprefix('customer_')}"
    number = number_of(row["ticket_id"]) if row is not None else None
    return _LOOK.page(
        request,
        "acceptance.html",
        locale,
        status,
        say=say,
        standing=standing,
        said=said,
        number=number,
        done=done,
        wrong=say(f"code-{wrong}", left=left, digits=CODE_DIGITS) if wrong else None,
        digits=CODE_DIGITS,
        answer=typed[0],
        words=typed[1],
    )
