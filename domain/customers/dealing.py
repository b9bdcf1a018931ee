"""Owners dealt to agents in one go (P3): by block, by rule, or so that all have about as many. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

By = Literal["balance", "block"]


@dataclass(frozen=True)
class ToDeal:
    """A customer without an agent, and where one of their flats is: people of one flat stay together."""

    customer_id: str
    building_id: str
    block: str
    flat: str


def deal(
    owners: Iterable[ToDeal],
    agents: Mapping[str, int],
    *,
    by: By = "balance",
    rules: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Whose customer each becomes. `agents`: how many customers each has already.

    What a block's rule says goes first; the rest is dealt to whoever has fewest, flat by flat or block by
    block, the largest first. Without agents it stays as it is.
    """
    had, dealt = dict(agents), dict[str, str]()
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for owner in owners:
        ruled = (rules or {}).get(owner.block)
        if ruled is not None:
            dealt[owner.customer_id] = ruled
            if ruled in had:
                had[ruled] += 1
        else:
            place = owner.block if by == "block" else owner.flat
            together[owner.building_id, place].append(owner.customer_id)
    for people in _largest_first(together):
        if not had:
            break
        agent = min(had, key=lambda each: (had[each], each))
        had[agent] += len(people)
        dealt |= dict.fromkeys(people, agent)
    return dealt


def _largest_first(groups: Mapping[tuple[str, str], Sequence[str]]) -> Iterable[Sequence[str]]:
    """In an order that the groups alone decide."""
    return (people for _, people in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])))
