"""One page per customer: what is known, by whomever it was learnt (P22, P24)."""

from datetime import date, timedelta
from typing import Any

from tests.town.files import customer, estate, file_of, flat, number
from tests.town.office import Office


async def test_a_file_has_everything(place: Office) -> None:
    phone = number()
    visitor = await customer(
        place, "张示例", phone, email="zhang@example.com", addresses=["示例路 1 号"],
        pre_sale={"stage": "potential", "source": "walk_in", "needs": "想看三居的样板间"},
    )  # fmt: skip
    known = visitor["id"]
    assert visitor["pre_sale"]["stage"] == "potential" and visitor["grade"] is None
    building = await estate(place)
    home = await flat(place, building, known, "0801")
    crew = await place.http.put(f"/buildings/{building}/crews/plumbing", json={"crew_id": place.crew})
    assert crew.is_success
    at = f"/customers/{known}"
    kept = (await place.http.put(f"{at}/pre-sale", json={
        "stage": "near_intent", "salesperson_id": await place.hire("seller", "salesperson"),
        "assessment": "年内会定",
    })).raise_for_status().json()  # fmt: skip
    assert (kept["stage"], kept["needs"], kept["assessment"]) == ("near_intent", None, "年内会定")
    await place.http.put(f"{at}/grade", json={"grade": "key", "reason": "介绍过三位客户"})
    await place.http.put(f"{at}/agent", json={"agent_id": place.staff["agent"]})
    visit = {"kind": "visit", "content": "看了样板间", "assessment": "意向明确", "by": place.staff["agent"]}
    await place.post(f"{at}/communications", visit, 201)
    contract = {"number": "HT-2026-0117", "signed_on": str(date.today() - timedelta(days=3)),
                "amount": "186000.50", "ownership_id": home}  # fmt: skip
    number_of_it = (await place.post(f"{at}/contracts", contract, 201))["id"]
    paid = {"on": str(date.today() - timedelta(days=1))}
    answer = await place.http.put(f"{at}/contracts/{number_of_it}/first-payment", json=paid)
    assert answer.json()["first_payment_on"] == paid["on"]
    repair = await place.repair(customer_id=known, ownership_id=home, urgent=True)
    await place.post(f"/tickets/{repair}/notes", {"author": "前台", "text": "业主下午在家"}, 201)

    await place.until(repair, lambda ticket: ticket["promise"])
    file = await file_of(place, known)
    assert (file["name"], file["addresses"]) == ("张示例", ["示例路 1 号"])
    assert file["phone"].startswith("199****") and file["email"] == "z***"
    told = await place.http.get(at, headers={"X-Purpose": "visit"})
    assert (told.json()["phone"], told.json()["email"]) == (phone, "zhang@example.com")
    assert (file["grade"]["grade"], file["grade"]["reason"]) == ("key", "介绍过三位客户")
    assert file["agent_id"] == place.staff["agent"] and file["signed"] is True
    assert [(each["room"], each["building"]) for each in file["flats"]] == [("0801", "档案花园")]
    (signed,) = file["contracts"]
    assert (signed["number"], signed["amount"], signed["first_payment_on"]) == (
        "HT-2026-0117",
        "186000.50",
        paid["on"],
    )
    (trouble,) = file["problems"]["items"]
    assert (trouble["ticket_id"], trouble["urgent"], trouble["open"]) == (repair, True, True)
    assert trouble["department"] == "工程部" and "厨房水槽下方漏水" in trouble["content"]
    (job,) = file["maintenance"]["items"]
    assert (job["crew"], job["flat"], job["arrived_in_time"]) == ("水电一队", "1栋1单元0801", None)
    said = {each["kind"]: each for each in file["communications"]["items"]}
    assert (said["contact_visit"]["content"], said["contact_visit"]["assessment"]) == (
        "看了样板间",
        "意向明确",
    )
    assert said["contact_visit"]["role"] == "agent"
    assert (said["note"]["by"], said["note"]["content"]) == ("前台", "业主下午在家")


async def test_long_lists_are_read_page_by_page(place: Office) -> None:
    known = (await customer(place, "李示例"))["id"]
    for day in range(13):
        entry = {
            "kind": "letter",
            "direction": "out",
            "content": f"第 {day} 封",
            "at": f"2026-01-{day + 1:02}T09:00:00+08:00",
        }
        await place.post(f"/customers/{known}/communications", entry, 201)
    page = (await file_of(place, known))["communications"]
    assert [each["content"] for each in page["items"]] == [f"第 {day} 封" for day in range(12, 2, -1)]
    rest = (await place.http.get(page["next"])).json()
    assert [each["content"] for each in rest["items"]] == ["第 2 封", "第 1 封", "第 0 封"]
    assert rest["next"] is None


async def test_customers_are_found_by_what_is_known_exactly(place: Office, problem: Any) -> None:
    phone, other = number(), number()
    known = (await customer(place, "王 示例", phone, other_phones=[other], wechat="wangshili"))["id"]

    async def found(**by: str) -> list[str]:
        answer = await place.http.post("/customers:search", json=by)
        return [each["id"] for each in answer.raise_for_status().json()["items"]]

    assert await found(phone=phone) == await found(phone=other.removeprefix("+86")) == [known]
    assert await found(name="王示例") == await found(wechat="WangShiLi", name="王示例") == [known]
    assert await found(name="王示例", phone=number()) == []
    problem(await place.http.post("/customers:search", json={}), 422, "invalid")
    # A name or number in an address would be in every log on its way.
    problem(await place.http.get("/customers", params={"phone": phone}), 422, "invalid")

    home = await estate(place)
    await flat(place, home, known, "0101")
    await place.http.put(f"/customers/{known}/agent", json={"agent_id": place.staff["supervisor"]})
    await place.http.put(f"/customers/{known}/grade", json={"grade": "regular", "reason": "老客户"})
    for listed in (f"building={home}", f"agent={place.staff['supervisor']}&grade=regular"):
        answer = await place.http.get(f"/customers?{listed}")
        assert [each["id"] for each in answer.json()["items"]] == [known]
    assert (await place.http.get(f"/customers?building={home}&grade=key")).json()["items"] == []


async def test_who_was_here_before_is_pointed_out(place: Office, problem: Any) -> None:
    phone = number()
    earlier = (await customer(place, "赵示例", phone))["id"]
    await place.post(
        f"/customers/{earlier}/contracts", {"number": "HT-2020-1", "signed_on": "2020-05-01"}, 201
    )
    back = await customer(place, "赵示例太太", phone)
    (before,) = back["returning"]["earlier"]
    assert (before["customer_id"], before["why"], before["contracts"]) == (earlier, "number", 1)
    assert before["confirmed"] is None and before["because"] == "the same number"
    word = {"of": earlier, "confirmed": True}
    answer = await place.post(f"/customers/{back['id']}:returning", word)
    assert answer["earlier"][0]["confirmed"] is True
    problem(
        await place.http.post(f"/customers/{earlier}:returning", json={"of": back["id"], "confirmed": True}),
        422,
        "invalid",
    )


async def test_what_does_not_fit_is_refused(place: Office, problem: Any) -> None:
    phone = number()
    known = (await customer(place, "孙示例", phone))["id"]
    at, tomorrow = f"/customers/{known}", str(date.today() + timedelta(days=2))
    again = await place.http.post("/customers", json={"name": "孙 示例", "phone": phone})
    assert known in problem(again, 409, "customer-known")["detail"]
    for body in ({"name": "孙示例"}, {"name": "孙示例", "phone": "12"},
                 {"name": "孙示例", "phone": phone, "email": "nobody"}):  # fmt: skip
        problem(await place.http.post("/customers", json=body), 422, "invalid")
    problem(await place.http.get("/customers/C99999999"), 404, "no-such-customer")
    problem(await place.http.get(f"{at}/problems?cursor=abc"), 422, "invalid")
    problem(await place.http.put(f"{at}/grade", json={"grade": "gold", "reason": "x"}), 422, "invalid")
    problem(await place.http.put(f"{at}/agent", json={"agent_id": "S99999999"}), 404, "no-such-person")
    problem(
        await place.http.put(f"{at}/pre-sale", json={"stage": "potential", "salesperson_id": "S99999999"}),
        404,
        "no-such-person",
    )
    late = {"kind": "visit", "content": "来访", "at": f"{tomorrow}T09:00:00+08:00"}
    problem(await place.http.post(f"{at}/communications", json=late), 422, "invalid")
    problem(
        await place.http.post(f"{at}/contracts", json={"number": "N1", "signed_on": tomorrow}), 422, "invalid"
    )
    early = {"number": "N2", "signed_on": "2026-01-02", "first_payment_on": "2026-01-01"}
    problem(await place.http.post(f"{at}/contracts", json=early), 422, "invalid")
    stranger = {"number": "N3", "signed_on": "2026-01-02", "ownership_id": place.ownership}
    problem(await place.http.post(f"{at}/contracts", json=stranger), 404, "no-such-ownership")
    await place.post(f"{at}/contracts", {"number": "N4", "signed_on": "2026-01-02"}, 201)
    problem(
        await place.http.post(f"{at}/contracts", json={"number": "N 4", "signed_on": "2026-01-02"}),
        409,
        "contract-known",
    )
    problem(
        await place.http.put(
            f"/customers/{place.customer}/contracts/H00000001/first-payment", json={"on": "2026-01-03"}
        ),
        404,
        "no-such-contract",
    )
