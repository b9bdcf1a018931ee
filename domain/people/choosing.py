"""Which agent takes a call: skills fit, somebody who is there, evenly (P3, P10)."""

from collections.abc import Mapping

from domain.people.duty import by_person, is_there
from domain.people.staff import ChooseAgent, ChosenAgent, Company, Load, Person


def choose(company: Company, loads: Mapping[str, Load], order: ChooseAgent) -> ChosenAgent:
    """The preferred agent if there, else the fitting one with the fewest open tickets.

    Among equals the one whose last turn is longest ago, and who never had one before all others.
    """
    duty, absences = by_person(company.duty_times), by_person(company.absences)

    def could(person: Person) -> bool:
        away = absences.get(person.id, ())
        return (
            person.active
            and person.id not in order.without
            and set(order.skills) <= set(person.skills)
            and is_there(duty.get(person.id, ()), away, order.begins, order.ends, company.timezone)
        )

    def turn(agent: Person) -> tuple[int, float, str]:
        load = loads.get(agent.id, Load())
        return load.open, load.last_chosen.timestamp() if load.last_chosen else 0.0, agent.id

    preferred = [person for person in company.people if person.id == order.preferred]
    agents = [
        person
        for person in company.people
        if person.role in order.roles and order.department_id in (None, person.department_id)
    ]
    if any(map(could, preferred)):
        return ChosenAgent(order.preferred, "preferred")
    chosen = next(filter(could, sorted(agents, key=turn)), None)
    return ChosenAgent(chosen.id, "balanced") if chosen else ChosenAgent(None, "nobody")
