"""Messages whose outcome only a person can settle."""

import uuid
from typing import Any


async def message(api: Any, state: str) -> int:
    _, [(ownership, customer, phone)] = await api.enrolled()
    async with api.pool.acquire() as db:
        return int(
            await db.fetchval(
                """INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, step, purpose,
                                         template, phone, text, segments, state, provider)
                   VALUES ($1, $1, $2, $3, 'congratulation', 'marketing', 'pre-handover-congratulation',
                           $4, '…', 1, $5, 'aliyun') RETURNING id""",
                uuid.uuid4().hex,
                f"pre-handover-{ownership}",
                customer,
                phone,
                state,
            )
        )


async def test_a_person_settles_a_message_of_unknown_outcome(api: Any, problem: Any) -> None:
    unknown = [await message(api, "unknown") for _ in range(2)]
    listed = (await api.http.get("/messages?state=unknown&limit=200")).json()["items"]
    assert set(unknown) <= {entry["id"] for entry in listed}
    assert {entry["state_name"] for entry in listed} == {"outcome unknown"}
    for number, outcome in zip(unknown, ("sent", "not_sent"), strict=True):
        assert (
            await api.http.post(f"/messages/{number}:resolve", json={"outcome": outcome})
        ).status_code == 204
        problem(
            await api.http.post(f"/messages/{number}:resolve", json={"outcome": outcome}),
            409,
            "message-settled",
        )
    left = (await api.http.get("/messages?state=unknown&limit=200")).json()["items"]
    assert not set(unknown) & {entry["id"] for entry in left}


async def test_what_cannot_be_settled(api: Any, problem: Any) -> None:
    settled = await message(api, "delivered")
    problem(
        await api.http.post(f"/messages/{settled}:resolve", json={"outcome": "sent"}), 409, "message-settled"
    )
    problem(
        await api.http.post("/messages/999999999:resolve", json={"outcome": "sent"}), 404, "no-such-message"
    )
    problem(await api.http.post(f"/messages/{settled}:resolve", json={"outcome": "maybe"}), 422, "invalid")
