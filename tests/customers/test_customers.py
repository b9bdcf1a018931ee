"""What owners do, and what it stops."""

from typing import Any


async def test_an_opt_out_stops_the_number_everywhere(api: Any) -> None:
    first, [(ownership, customer, phone)] = await api.enrolled()
    second = await api.building()
    other, *_ = await api.owner(second, phone, name="家人")
    await api.http.post(f"/buildings/{second}/pre-handover", json={})
    await api.until(f"/tickets/pre-handover-{other}", lambda answer: answer.status_code == 200)
    assert (await api.http.post(f"/customers/{customer}:opt-out")).status_code == 204
    for closed in (ownership, other):
        assert (await api.closed(closed))["close_reason"] == "opted_out"
    for building in (first, second):
        (owner,) = (await api.http.get(f"/buildings/{building}/owners")).json()["items"]
        assert owner["opted_out"] is True
    assert (await api.http.post(f"/customers/{customer}:opt-out")).status_code == 204


async def test_signing_and_selling_close_the_ticket(api: Any) -> None:
    _, [(signing, customer, _), (selling, *_)] = await api.enrolled(owners=2)
    assert (await api.http.post(f"/customers/{customer}:signed")).status_code == 204
    assert (await api.http.post(f"/ownerships/{selling}:sold")).status_code == 204
    assert (await api.closed(signing))["close_reason"] == "signed"
    assert (await api.closed(selling))["close_reason"] == "sold"


async def test_a_new_number(api: Any, problem: Any) -> None:
    _, [(_, customer, _), (_, _, taken)] = await api.enrolled(owners=2)
    answer = await api.http.patch(f"/customers/{customer}", json={"phone": "+86 199-0007-9999"})
    assert answer.status_code == 200 and answer.json() == {"id": customer, "phone": "199****9999"}
    for bad in ("12345", "010-12345678", "not a number", "+1"):
        body = problem(await api.http.patch(f"/customers/{customer}", json={"phone": bad}), 422, "invalid")
        assert body["errors"][0]["pointer"] == "#/phone"
    problem(await api.http.patch(f"/customers/{customer}", json={"phone": taken}), 409, "number-taken")


async def test_unknown_customers(api: Any, problem: Any) -> None:
    for act in ("opt-out", "signed"):
        problem(await api.http.post(f"/customers/C99999999:{act}"), 404, "no-such-customer")
    problem(await api.http.post("/ownerships/O99999999:sold"), 404, "no-such-ownership")
    problem(
        await api.http.patch("/customers/C99999999", json={"phone": "19900079998"}), 404, "no-such-customer"
    )


async def test_a_signature_and_a_sale_recorded_by_mistake_are_taken_back(api: Any, problem: Any) -> None:
    _, [(signing, customer, _), (selling, *_)] = await api.enrolled(owners=2)
    recorded = (
        (signing, f"/customers/{customer}:signed", f"/customers/{customer}:unsigned"),
        (selling, f"/ownerships/{selling}:sold", f"/ownerships/{selling}:owned"),
    )
    for ownership, record, take_back in recorded:
        order = {"kind": "PreHandover", "ownership_id": ownership}
        assert (await api.http.post(record)).status_code == 204
        await api.closed(ownership)
        problem(await api.http.post("/tickets", json=order), 409, "owner-left")
        problem(await api.http.post(take_back, json={}), 422, "invalid")
        for _ in range(2):  # the second finds nothing to do
            assert (await api.http.post(take_back, json={"reason": "登记错人"})).status_code == 204
        path = f"/tickets/pre-handover-{ownership}"
        assert (await api.http.get(path)).json()["stage"] == "closed"
        events = (await api.http.get(f"{path}/timeline")).json()["items"]
        assert sum("登记错人" in event["text"] for event in events) == 1
        assert (await api.http.post("/tickets", json=order)).status_code == 201
        await api.until(path, lambda answer: answer.json()["stage"] == "waiting")
    for act, code in (
        ("customers/C99999999:unsigned", "customer"),
        ("ownerships/O99999999:owned", "ownership"),
    ):
        problem(await api.http.post(f"/{act}", json={"reason": "无"}), 404, f"no-such-{code}")
