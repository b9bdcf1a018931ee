"""Holds and consents as programs keep them, without HTTP (P23)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.privacy.consents import Said, record_consent
from services.privacy.legal_holds import lift_hold, place_hold
from services.refused import Refused
from store.database import queries
from tests.town.archive import Archive


async def test_a_hold_is_placed_and_who_lifted_it_first_stays(pool: Any, archive: Archive) -> None:
    customer, by, later = await archive.customer(), await archive.person(), await archive.person()
    async with pool.acquire() as db:
        hold = await place_hold(db, customer_id=customer, reason="质量纠纷", by=by)
        assert (hold["customer_id"], hold["reason"], hold["lifted_at"]) == (customer, "质量纠纷", None)
        await lift_hold(db, hold["id"], by=by)
        assert (await lift_hold(db, hold["id"], by=later))["lifted_by"] == by


async def test_a_hold_on_nobody_or_by_nobody_is_refused(pool: Any, archive: Archive) -> None:
    customer, by = await archive.customer(), await archive.person()
    async with pool.acquire() as db:
        for code, wrong in (
            ("no-such-customer", {"customer_id": "C99999999", "by": by}),
            ("no-such-ticket", {"ticket_id": "repair-R2026-999999", "by": by}),
            ("no-such-person", {"customer_id": customer, "by": "S99999999"}),
        ):
            with pytest.raises(Refused, match=code):
                await place_hold(db, reason="质量纠纷", **wrong)
        assert [row async for row in queries.holds_on(db, customer_id=customer)] == []
        with pytest.raises(Refused, match="no-such-hold"):
            await lift_hold(db, 2**62, by=by)


async def test_a_withdrawal_names_the_numbers_whose_tickets_must_hear_of_it(
    pool: Any, archive: Archive
) -> None:
    customer, by = await archive.customer(), await archive.person()
    async with pool.acquire() as db:
        person = await queries.numbers_of(db, id=customer)
        assert person is not None
        done = await record_consent(db, customer, Said("marketing_sms", "withdrawn", "phone"), by=by)
        assert done.opted_out == (person["phone"],)
        assert await queries.is_opted_out(db, phone=person["phone"])
        again = await record_consent(
            db, customer, Said("marketing_sms", "withdrawn", "phone"), by=by, earlier=done.row["id"]
        )
        assert again.row["id"] == done.row["id"] and again.opted_out == done.opted_out
        back = await record_consent(db, customer, Said("marketing_sms", "given", "form"), by=by)
        assert (back.opted_out, back.stays_out) == ((), False)
        # Said before that, taken down after it: it overrules nothing.
        yesterday = datetime.now(UTC) - timedelta(days=1)
        late = await record_consent(
            db, customer, Said("marketing_sms", "withdrawn", "phone", yesterday), by=by
        )
        assert late.opted_out == () and not await queries.is_opted_out(db, phone=person["phone"])


async def test_a_word_from_the_future_or_of_nobody_is_refused(pool: Any, archive: Archive) -> None:
    customer, by = await archive.customer(), await archive.person()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with pool.acquire() as db:
        with pytest.raises(Refused) as refused:
            await record_consent(db, customer, Said("recording", "given", "phone", tomorrow), by=by)
        assert [(each.where, each.rule) for each in refused.value.unfit] == [("#/at", "future")]
        for code, whose, who in (
            ("no-such-customer", "C99999999", by),
            ("no-such-person", customer, "S99999999"),
        ):
            with pytest.raises(Refused, match=code):
                await record_consent(db, whose, Said("recording", "given", "phone"), by=who)
        assert [row async for row in queries.consents_of(db, customer_id=customer, most=9)] == []
