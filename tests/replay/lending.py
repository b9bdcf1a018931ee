"""What loans of files live through, each branch once (P23)."""

from typing import Any

from tests.replay.people import Play, played
from tests.town.lending import asked, decided, ended, later
from tests.town.office import Office


async def returned(place: Office) -> str:
    loan = await asked(place)
    await decided(place, loan, "grant", until=later(days=2), remark="同意")
    await place.until(loan, lambda now: now["stage"] == "lent" and now["due_at"] is not None)
    await decided(place, loan, "return", by="agent")
    return await ended(place, loan, "returned")


async def expired(place: Office) -> str:
    loan = await asked(place)
    await decided(place, loan, "grant")
    await place.until(loan, lambda now: now["stage"] == "lent" and now["due_at"] is not None)
    await place.forward(loan, days=5, minutes=1)
    return await ended(place, loan, "expired")


async def refused(place: Office) -> str:
    loan = await asked(place)
    await decided(place, loan, "refuse", reason="请由该客户的客服专员处理")
    return await ended(place, loan, "loan-refused")


async def withdrawn(place: Office) -> str:
    loan = await asked(place)
    await decided(place, loan, "return", by="agent")
    return await ended(place, loan, "loan-withdrawn")


async def chased(place: Office) -> str:
    loan = await asked(place)
    await place.forward(loan, hours=4, minutes=1)
    await place.until(loan, lambda now: any(each["data"].get("key") == "1" for each in now["told"]))
    await place.forward(loan, hours=4, minutes=1)
    await place.until(loan, lambda now: now["escalation_level"] == 1)
    await decided(place, loan, "grant", by="manager")
    await place.until(loan, lambda now: now["stage"] == "lent" and now["due_at"] is not None)
    await decided(place, loan, "return", by="supervisor")
    return await ended(place, loan, "returned")


async def undecided_for_a_day(place: Office) -> str:
    loan = await asked(place)
    await place.forward(loan, hours=32, minutes=1)
    await place.until(loan, lambda now: now["escalation_level"] == 2)
    await decided(place, loan, "refuse", by="manager", reason="请由该客户的客服专员处理")
    return await ended(place, loan, "loan-refused")


async def lapsed(place: Office) -> str:
    loan = await asked(place, until=later(hours=2))
    await place.forward(loan, hours=2, minutes=1)
    return await ended(place, loan, "lapsed")


async def cancelled(place: Office) -> str:
    loan = await asked(place)
    await place.env.client.get_workflow_handle(loan).cancel()
    return await ended(place, loan, "cancelled")


def _all(*plays: Play) -> dict[str, Any]:
    return {play.__name__.replace("_", "-"): played(play) for play in plays}


LENDING = _all(returned, expired, refused, withdrawn, chased, undecided_for_a_day, lapsed, cancelled)
