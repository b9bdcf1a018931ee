"""Customers' files as programs keep them: without HTTP, each verb whole or not at all (P3, P4, P22)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.customers.communications import Met, record_contact
from services.customers.contracts import SignedContract, add_contract, record_first_payment
from services.customers.corrections import take_back_sale, take_back_signature
from services.customers.duplicates import dismiss_duplicate
from services.customers.files import assign_agent, grade_customer
from services.customers.merging import merge_files, undo_merge
from services.customers.owner_facts import OwnerFacts
from services.customers.pre_sale import PreSaleRecord, keep_pre_sale
from services.customers.registering import NewCustomer, put_on_file
from services.customers.returning import say_returning
from services.customers.salespeople import Recorder
from services.numbers import require_mobile
from services.refused import Named, Refused
from store.database import present, queries
from tests.town.archive import Archive
from tests.town.staffing import new_number

_NOBODY = "C99999999"
_TOMORROW = timedelta(days=2)
_ANYBODY = Recorder("staff")


def _where(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    assert refused.value.code == "invalid"
    return [(each.where, each.rule) for each in refused.value.unfit]


async def _erased(db: Any, archive: Archive) -> str:
    customer = await archive.customer()
    await db.execute("UPDATE customers SET erased_at = now() WHERE id = $1", customer)
    return customer


async def test_a_file_is_graded_and_assigned_with_who_said_so(pool: Any, archive: Archive) -> None:
    customer, agent = await archive.customer(), await archive.person()
    async with pool.acquire() as db:
        graded = await grade_customer(db, customer, grade="key", reason="两套房", by=agent)
        assert (graded["grade"], graded["grade_reason"], graded["grade_by"]) == ("key", "两套房", agent)
        assert (await assign_agent(db, customer, agent, by="staff"))["agent_id"] == agent
        with pytest.raises(Refused, match="no-such-person"):
            await assign_agent(db, customer, "S99999999", by="staff")
        assert (await assign_agent(db, customer, None, by="staff"))["agent_id"] is None
        erased = await _erased(db, archive)
        for wrong, code in ((_NOBODY, "no-such-customer"), (erased, "customer-erased")):
            with pytest.raises(Refused, match=code):
                await grade_customer(db, wrong, grade="key", reason="两套房", by=agent)
            with pytest.raises(Refused, match=code):
                await assign_agent(db, wrong, agent, by="staff")
        assert present(await queries.customer_file(db, id=erased))["grade"] is None


async def test_a_new_customer_is_ones_own_and_known_the_second_time(pool: Any, archive: Archive) -> None:
    seller, number = await archive.person("salesperson"), new_number()
    own = Recorder(seller, seller, may_assign=False, own_alone=True)
    record = PreSaleRecord("potential", needs="想看三居", salesperson_id=seller)
    new = NewCustomer("李示例", number, other_phones=(number, new_number()), pre_sale=record)
    async with pool.acquire() as db:
        customer = await put_on_file(db, new, own)
        file = present(await queries.customer_file(db, id=customer))
        assert (file["phone"], file["agent_id"], len(file["other_phones"])) == (f"+86{number}", seller, 1)
        kept = present(await queries.pre_sale_of_file(db, customer_id=customer))
        assert (kept["needs"], kept["salesperson_id"]) == ("想看三居", seller)
        with pytest.raises(Refused) as refused:
            await put_on_file(db, new, own)
        assert (refused.value.code, refused.value.values) == ("customer-known", {"customer": customer})


async def test_nobody_is_put_on_file_for_somebody_else_without_the_permission(
    pool: Any, archive: Archive
) -> None:
    seller, agent = await archive.person("salesperson"), await archive.person()
    own, number = Recorder(seller, seller, may_assign=False, own_alone=True), new_number()
    others = PreSaleRecord("potential", salesperson_id=await archive.person("salesperson"))
    async with pool.acquire() as db:
        for new in (
            NewCustomer("王示例", number, agent_id=agent),
            NewCustomer("王示例", number, pre_sale=others),
        ):
            with pytest.raises(Refused) as refused:
                await put_on_file(db, new, own)
            assert refused.value.values == {"permission": Named("permission", ("customers-assign",))}
        not_selling = PreSaleRecord("potential", salesperson_id=agent)
        with pytest.raises(Refused) as refused:
            await put_on_file(db, NewCustomer("王示例", number, pre_sale=not_selling), _ANYBODY)
        assert _where(refused) == [("#/pre_sale/salesperson_id", "not-salesperson")]
        with pytest.raises(Refused) as refused:
            await put_on_file(db, NewCustomer("王示例", number, other_phones=[number, "12"]), _ANYBODY)
        assert _where(refused) == [("#/other_phones/1", "phone")]
        with pytest.raises(Refused, match="no-such-person"):
            await put_on_file(db, NewCustomer("王示例", number, agent_id="S99999999"), _ANYBODY)
        # None of them left anything: the name and number are free.
        assert await put_on_file(db, NewCustomer("王示例", number), _ANYBODY)


async def test_whose_customer_it_is_changes_only_by_those_who_assign(pool: Any, archive: Archive) -> None:
    customer = await archive.customer()
    first, second = await archive.person("salesperson"), await archive.person("salesperson")
    own = Recorder(first, first, may_assign=False, own_alone=True)
    async with pool.acquire() as db:
        await keep_pre_sale(db, customer, PreSaleRecord("potential", salesperson_id=first), _ANYBODY)
        near = await keep_pre_sale(db, customer, PreSaleRecord("near_intent", salesperson_id=first), own)
        assert (near["stage"], near["updated_by"]) == ("near_intent", first)
        for other in (second, None):
            with pytest.raises(Refused, match="not-allowed"):
                await keep_pre_sale(db, customer, PreSaleRecord("potential", salesperson_id=other), own)
        with pytest.raises(Refused, match="no-such-person"):
            await keep_pre_sale(
                db, customer, PreSaleRecord("potential", salesperson_id="S99999999"), _ANYBODY
            )
        assert await queries.pre_sale_of_file(db, customer_id=customer) == near
        with pytest.raises(Refused, match="no-such-customer"):
            await keep_pre_sale(db, _NOBODY, PreSaleRecord("potential"), _ANYBODY)


async def test_a_contract_signs_the_customer_and_a_number_is_used_once(pool: Any, archive: Archive) -> None:
    customer, day = await archive.customer(), date(2026, 11, 20)
    flat, number = await archive.flat(customer), f"HT-{new_number()}"
    given = SignedContract(number, day, Decimal("186000.00"), ownership_id=flat, note="含全屋水电")
    async with pool.acquire() as db:
        row = await add_contract(db, customer, given, by="staff")
        assert (row["customer_id"], row["note"], row["recorded_by"]) == (customer, "含全屋水电", "staff")
        assert present(await queries.customer_file(db, id=customer))["signed_at"] is not None
        other = await archive.customer()
        with pytest.raises(Refused, match="contract-known"):
            await add_contract(db, other, SignedContract(number, day), by="staff")
        with pytest.raises(Refused, match="no-such-ownership"):
            await add_contract(db, other, SignedContract("HT-0", day, ownership_id=flat), by="staff")
        for wrong, where in (
            (SignedContract("HT-0", date.today() + _TOMORROW), ("#/signed_on", "future")),
            (
                SignedContract("HT-0", day, first_payment_on=day - timedelta(days=1)),
                ("#/first_payment_on", "before-signature"),
            ),
        ):
            with pytest.raises(Refused) as refused:
                await add_contract(db, other, wrong, by="staff")
            assert _where(refused) == [where]
        assert present(await queries.customer_file(db, id=other))["signed_at"] is None


async def test_a_first_payment_comes_after_the_signature_to_the_customers_own_contract(
    pool: Any, archive: Archive
) -> None:
    customer, day = await archive.customer(), date(2026, 11, 20)
    async with pool.acquire() as db:
        contract = (await add_contract(db, customer, SignedContract(f"HT-{new_number()}", day), by="staff"))[
            "id"
        ]
        paid = await record_first_payment(db, customer, contract, day + timedelta(days=1))
        assert paid["first_payment_on"] == day + timedelta(days=1)
        with pytest.raises(Refused) as refused:
            await record_first_payment(db, customer, contract, day - timedelta(days=1))
        assert _where(refused) == [("#/on", "before-signature")]
        with pytest.raises(Refused, match="no-such-contract"):
            await record_first_payment(db, await archive.customer(), contract, day)


async def test_a_contact_is_on_file_by_whoever_had_it(pool: Any, archive: Archive) -> None:
    customer, agent = await archive.customer(), await archive.person()
    async with pool.acquire() as db:
        met = Met("visit", "看了样板间", assessment="周末再约")
        entry = await record_contact(db, customer, met, by="staff", had_by=agent)
        row = await queries.contact_of_file(db, id=entry)
        assert (row["kind"], row["who"], row["data"]) == ("contact_visit", agent, {"direction": "in"})
        assert row["words"] == {"content": "看了样板间", "assessment": "周末再约"}
        with pytest.raises(Refused) as refused:
            await record_contact(
                db, customer, Met("visit", "来访", at=datetime.now(UTC) + _TOMORROW), by="staff"
            )
        assert _where(refused) == [("#/at", "future")]
        with pytest.raises(Refused, match="no-such-person"):
            await record_contact(db, customer, met, by="staff", had_by="S99999999")
        with pytest.raises(Refused, match="customer-erased"):
            await record_contact(db, await _erased(db, archive), met, by="staff")


async def test_whether_somebody_was_here_before_is_said_of_those_pointed_out(
    pool: Any, archive: Archive
) -> None:
    number = new_number()
    async with pool.acquire() as db:
        earlier = await put_on_file(db, NewCustomer("赵示例", number), _ANYBODY)
        later = await put_on_file(db, NewCustomer("赵小示例", number), _ANYBODY)
        for confirmed in (True, False):
            assert await say_returning(db, later, earlier, confirmed=confirmed, by="staff") == later
        (pointed_out,) = [row async for row in queries.earlier_files(db, customer_id=later)]
        assert (pointed_out["id"], pointed_out["confirmed"]) == (earlier, False)
        with pytest.raises(Refused) as refused:
            await say_returning(db, earlier, later, confirmed=True, by="staff")
        assert _where(refused) == [("#/of", "earlier-customer")]


async def test_two_who_are_two_are_different_and_there(pool: Any, archive: Archive) -> None:
    one, two = await archive.customer(), await archive.customer()
    async with pool.acquire() as db:
        await dismiss_duplicate(db, two, one, reason="父子二人", by="staff")
        said = "SELECT reason FROM duplicate_dismissals WHERE low_id = $1 AND high_id = $2"
        assert await db.fetchval(said, one, two) == "父子二人"
        with pytest.raises(Refused) as refused:
            await dismiss_duplicate(db, one, one, by="staff")
        assert _where(refused) == [("#/two", "other-customer")]
        with pytest.raises(Refused, match="no-such-customer"):
            await dismiss_duplicate(db, one, _NOBODY, by="staff")


async def test_files_are_merged_once_and_taken_apart_once(pool: Any, archive: Archive) -> None:
    kept, other = await archive.customer(), await archive.customer()
    flat = await archive.flat(other)
    async with pool.acquire() as db:
        merge = await merge_files(db, kept, other, by="staff", from_other=["phone"])
        assert present(await queries.customer_file(db, id=other))["id"] == kept
        third = await archive.customer()
        with pytest.raises(Refused) as refused:
            await merge_files(db, third, other, by="staff")
        assert (refused.value.code, refused.value.values) == ("already-merged", {"customer": other})
        with pytest.raises(Refused) as refused:
            await merge_files(db, third, third, by="staff")
        assert _where(refused) == [("#/other", "other-customer")]
        with pytest.raises(Refused, match="customer-erased"):
            await merge_files(db, third, await _erased(db, archive), by="staff")
        await undo_merge(db, merge, by="staff")
        assert await queries.owns_flat(db, ownership_id=flat, customer_id=other)
        for wrong, code in ((merge, "merge-undone"), (2**62, "no-such-merge")):
            with pytest.raises(Refused, match=code):
                await undo_merge(db, wrong, by="staff")


async def test_a_merge_that_was_built_upon_stays_and_says_what_changed(pool: Any, archive: Archive) -> None:
    kept, other = await archive.customer(), await archive.customer()
    async with pool.acquire() as db:
        merge = await merge_files(db, kept, other, by="staff")
        await grade_customer(db, kept, grade="key", reason="两套房", by="staff")
        with pytest.raises(Refused) as refused:
            await undo_merge(db, merge, by="staff")
        assert refused.value.code == "merge-built-upon"
        what = refused.value.values["what"]
        assert what.family == "merged-part" and "grade" in what.codes
        assert present(await queries.get_merge(db, id=merge))["undone_at"] is None


async def test_what_was_recorded_by_mistake_is_taken_back(pool: Any, archive: Archive) -> None:
    customer = await archive.customer()
    flat = await archive.flat(customer)
    async with pool.acquire() as db:
        await queries.sign_customer(db, id=customer)
        await queries.sell_ownership(db, id=flat)
        await take_back_signature(db, customer, reason="登记错了", by="staff")
        await take_back_sale(db, flat, reason="登记错了", by="staff")
        assert present(await queries.customer_file(db, id=customer))["signed_at"] is None
        assert await db.fetchval("SELECT status FROM ownerships WHERE id = $1", flat) == "active"
        with pytest.raises(Refused, match="no-such-customer"):
            await take_back_signature(db, _NOBODY, reason="登记错了", by="staff")
        with pytest.raises(Refused, match="no-such-ownership"):
            await take_back_sale(db, "O99999999", reason="登记错了", by="staff")


async def test_a_number_that_cannot_be_texted_says_where_it_stands() -> None:
    assert require_mobile("199 0000 0003") == "+8619900000003"
    with pytest.raises(Refused) as refused:
        require_mobile("12", "phone")
    assert _where(refused) == [("#/phone", "phone")]


async def test_what_becomes_known_of_nobody_is_refused(pool: Any, temporal: Any, archive: Archive) -> None:
    facts = OwnerFacts(pool, temporal.client)
    async with pool.acquire() as db:
        erased = await _erased(db, archive)
        customer = await put_on_file(db, NewCustomer("钱示例", new_number()), _ANYBODY)
        taken = f"+86{new_number()}"
        await put_on_file(db, NewCustomer("钱示例", taken), _ANYBODY)
    with pytest.raises(Refused, match="no-such-customer"):
        await facts.opt_out(_NOBODY, "staff")
    with pytest.raises(Refused, match="no-such-customer"):
        await facts.signed(_NOBODY)
    with pytest.raises(Refused, match="no-such-ownership"):
        await facts.sold("O99999999")
    for who, code in ((_NOBODY, "no-such-customer"), (erased, "customer-erased"), (customer, "number-taken")):
        with pytest.raises(Refused, match=code):
            await facts.change_number(who, taken)
    assert await facts.opt_out(customer, "staff") == customer
    async with pool.acquire() as db:
        assert present(await queries.customer_file(db, id=customer))["opted_out"]
