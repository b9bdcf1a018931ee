"""Remembers the rows seen so far, as hashes, to find the same line twice, co-owners and shared numbers."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b

from roster.rows import OwnerLine, Problem, RosterRow


class Repeats:
    """One file's memory: about 500 bytes for each row, no names or numbers."""

    def __init__(self) -> None:
        self._people: dict[bytes, tuple[str, bytes]] = {}
        self._returned: dict[bytes, str] = {}
        self._flats: dict[bytes, str] = {}
        self._numbers: dict[bytes, tuple[str, bytes]] = {}

    def judge(self, row: RosterRow) -> RosterRow:
        """The row with what earlier rows say about it: the same person and flat again is merged."""
        owner = row.owner
        if owner is None:
            return row
        where = f"{row.sheet}!{row.line}" if row.sheet else str(row.line)
        flat = (owner.block, owner.unit, owner.room)
        person = _hash(*flat, owner.name)
        column = row.headings
        if row.returned:
            self._returned.setdefault(person, where)
            if person in self._people:
                found = Problem(
                    column["room"], "returned-contradicted", self._at(row, self._people[person][0])
                )
                return replace(row, problems=(*row.problems, found))
            return row
        earlier = self._people.get(person)
        if earlier:
            same = earlier[1] == _hash(owner.phone)
            found = Problem(
                column["name" if same else "phone"],
                "repeat" if same else "repeat-number",
                self._at(row, earlier[0]),
            )
            return replace(row, verdict="merged", problems=(*row.problems, found))
        notices = tuple(self._notices(row, owner, where, person, column["room"], column["phone"]))
        return replace(row, problems=(*row.problems, *notices)) if notices else row

    def _notices(
        self, row: RosterRow, owner: OwnerLine, where: str, person: bytes, room: str, phone: str
    ) -> Iterator[Problem]:
        number, name = _hash(owner.phone), _hash(owner.name)
        self._people[person] = where, number
        if person in self._returned:
            yield Problem(room, "returned-contradicted", self._at(row, self._returned[person]))
        first = self._flats.setdefault(_hash(owner.block, owner.unit, owner.room), where)
        if first != where:
            yield Problem(room, "co-owner", self._at(row, first))
        place, bearer = self._numbers.setdefault(number, (where, name))
        if bearer != name:
            yield Problem(phone, "number-shared", self._at(row, place))

    @staticmethod
    def _at(row: RosterRow, where: str) -> dict[str, object]:
        return {"row": where.removeprefix(f"{row.sheet}!")}


def _hash(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
