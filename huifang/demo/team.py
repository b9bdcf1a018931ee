"""Who works for the company in the story: hired through the API, reachable on invented numbers."""

from dataclasses import dataclass

from huifang.demo.company import Company

_WEEK = range(1, 8)
TRADE = "plumbing"


@dataclass(frozen=True)
class Person:
    """Somebody with a phone (E.164); `role` as the API knows it."""

    id: str
    name: str
    phone: str
    role: str


@dataclass(frozen=True)
class Team:
    """The department, its crew, and customer service."""

    leader: Person
    head: Person
    agent: Person
    supervisor: Person
    manager: Person
    department: str
    crew: str

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All of them, the crew first."""
        return (self.leader, self.head, self.agent, self.supervisor, self.manager)

    def name(self, staff_id: str) -> str | None:
        """The name of a member of staff; None where somebody else has that id."""
        return next((person.name for person in self.everybody if person.id == staff_id), None)

    def person(self, staff_id: str) -> Person:
        """Whose id it is."""
        return next(person for person in self.everybody if person.id == staff_id)


async def hire(company: Company, locale: str, department_name: str, crew_name: str) -> Team:
    """Take everybody on, on duty day and night: the story may begin at any hour.

    They are told what they are told in `locale`.
    """
    named = {"name": department_name, "kind": "engineering"}
    department = str((await company.call("POST", "/departments", json=named))["id"])
    head = await _take_on(company, locale, "陆志远", "+8619900020002", "department_head", department)
    await company.call("PATCH", f"/departments/{department}", json={"head_id": head.id})
    leader = await _take_on(company, locale, "韩大勇", "+8619900020001", "crew_leader", department)
    led = {"name": crew_name, "leader_id": leader.id, "department_id": department, "trades": [TRADE]}
    crew = str((await company.call("POST", "/crews", json=led))["id"])
    return Team(
        leader=leader,
        head=head,
        agent=await _take_on(company, locale, "苏晓晴", "+8619900020003", "agent"),
        supervisor=await _take_on(company, locale, "梁慧敏", "+8619900020004", "service_supervisor"),
        manager=await _take_on(company, locale, "秦岚", "+8619900020005", "manager"),
        department=department,
        crew=crew,
    )


async def responsible(company: Company, team: Team, building: str) -> None:
    """The crew takes the building's repairs."""
    await company.call("PUT", f"/buildings/{building}/crews/{TRADE}", json={"crew_id": team.crew})


async def _take_on(
    company: Company, locale: str, name: str, phone: str, role: str, department: str | None = None
) -> Person:
    body = {"name": name, "phone": phone, "role": role, "department_id": department, "language": locale}
    staff_id = str((await company.call("POST", "/staff", json=body))["id"])
    for weekday in _WEEK:
        duty = {"staff_id": staff_id, "weekday": weekday, "begins": "00:00", "ends": "00:00"}
        await company.call("POST", "/duty-times", json=duty)
    return Person(staff_id, name, phone, role)
