"""Whose files somebody reads, and what they may do with them (P22, P23)."""

from typing import Any

from tests.town.archive import Archive
from tests.town.callers import somebody
from tests.town.doors import Door


async def test_an_agent_keeps_the_files_of_own_customers(door: Door, archive: Archive, problem: Any) -> None:
    agent, colleague = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    new = {"name": "访客示例", "phone": "19900098001", "pre_sale": {"stage": "potential"}}
    added = await agent.call("POST", "/customers", json=new)
    assert added.status_code == 201, added.text
    known = added.json()["id"]
    assert added.json()["agent_id"] == agent.staff_id
    visit = {"kind": "visit", "content": "看了样板间"}
    assert (await agent.call("POST", f"/customers/{known}/communications", json=visit)).status_code == 201
    file = (await agent.call("GET", f"/customers/{known}")).json()
    assert file["name"] == "访客示例" and "****" in file["phone"]
    assert [each["by"] for each in file["communications"]["items"]] == [agent.staff_id]
    for path in ("", "/communications", "/problems", "/maintenance"):
        problem(await colleague.call("GET", f"/customers/{known}{path}"), 404, "no-such-customer")
    looked_for = await colleague.call("POST", "/customers:search", json={"phone": "19900098001"})
    (caller,) = looked_for.json()["items"]  # who calls is found by the number, and no more of them
    assert (caller["id"], caller["own"]) == (known, False)
    problem(await colleague.call("GET", f"/customers/{known}"), 404, "no-such-customer")
    by_name = await colleague.call("POST", "/customers:search", json={"name": "访客示例"})
    assert by_name.json() == {"items": [], "more": False}
    listed = (await colleague.call("GET", "/customers", params={"limit": 200})).json()["items"]
    assert known not in {each["id"] for each in listed}
    # In a colleague's name, or for a colleague, only those do who assign customers.
    other = {**visit, "by": colleague.staff_id}
    problem(
        await agent.call("POST", f"/customers/{known}/communications", json=other), 403, "not-in-own-name"
    )
    for_colleague = {"name": "访客乙", "phone": "19900098002", "agent_id": colleague.staff_id}
    problem(await agent.call("POST", "/customers", json=for_colleague), 403, "not-allowed")
    assigned = {"agent_id": colleague.staff_id}
    problem(await agent.call("PUT", f"/customers/{known}/agent", json=assigned), 403, "not-allowed")
    supervisor = await somebody(door, archive, "service_supervisor")
    assert (await supervisor.call("PUT", f"/customers/{known}/agent", json=assigned)).status_code == 200
    problem(await agent.call("GET", f"/customers/{known}"), 404, "no-such-customer")
    assert (await colleague.call("GET", f"/customers/{known}")).json()["id"] == known


async def test_merging_is_a_supervisors(door: Door, archive: Archive, problem: Any) -> None:
    agent = await somebody(door, archive, "agent")
    supervisor = await somebody(door, archive, "service_supervisor")
    kept, other = await archive.customer(agent.staff_id), await archive.customer(agent.staff_id)
    path, body = f"/customers/{kept}:merge", {"other": other}
    problem(await agent.call("POST", path, json=body), 403, "not-allowed")
    merged = await supervisor.call("POST", path, json=body)
    assert merged.status_code == 200 and merged.json()["by"] == supervisor.staff_id
    # The duplicate's id leads to the file for whoever may read it.
    assert (await agent.call("GET", f"/customers/{other}")).json()["id"] == kept
    undo = f"/merges/{merged.json()['id']}:undo"
    problem(await agent.call("POST", undo), 403, "not-allowed")
    assert (await supervisor.call("POST", undo)).status_code == 200
    assert (await agent.call("GET", f"/customers/{other}")).json()["id"] == other


async def test_whose_salesperson_it_is_is_said_by_those_who_assign(
    door: Door, archive: Archive, problem: Any
) -> None:
    seller, agent = await somebody(door, archive, "salesperson"), await somebody(door, archive, "agent")
    supervisor = await somebody(door, archive, "service_supervisor")
    known = await archive.customer(agent.staff_id)
    path = f"/customers/{known}/pre-sale"

    def record(salesperson: str | None) -> dict[str, Any]:
        return {"stage": "potential", "salesperson_id": salesperson}

    for person in (agent.staff_id, seller.staff_id):
        problem(await agent.call("PUT", path, json=record(person)), 403, "not-allowed")
    assert (await agent.call("PUT", path, json={"stage": "potential"})).status_code == 200
    other = problem(await supervisor.call("PUT", path, json=record(agent.staff_id)), 422, "invalid")
    assert other["errors"][0]["pointer"] == "#/salesperson_id"
    problem(await seller.call("GET", f"/customers/{known}"), 404, "no-such-customer")
    assert (await supervisor.call("PUT", path, json=record(seller.staff_id))).status_code == 200
    assert (await seller.call("GET", f"/customers/{known}")).status_code == 200
    # As it is, it may be said again; and it is not taken away either.
    assert (await agent.call("PUT", path, json=record(seller.staff_id))).status_code == 200
    problem(await seller.call("PUT", path, json=record(None)), 403, "not-allowed")
    # Somebody new is one's own, where one is a salesperson.
    new = {"name": "访客丙", "phone": "19900098003", "pre_sale": record(seller.staff_id)}
    problem(await agent.call("POST", "/customers", json=new), 403, "not-allowed")
    assert (await seller.call("POST", "/customers", json=new)).status_code == 201
    new = {"name": "访客丁", "phone": "19900098004", "pre_sale": record(agent.staff_id)}
    answer = problem(await agent.call("POST", "/customers", json=new), 422, "invalid")
    assert answer["errors"][0]["pointer"] == "#/pre_sale/salesperson_id"


async def test_a_file_that_is_not_open_is_not_named(door: Door, archive: Archive, problem: Any) -> None:
    agent, colleague = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    new = {"name": "访客戊", "phone": "19900098005"}
    known = (await agent.call("POST", "/customers", json=new)).json()["id"]
    assert known in problem(await agent.call("POST", "/customers", json=new), 409, "customer-known")["detail"]
    for language, words in (("zh-CN", "未对您开放"), ("en", "cannot see")):
        answer = await colleague.call("POST", "/customers", json=new, headers={"Accept-Language": language})
        detail = problem(answer, 409, "customer-known")["detail"]
        assert words in detail and known not in detail and "None" not in detail and "unseen" not in detail


async def test_a_file_that_is_lent_is_read_and_not_written(
    door: Door, archive: Archive, problem: Any
) -> None:
    owner, borrower = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    known = await archive.customer(owner.staff_id)
    path, record = f"/customers/{known}", {"stage": "potential"}
    loan = await archive.ticket(known, "Lending")
    await archive.run(
        "INSERT INTO loans (id, customer_id, borrower_id, asked_until, granted_at, until)"
        " VALUES ($1, $2, $3, now() + interval '1 day', now(), now() + interval '1 day')",
        loan,
        known,
        borrower.staff_id,
    )
    assert (await borrower.call("GET", path)).json()["id"] == known
    problem(await borrower.call("PUT", f"{path}/pre-sale", json=record), 403, "only-lent")
    problem(await borrower.call("PATCH", path, json={"phone": "19900098006"}), 403, "only-lent")
    assert (await owner.call("PUT", f"{path}/pre-sale", json=record)).status_code == 200
    # With a ticket of the customer's in hand, the file is not only lent.
    await archive.ticket(known, agent_id=borrower.staff_id)
    assert (await borrower.call("PUT", f"{path}/pre-sale", json=record)).status_code == 200


async def test_whoever_put_somebody_on_file_keeps_seeing_them(
    door: Door, archive: Archive, problem: Any
) -> None:
    """A salesperson's visitor gets an agent and stays the salesperson's; an agent's goes over (P3)."""
    supervisor = await somebody(door, archive, "service_supervisor")
    for role, sees in (("salesperson", True), ("agent", False)):
        seller, agent = await somebody(door, archive, role), await archive.person()
        new = {"name": "访客示例", "phone": f"1990009{7001 + sees}"}
        made = await seller.call("POST", "/customers", json=new)
        assert made.status_code == 201, made.text
        customer = made.json()["id"]
        assigned = await supervisor.call("PUT", f"/customers/{customer}/agent", json={"agent_id": agent})
        assert assigned.is_success, assigned.text
        file = await seller.call("GET", f"/customers/{customer}")
        assert (file.status_code == 200) is sees, (role, file.text)
