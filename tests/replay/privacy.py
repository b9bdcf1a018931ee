"""What requests about personal data and nightly deletions live through, each branch once (P23)."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.privacy.retention import Retain
from domain.privacy.retention_schedule import PrivacyPolicy
from tests.privacy.test_requests import answered, asked, granted
from tests.replay.people import closed, played, withdrawn
from tests.town.office import Office
from tests.town.privacy import person, repaired
from tests.town.repairs import happened


async def seen(place: Office) -> str:
    ticket = await asked(place, await person(place), "see")
    await granted(place, ticket)
    await answered(place, ticket)
    return ticket


async def corrected_in_part(place: Office) -> str:
    ticket = await asked(
        place, await person(place), "correct", corrections={"name": "新名", "other_phones": []}
    )
    await place.act(ticket, "check-identity", identity="id_card_seen")
    partly = {"decision": "partly", "fields": ["other_phones"], "ground": "unfounded"}
    await place.act(ticket, "decide-request", by="supervisor", **partly)
    await place.until(ticket, lambda now: now["stage"] == "to_tell")
    await answered(place, ticket)
    return ticket


async def deleted_after_a_hold(place: Office) -> str:
    who = await person(place)
    await repaired(place, who)
    hold = {"customer_id": who.id, "reason": "诉讼", "by": place.staff["supervisor"]}
    hold_id = (await place.post("/legal-holds", hold, 201))["id"]
    ticket = await asked(place, who, "delete")
    await granted(place, ticket)
    await place.post(f"/legal-holds/{hold_id}:lift", {"by": place.staff["supervisor"]})
    await place.act(ticket, "carry-out-request", by="supervisor")
    await place.until(ticket, lambda now: now["stage"] == "to_tell")
    await answered(place, ticket)
    return ticket


async def refused(place: Office) -> str:
    ticket = await asked(place, await person(place), "delete")
    await place.act(ticket, "check-identity", identity="signed_form")
    await place.act(ticket, "decide-request", by="supervisor", decision="refused", ground="unfounded")
    await answered(place, ticket, "request_refused")
    return ticket


async def identity_not_shown(place: Office) -> str:
    ticket = await asked(place, await person(place), "see")
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.act(ticket, "identity-not-shown", by="supervisor", remark="回拨无人")
    await answered(place, ticket, "request_refused")
    return ticket


async def overdue(place: Office) -> str:
    ticket = await asked(place, await person(place), "see")
    await place.until(ticket, lambda now: now["promise"] is not None)
    for days in (14, 5, 2):
        await place.forward(ticket, days=days, seconds=5)
    await happened(place, ticket, "call_ended", 3)
    policy = PrivacyPolicy()
    policy = replace(policy, answered=replace(policy.answered, within=timedelta(days=30)))
    await place.env.client.get_workflow_handle(ticket).execute_update("change_policy", policy)
    return await withdrawn(place, ticket)


async def cancelled(place: Office) -> str:
    ticket = await asked(place, await person(place), "see")
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.env.client.get_workflow_handle(ticket).cancel()
    return await closed(place, ticket, "cancelled")


async def night(place: Office) -> str:
    ticket = f"retention-{uuid.uuid4().hex[:8]}"
    await place.env.client.execute_workflow("Retention", Retain(), id=ticket, task_queue=place.queue)
    return ticket


PRIVACY_REQUEST: dict[str, Any] = {
    "seen": played(seen),
    "corrected-in-part": played(corrected_in_part),
    "deleted-after-a-hold": played(deleted_after_a_hold),
    "refused": played(refused),
    "identity-not-shown": played(identity_not_shown),
    "overdue": played(overdue),
    "cancelled": played(cancelled),
}
RETENTION: dict[str, Any] = {"night": played(night)}
