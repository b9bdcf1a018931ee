"""Somebody is put on file whom no roster names (P22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.customers.names import written
from domain.typed_text import visible
from services.customers.pre_sale import PreSaleRecord, write_pre_sale
from services.customers.salespeople import Recorder, require_agent, require_may_assign, require_salesperson
from services.numbers import require_mobile
from services.refused import Refused
from store.database import Connection, queries

_UNSEEN = "unseen"
"""In place of the id of a file that is not open to the caller."""


@dataclass(frozen=True)
class NewCustomer:
    """Somebody, with numbers as people write them."""

    name: str
    phone: str
    other_phones: Sequence[str] = ()
    email: str | None = None
    wechat: str | None = None
    addresses: Sequence[str] = ()
    agent_id: str | None = None
    """Whose customer; None: one's own, for those who see their own alone, else nobody's."""
    pre_sale: PreSaleRecord | None = None


async def put_on_file(db: Connection, new: NewCustomer, recorder: Recorder) -> str:
    """The id of a new file.

    Refuses `invalid`, `not-allowed`, `no-such-person`, and `customer-known` with the id of the file that is
    there.
    """
    phone, name = require_mobile(new.phone), written(visible(new.name)).strip()
    others = [require_mobile(each, f"other_phones/{place}") for place, each in enumerate(new.other_phones)]
    agent = _agent(new.agent_id, recorder)
    async with db.transaction():
        await require_agent(db, agent)
        # An import that adds the same person meanwhile would find two of them.
        await queries.lock_imports(db)
        row = await queries.put_on_file(
            db,
            name=name,
            phone=phone,
            other_phones=[each for each in dict.fromkeys(others) if each != phone],
            email=new.email,
            wechat=new.wechat,
            addresses=list(new.addresses),
            agent_id=agent,
            added_by=recorder.by,
        )
        if row is None:
            known = await queries.customer_known_as(db, name=name, phone=phone)
            raise Refused("customer-known", customer=known or _UNSEEN)
        if new.pre_sale is not None:
            await _require_seller(db, new.pre_sale.salesperson_id, recorder)
            await write_pre_sale(db, row["id"], new.pre_sale, recorder.by)
        return row["id"]


def _agent(given: str | None, recorder: Recorder) -> str | None:
    if recorder.own_alone and recorder.staff_id is None:
        # An account without a person: the file would be nobody's, and not even its maker would see it.
        raise Refused("not-allowed")
    own = recorder.staff_id if recorder.own_alone else None
    if given is None or given == own:
        return own
    require_may_assign(recorder)
    return given


async def _require_seller(db: Connection, given: str | None, recorder: Recorder) -> None:
    """Somebody new is one's own, where one is a salesperson; others are named by those who assign."""
    if given is not None and given != recorder.staff_id:
        require_may_assign(recorder)
    await require_salesperson(db, given, "pre_sale/salesperson_id")
