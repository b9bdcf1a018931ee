"""A file is open to its borrower for as long as it is lent, and to nobody by asking (P22, P23)."""

from typing import Any

from tests.town.doors import Browser, Door
from tests.town.lending import WHY, later
from tests.town.office import Office


async def in_files(place: Office, who: Browser) -> bool:
    """Whether the owner of the flat is there for whoever looks at the building."""
    async with place.pool.acquire() as db:
        building = await db.fetchval("SELECT building_id FROM ownerships WHERE id = $1", place.ownership)
    answer = await who.http.get(f"/buildings/{building}/owners")
    assert answer.status_code == 200, answer.text
    return place.customer in [each["customer_id"] for each in answer.json()["items"]]


async def asked(place: Office, who: Browser, **more: Any) -> Any:
    body = {"customer_id": place.customer, "until": later(days=2), "reason": WHY, **more}
    return await who.call("POST", "/loans", json=body)


async def test_open_while_it_is_lent_and_neither_before_nor_after(place: Office) -> None:
    door = Door(str(place.http.base_url).rstrip("/"), None, place.http)  # type: ignore[arg-type]
    await place.hire("other", "agent")
    clerk, boss, other = [
        await door.signed_in(await door.person(role, staff_id=place.staff[who]))
        for who, role in (("agent", "agent"), ("supervisor", "service_supervisor"), ("other", "agent"))
    ]
    try:
        assert not await in_files(place, clerk) and await in_files(place, boss)
        in_anothers_name = await asked(place, clerk, by=place.staff["other"])
        assert in_anothers_name.status_code == 403, in_anothers_name.text
        first = (await asked(place, clerk)).json()["id"]
        await place.until(first, lambda now: now["promise"] is not None)
        refused = await boss.call("POST", f"/loans/{first}:refuse", json={"reason": "请由客服专员处理"})
        assert refused.status_code == 200, refused.text
        told = await clerk.http.get(f"/tickets/{first}/timeline")
        assert "请由客服专员处理" in told.text and not await in_files(place, clerk)

        answer = await asked(place, clerk)
        assert answer.status_code == 201, answer.text
        loan = answer.json()["id"]
        await place.until(loan, lambda now: now["promise"] is not None)
        assert not await in_files(place, clerk), "asking is not having"
        ticket = (await clerk.http.get(f"/tickets/{loan}")).json()
        assert (ticket["stage"], ticket["owner"]) == ("loan_asked", None)
        assert (await clerk.call("POST", f"/loans/{loan}:grant", json={})).status_code == 403
        assert (await other.call("POST", f"/loans/{loan}:return", json={})).status_code == 404

        granted = await boss.call("POST", f"/loans/{loan}:grant", json={})
        assert granted.status_code == 200, granted.text
        assert await in_files(place, clerk) and not await in_files(place, other)
        assert [each["id"] for each in (await clerk.http.get("/loans?open=true")).json()["items"]] == [loan]
        assert (await other.http.get("/loans")).json()["items"] == []

        returned = await clerk.call("POST", f"/loans/{loan}:return", json={})
        assert returned.status_code == 200, returned.text
        assert not await in_files(place, clerk)

        trail = (await place.http.get("/trail", params={"customer": place.customer, "limit": 200})).json()[
            "items"
        ]
        by_clerk = [each for each in trail if each["staff_id"] == place.staff["agent"]]
        assert {each["role"] for each in by_clerk} == {"agent"}
        attempts = [each for each in by_clerk if each["operation"] == "grantLoan"]
        assert [each["status"] for each in attempts] == [403]
    finally:
        for browser in door.browsers:
            await browser.http.aclose()


async def test_an_auditor_reads_the_trail_and_nobody_else_does(place: Office) -> None:
    door = Door(str(place.http.base_url).rstrip("/"), None, place.http)  # type: ignore[arg-type]
    try:
        auditor = await door.signed_in(await door.person("auditor"))
        clerk = await door.signed_in(await door.person("agent", staff_id=await place.hire("third", "agent")))
        assert (await auditor.http.get("/trail", params={"customer": place.customer})).status_code == 200
        assert (await auditor.http.get("/exports")).status_code == 200
        assert (await clerk.http.get("/trail")).status_code == 403
        refused = await clerk.call(
            "POST", "/exports", json={"building_id": "B000001"}, headers={"X-Purpose": "quality"}
        )
        assert refused.status_code == 403
    finally:
        for browser in door.browsers:
            await browser.http.aclose()
