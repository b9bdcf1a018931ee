"""A customer agrees, and no longer agrees: what follows, follows at once."""

import asyncpg
import pytest

from store.database import queries
from tests.playbooks import test_follow_up
from tests.town.office import Office
from tests.town.privacy import person


def word(place: Office, purpose: str, state: str, **more: str) -> dict[str, str]:
    return {"purpose": purpose, "state": state, "source": "phone", "by": place.staff["agent"], **more}


async def standing(place: Office, customer: str, purpose: str) -> dict[str, object]:
    answer = (await place.http.get(f"/customers/{customer}/consents")).json()
    return next(each for each in answer["now"] if each["purpose"] == purpose)


async def test_whoever_withdraws_from_marketing_gets_none_at_any_number_until_they_agree_again(
    place: Office,
) -> None:
    who = await person(place)
    path = f"/customers/{who.id}/consents"
    assert (await standing(place, who.id, "marketing_sms"))["allowed"] is True
    said = await place.post(path, word(place, "marketing_sms", "withdrawn"), 201)
    assert "at once" in said["effect"]
    async with place.pool.acquire() as db:
        out = await db.fetchval(
            "SELECT count(*) FROM opt_outs WHERE idx(phone) = ANY(SELECT idx(unnest($1::bytea[])))",
            who.phones,
        )
    assert out == len(who.phones)
    assert (await standing(place, who.id, "marketing_sms"))["state"] == "withdrawn"
    await place.post(
        path, word(place, "marketing_sms", "given", evidence="表单 12", text_version="2026-01"), 201
    )
    now = await standing(place, who.id, "marketing_sms")
    assert now["state"] == "given" and now["allowed"] is True
    history = (await place.http.get(path)).json()["said"]
    assert [each["state"] for each in history][:2] == ["given", "withdrawn"]
    assert history[0]["evidence"] == "表单 12" and history[0]["text_version"] == "2026-01"


@pytest.mark.parametrize("how", ["withdrawn", "spoke_first", "opted_out", "moved_away"])
async def test_nobody_agrees_for_another_who_has_or_had_the_number(place: Office, how: str) -> None:
    who, other = await person(place), await person(place)
    async with place.pool.acquire() as db:
        await db.execute("UPDATE customers SET phone = $1 WHERE id = $2", who.phones[0], other.id)
    paths = [f"/customers/{each.id}/consents" for each in (who, other)]
    if how == "spoke_first":
        await place.post(paths[1], word(place, "marketing_sms", "withdrawn"), 201)
    await place.post(paths[0], word(place, "marketing_sms", "withdrawn"), 201)
    if how == "opted_out":
        await place.post(f"/customers/{other.id}:opt-out", {}, 204)
    elif how != "spoke_first":
        await place.post(paths[1], word(place, "marketing_sms", "withdrawn"), 201)
    if how == "moved_away":
        async with place.pool.acquire() as db:
            await db.execute("UPDATE customers SET phone = $1 WHERE id = $2", other.phones[0], other.id)
            # The text that went to the number is what is left of its having been theirs.
            await db.execute("UPDATE messages SET phone = $1 WHERE customer_id = $2", who.phones[0], other.id)
    said = await place.post(paths[0], word(place, "marketing_sms", "given"), 201)
    assert said["state"] == "given" and "stays opted out" in said["effect"]
    assert (await standing(place, who.id, "marketing_sms"))["allowed"] is False
    await place.post(paths[1], word(place, "marketing_sms", "given"), 201)
    again = await place.post(paths[0], word(place, "marketing_sms", "given"), 201)
    assert "stays opted out" not in again["effect"]
    assert (await standing(place, who.id, "marketing_sms"))["allowed"] is True


async def test_an_opt_out_by_text_counts_as_withdrawn(place: Office) -> None:
    who = await person(place)
    await place.post(f"/customers/{who.id}:opt-out", {}, 204)
    assert (await standing(place, who.id, "marketing_sms"))["allowed"] is False


async def test_a_word_of_before_does_not_overrule_a_later_one(place: Office) -> None:
    who = await person(place)
    path = f"/customers/{who.id}/consents"
    await place.post(path, word(place, "marketing_sms", "withdrawn"), 201)
    await place.post(path, word(place, "marketing_sms", "given", at="2026-01-01T09:00:00+08:00"), 201)
    assert (await standing(place, who.id, "marketing_sms"))["allowed"] is False


async def test_nobody_is_called_who_refuses_calls_and_no_recording_is_kept_of_who_refuses_it(
    place: Office,
) -> None:
    call = await test_follow_up.to_call(place)
    await place.until(call, lambda now: now["stage"] == "ready")
    path = f"/customers/{place.customer}/consents"
    await place.post(path, word(place, "follow_up_calls", "withdrawn"), 201)
    refusal = await place.act(call, "dial", status=409)
    assert refusal["type"].endswith("customer-refuses-calls")
    listed = (await place.http.get("/calls", params={"agent": place.staff["agent"]})).json()
    assert [each["no_call"] for each in listed["items"] if each["ticket_id"] == call] == [True]
    await place.post(path, word(place, "follow_up_calls", "given"), 201)
    who = await person(place)
    await place.post(f"/customers/{who.id}/consents", word(place, "recording", "withdrawn"), 201)
    async with place.pool.acquire() as db:
        id_ = await db.fetchval(
            "UPDATE calls SET recording_url = NULL WHERE customer_id = $1 RETURNING id", who.id
        )
        await queries.call_recorded(db, id=id_, url="https://recordings.example/1")
        assert await db.fetchval("SELECT recording_url FROM calls WHERE id = $1", id_) is None


async def test_what_was_said_cannot_be_changed(place: Office) -> None:
    who = await person(place)
    async with place.pool.acquire() as db:
        for change in ("UPDATE consents SET state = 'withdrawn'", "DELETE FROM consents"):
            with pytest.raises(asyncpg.RestrictViolationError):
                await db.execute(f"{change} WHERE customer_id = $1", who.id)


async def test_what_does_not_fit_is_refused(place: Office) -> None:
    who = await person(place)
    path = f"/customers/{who.id}/consents"
    future = await place.post(path, word(place, "recording", "given", at="2099-01-01T00:00:00+08:00"), 422)
    assert future["errors"][0]["pointer"] == "#/at"
    await place.post(path, word(place, "everything", "given"), 422)
    await place.post("/customers/C99999999/consents", word(place, "recording", "given"), 404)


async def test_said_again_under_its_key_it_is_written_once(place: Office) -> None:
    who = await person(place)
    path, key = f"/customers/{who.id}/consents", {"Idempotency-Key": f"consent-{who.id}"}
    body = word(place, "follow_up_calls", "withdrawn")
    answers = [await place.http.post(path, json=body, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    said = (await place.http.get(path)).json()["said"]
    assert [each["purpose"] for each in said].count("follow_up_calls") == 1
