"""Who plays in the story: the owners of the demo roster."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster import read_roster

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DEMO_ROSTER = EXAMPLES / "owners-demo.csv"
NEW_NUMBER = "+8619900030099"


@dataclass(frozen=True)
class Player:
    """One owner, with the number the roster gives (E.164) and a ticket per flat."""

    name: str
    phone: str
    customer: str
    tickets: tuple[str, ...]


@dataclass(frozen=True)
class Cast:
    """The owners with a part of their own, and everyone by number."""

    unreachable: Player
    leaves: Player
    signs: Player
    loses_answer: Player
    everyone: dict[str, Player]


def cast(owners: list[dict[str, Any]]) -> Cast:
    """Give out the parts; `owners` as the API lists them, whose numbers are masked."""
    flats = {(owner["block"], owner["unit"], owner["room"]): owner for owner in owners}
    everyone: dict[str, Player] = {}
    for row in read_roster(DEMO_ROSTER):
        if row.verdict == "rejected" or row.owner is None:
            continue
        line = row.owner
        owner = flats[line.block, line.unit, line.room]
        known = everyone.get(line.phone)
        tickets = (*(known.tickets if known else ()), owner["ticket_id"])
        everyone[line.phone] = Player(line.name, line.phone, owner["customer_id"], tickets)
    players = list(everyone.values())
    return Cast(players[1], players[2], players[3], players[4], everyone)
