"""What a call to the customer that the crew asked for lives through (P7)."""

from typing import Any

from domain.messages.ringing import RingCustomer, key_of, workflow_of
from domain.playbooks.follow_up_call import FollowUpPolicy
from tests.replay.people import played
from tests.town.office import Office

_POLICY = FollowUpPolicy()


async def rung(place: Office, request: str, who: str = "leader", again: bool = False) -> str:
    """The workflow of one call, once it has ended; `again`: ordered twice under one key."""
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] in ("acknowledged", "crew_wanted"))
    staff = place.staff[who]
    order = RingCustomer(
        ticket,
        staff,
        place.customer,
        key_of(request),
        _POLICY.dial_within,
        _POLICY.telling.answer_within,
        _POLICY.asked_about_a_call,
    )
    workflow = workflow_of(ticket, staff)
    for number in range(2 if again else 1):
        handle = await place.env.client.start_workflow(
            "RingCustomer", order, id=workflow, task_queue=place.queue
        )
        if number:
            # Its report has come already: the provider is asked.
            await place.forward(workflow, minutes=3)
        await handle.result()
    return workflow


async def spoken(place: Office) -> str:
    return await rung(place, "spoken")


async def asked(place: Office) -> str:
    return await rung(place, "asked", again=True)


async def no_phone(place: Office) -> str:
    """Somebody who has left: there is no number to ring."""
    leaver = await place.hire("leaver", "agent")
    async with place.pool.acquire() as db:
        await db.execute("UPDATE staff SET active = false WHERE id = $1", leaver)
    return await rung(place, "no-phone", "leaver")


RING_CUSTOMER: dict[str, Any] = {
    "spoken": played(spoken),
    "asked": played(asked),
    "no-phone": played(no_phone),
}
