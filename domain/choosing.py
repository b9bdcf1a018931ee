"""Which agent takes a call: skills fit, somebody who is there, evenly (P3, P10)."""

from collections.abc import Mapping

from domain.duty import is_there
from domain.staff import ChooseAgent, ChosenAgent, Company, Load, Person


def choose(company: Company, loads: Mapping[str, Load], order: ChooseAgent) -> ChosenAgent:
    """The preferred agent if there, else the fitting one with the fewest open tickets.

    Among equals the one whose last turn is longest ago, and who never had one before all others.
    """
    preferred = next((each for each in company.people if each.id == order.preferred), None)
    if preferred and _fits(company, preferred, order):
        return ChosenAgent(preferred.id, "preferred")
    agents = [
        person.id
        for person in company.people
        if person.role in order.roles
        and order.department_id in (None, person.department_id)
        and _fits(company, person, order)
    ]

    def turn(agent: str) -> tuple[int, float, str]:
        load = loads.get(agent, Load())
        return load.open, load.last_chosen.timestamp() if load.last_chosen else 0.0, agent

    chosen = min(agents, key=turn, default=None)
    return ChosenAgent(chosen, "balanced" if chosen else "nobody")


def _fits(company: Company, person: Person, order: ChooseAgent) -> bool:
    return (
        person.active
        and person.id not in order.without
        and set(order.skills) <= set(person.skills)
        and is_there(
            [each for each in company.duty_times if each.staff_id == person.id],
            [each for each in company.absences if each.staff_id == person.id],
            order.begins,
            order.ends,
            company.timezone,
        )
    )
