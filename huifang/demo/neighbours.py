"""A building whose owners have moved in: where things leak, and are complained about."""

from dataclasses import dataclass

from huifang.demo.company import Company

_ROSTER = """\
楼栋,单元,房号,业主姓名,联系电话
3栋,2单元,1201,宋雨桐,19900040001
3栋,2单元,1101,邓明哲,19900040002
5栋,1单元,602,何静姝,19900040003
"""


@dataclass(frozen=True)
class Flat:
    """A flat with its owner; `phone` in E.164."""

    name: str
    phone: str
    room: str
    customer: str
    ownership: str

    @property
    def ids(self) -> dict[str, str]:
        """As a report names them."""
        return {"customer_id": self.customer, "ownership_id": self.ownership}


@dataclass(frozen=True)
class Neighbours:
    """Upstairs it leaks, downstairs it comes through; another flat has troubles of its own."""

    building: str
    upstairs: Flat
    downstairs: Flat
    other: Flat


async def moved_in(company: Company, name: str) -> Neighbours:
    """The building, with its owners imported as any roster is."""
    building = await company.add_building(name)
    await company.import_rows(building, "owners.csv", _ROSTER.encode())
    owners = {owner["room"]: owner for owner in await company.owners(building)}
    flats = []
    for line in _ROSTER.splitlines()[1:]:
        block, unit, room, owner, phone = line.split(",")
        known = owners[room]
        flats.append(
            Flat(owner, f"+86{phone}", f"{block}{unit}{room}", known["customer_id"], known["ownership_id"])
        )
    return Neighbours(building, *flats)
