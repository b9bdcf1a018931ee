"""One text for a number and a step, whoever it is said to be (P1)."""

from datetime import date, timedelta

from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from services.customers.owner_facts import OwnerFacts
from tests.town.owners import Town


async def test_two_names_on_one_number_get_each_text_once(town: Town) -> None:
    first = await town.enrolled(40)
    second = await town.owner(first.building, phone=first.phone)
    await town.start(second)
    for owner in (first, second):
        await town.forward(owner, 41)
    assert [await town.result(owner) for owner in (first, second)] == ["completed", "completed"]
    assert len(await town.inbox(first.phone)) == 3
    assert (await town.timeline(second)).count("message_shared") == 3


async def test_each_building_has_its_own_texts(town: Town) -> None:
    first = await town.enrolled(40)
    elsewhere = await town.owner(await town.building(date.today() + timedelta(days=60)), phone=first.phone)
    await town.start(elsewhere)
    await town.forward(first, 41)
    await town.forward(elsewhere, 61)
    assert len(await town.inbox(first.phone)) == 6


async def test_a_text_that_failed_for_one_name_is_sent_for_the_other(town: Town) -> None:
    first = await town.enrolled(40)
    second = await town.owner(first.building, phone=first.phone)
    await town.start(second)
    await town.treat(first, "reject")
    await town.forward(first, 12)
    await town.forward(second, 12)
    assert len(await town.inbox(first.phone)) == 1


async def test_who_gets_the_number_of_another_later_gets_no_text_twice(town: Town) -> None:
    first = await town.enrolled(40)
    second = await town.owner(first.building)
    await town.start(second)
    await town.forward(first, 12)
    await OwnerFacts(town.pool, town.client, town.queue).change_number(second.customer, first.phone)
    await town.forward(second, 12)
    assert len(await town.inbox(first.phone)) == 1


async def test_a_text_that_is_sent_anew_for_a_new_date_is_one_again(town: Town) -> None:
    policy = PreHandoverPolicy(resend_after_move=True)
    building = await town.building(date.today() + timedelta(days=40), policy)
    owners = [await town.owner(building)]
    owners.append(await town.owner(building, phone=owners[0].phone))
    for owner in owners:
        await town.start(owner, policy)
        await town.forward(owner, 12)
    assert len(await town.inbox(owners[0].phone)) == 1
