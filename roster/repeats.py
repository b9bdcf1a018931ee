"""Remembers the rows seen so far: the same line twice, one person spelt twice, co-owners, shared numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from domain.customers.names import compared, one_edit_away
from domain.typed_text import visible
from roster.rows import OwnerLine, Problem, RosterRow


@dataclass(frozen=True, slots=True)
class _Seen:
    """A person in a flat, as the first row that names both has it."""

    where: str
    name: str
    number: bytes
    aside: Mapping[str, str]


class Repeats:
    """One file's memory: some 500 bytes for each row, no numbers."""

    def __init__(self) -> None:
        self._people: dict[bytes, _Seen] = {}
        self._at_number: dict[bytes, list[_Seen]] = {}
        self._returned: dict[bytes, str] = {}
        self._flats: dict[bytes, str] = {}
        self._numbers: dict[bytes, tuple[str, bytes]] = {}

    def judge(self, row: RosterRow) -> RosterRow:
        """The row with what earlier rows say about it: the same person and flat again is merged."""
        owner = row.owner
        if owner is None:
            return row
        where = f"{row.sheet}!{row.line}" if row.sheet else str(row.line)
        flat = _flat(owner)
        person = _hash(*flat, compared(owner.name))
        column = row.headings
        if row.returned:
            self._returned.setdefault(person, where)
            if person in self._people:
                found = Problem(
                    column["room"], "returned-contradicted", self._at(row, self._people[person].where)
                )
                return replace(row, problems=(*row.problems, found))
            return row
        if earlier := self._people.get(person):
            same = earlier.number == _hash(owner.phone)
            return self._again(row, owner, earlier, "repeat" if same else "repeat-number")
        at_number = self._at_number.setdefault(_hash(*flat, owner.phone), [])
        if near := next((seen for seen in at_number if one_edit_away(seen.name, owner.name)), None):
            return self._again(row, owner, near, "name-near")
        seen = _Seen(where, owner.name, _hash(owner.phone), row.aside)
        self._people[person] = seen
        at_number.append(seen)
        notices = tuple(self._notices(row, owner, where, person))
        return replace(row, problems=(*row.problems, *notices)) if notices else row

    def _again(self, row: RosterRow, owner: OwnerLine, earlier: _Seen, code: str) -> RosterRow:
        """The same person and flat once more, under the name of the first row;

        refused where it may be another flat.
        """
        differs = [title for title, said in row.aside.items() if earlier.aside.get(title, said) != said]
        if differs:
            found = Problem("、".join(differs), "flat-unclear", self._at(row, earlier.where))
            return replace(row, verdict="rejected", owner=None, problems=(*row.problems, found))
        column = row.headings["phone" if code == "repeat-number" else "name"]
        found = Problem(column, code, self._at(row, earlier.where))
        return replace(
            row,
            verdict="merged",
            owner=replace(owner, name=earlier.name),
            problems=(*row.problems, found),
        )

    def _notices(self, row: RosterRow, owner: OwnerLine, where: str, person: bytes) -> Iterator[Problem]:
        number, name = _hash(owner.phone), _hash(compared(owner.name))
        room, phone = row.headings["room"], row.headings["phone"]
        if person in self._returned:
            yield Problem(room, "returned-contradicted", self._at(row, self._returned[person]))
        first = self._flats.setdefault(_hash(*_flat(owner)), where)
        if first != where:
            yield Problem(room, "co-owner", self._at(row, first))
        place, bearer = self._numbers.setdefault(number, (where, name))
        if bearer != name:
            yield Problem(phone, "number-shared", self._at(row, place))

    @staticmethod
    def _at(row: RosterRow, where: str) -> dict[str, object]:
        return {"row": where.removeprefix(f"{row.sheet}!")}


def _flat(owner: OwnerLine) -> tuple[str, str, str]:
    """As the archive compares flats: width, case and blanks do not count."""
    block, unit, room = (
        "".join(visible(part).casefold().split()) for part in (owner.block, owner.unit, owner.room)
    )
    return block, unit, room


def _hash(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
