"""The moves of stories about lending, which the recorded histories play as well."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.town.office import Office

WHY = "代班期间处理该客户的投诉"


def later(**by: float) -> str:
    """A moment ahead, as callers write it."""
    return (datetime.now(UTC) + timedelta(**by)).isoformat(timespec="seconds")


async def asked(place: Office, who: str = "agent", **more: Any) -> str:
    """A loan of the office's customer that somebody asks for, until in five days."""
    body = {
        "customer_id": place.customer,
        "until": later(days=5),
        "reason": WHY,
        "by": place.staff[who],
        **more,
    }
    loan = str((await place.post("/loans", body, 201))["id"])
    await place.until(loan, lambda now: now["promise"] is not None)
    return loan


async def decided(
    place: Office, loan: str, act: str, by: str = "supervisor", status: int = 200, **more: Any
) -> Any:
    """Granted, refused or returned by somebody."""
    return await place.post(f"/loans/{loan}:{act}", {"by": place.staff[by], **more}, status)


async def ended(place: Office, loan: str, reason: str) -> str:
    """The loan, once it has ended for this reason."""
    shown = await place.until(loan, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == reason
    return loan


async def is_lent(place: Office, who: str = "agent") -> bool:
    """What the database answers when it is asked for the file."""
    async with place.pool.acquire() as db:
        return bool(
            await db.fetchval(
                "SELECT EXISTS (SELECT 1 FROM open_files"
                " WHERE file_id = $1 AND who = $2 AND lent_until > now())",
                place.customer,
                place.staff[who],
            )
        )


async def traced(place: Office, loan: str) -> list[tuple[str, Any]]:
    """What became of the loan, as the trail tells it: what, and on whose part."""
    async with place.pool.acquire() as db:
        rows = await db.fetch(
            "SELECT details, staff_id FROM trail WHERE ticket_id = $1 AND account = 'system' ORDER BY no",
            loan,
        )
    return [(row["details"]["loan"], row["staff_id"]) for row in rows]
