"""Invented owners of a building, ready to have tickets."""

from datetime import UTC, date, datetime, timedelta

from domain.messages.statutory_holidays import statutory_holidays
from domain.playbooks.pre_handover_policy import PreHandoverPolicy, SendingHours
from services.playbooks.pre_handover_starts import Prepared, prepare
from store.database import Pool, present, queries
from store.policies import policy_to_json

_LOCALE = "zh-CN"
_NUMBERS = "SELECT nextval('customer_no') AS n FROM generate_series(1, $1)"
_ADD = """
WITH people AS (
  INSERT INTO customers (name, phone) SELECT * FROM unnest($2::bytea[], $3::bytea[]) RETURNING id
), numbered AS (SELECT id, row_number() OVER () AS n FROM people)
INSERT INTO ownerships (building_id, customer_id, block, unit, room)
SELECT $1, id, $5, $6, room
FROM numbered JOIN unnest($4::bytea[]) WITH ORDINALITY AS flats (room, n) USING (n)
"""


def company_policy() -> PreHandoverPolicy:
    """As a company would have it: the usual three messages, on no statutory holiday."""
    closed = statutory_holidays("CN", date.today().year)
    return PreHandoverPolicy(hours=SendingHours(closed_days=closed, on_closed_day="after"))


async def building(
    pool: Pool, owners: int, policy: PreHandoverPolicy | None, handover: date | None = None
) -> str:
    """A new building with as many owners; with a policy, its sequence counts as started."""
    handover = handover or date.today() + timedelta(days=60)
    async with pool.acquire() as db:
        row = await queries.add_building(db, name="测试花园", handover_date=handover)
        if policy is not None:
            await queries.set_building_policy(db, id=row["id"], policy=policy_to_json(policy))
        numbers = [each["n"] for each in await db.fetch(_NUMBERS, owners)]
        names = [f"测试业主{n}" for n in numbers]
        phones = [f"+86199000{n % 100_000:05d}" for n in numbers]
        rooms = [str(n) for n in numbers]
        await db.execute(_ADD, row["id"], names, phones, rooms, "1栋", "")
    return str(row["id"])


async def prepared_tickets(pool: Pool, building_id: str, policy: PreHandoverPolicy) -> list[Prepared]:
    """A ticket for each owner of the building, as enrolment would start it."""
    async with pool.acquire() as db:
        row = present(await queries.get_building(db, id=building_id))
        owners = [
            owner
            async for owner in queries.ownerships_to_enrol(
                db, building_id=building_id, ownership_id=None, after="", most=1_000_000
            )
        ]
    now = datetime.now(UTC)
    handover = present(row["handover_date"])
    tickets = [prepare(owner, handover, policy, _LOCALE, now) for owner in owners]
    return [ticket for ticket in tickets if ticket is not None]
