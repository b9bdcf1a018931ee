"""Who is told: on duty first, deputies for the absent, and a promise always reaches somebody (P7, P8)."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.people.duty import absence_at
from domain.people.staff import Company, Crew, Department, Person, Told, WhomToTell
from domain.promises.people_to_tell import people_to_tell
from tests.town.companies import NOW, asks, away_now, companies, on_duty_now

ENGINEERING = Department("D000001", "S00000001")
CREW = Crew("W00000001", "S00000002", "D000001")
HEAD = Person("S00000001", "department_head", "D000001")
LEADER = Person("S00000002", "crew_leader", "D000001", "W00000001")
MEMBER = Person("S00000003", "crew_member", "D000001", "W00000001")
SUPERVISOR = Person("S00000004", "service_supervisor", "D000002")
SUBSTITUTE = Person("S00000005", "service_supervisor", "D000002")
STAFF = (HEAD, LEADER, MEMBER, SUPERVISOR, SUBSTITUTE)
COMPANY = Company(
    STAFF, (ENGINEERING, Department("D000002")), (CREW,), tuple(on_duty_now(each.id) for each in STAFF)
)
CREW_LEADER = WhomToTell("crew_leader", NOW, crew_id="W00000001")


def shown(told: Sequence[Told]) -> list[tuple[str, str, bool, str | None]]:
    return [(each.staff_id, each.because, each.on_duty, each.instead_of) for each in told]


def told(company: Company, ask: WhomToTell = CREW_LEADER) -> list[str]:
    return list(people_to_tell(company, ask).ids)


def without_duty(company: Company, *ids: str) -> Company:
    kept = tuple(each for each in company.duty_times if each.staff_id not in ids)
    return replace(company, duty_times=kept)


@given(companies(), asks())
def test_somebody_is_told_while_anybody_works_here(company: Company, ask: WhomToTell) -> None:
    found = people_to_tell(company, ask)
    assert bool(found.people) == any(person.active for person in company.people)


@given(companies(), asks())
def test_each_is_told_once_and_nobody_who_has_left(company: Company, ask: WhomToTell) -> None:
    ids = people_to_tell(company, ask).ids
    active = {person.id for person in company.people if person.active}
    assert len(set(ids)) == len(ids) and set(ids) <= active


@given(companies(), asks(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_records(
    company: Company, ask: WhomToTell, random: object
) -> None:
    def mixed(values: tuple[object, ...]) -> tuple[object, ...]:
        shuffled = list(values)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        return tuple(shuffled)

    records = ("people", "departments", "crews", "duty_times", "absences")
    other = replace(company, **{name: mixed(getattr(company, name)) for name in records})  # type: ignore[arg-type]
    assert people_to_tell(other, ask) == people_to_tell(company, ask)


@given(companies(), asks())
def test_the_absent_are_told_only_as_a_last_resort(company: Company, ask: WhomToTell) -> None:
    people = people_to_tell(company, ask).people
    away = {each.staff_id for each in company.absences if absence_at([each], NOW)}
    for person in people:
        assert person.because == "last_resort" or person.staff_id not in away
        assert person.on_duty <= (person.staff_id not in away)
    assert len({person.because == "last_resort" for person in people}) <= 1


@given(companies(), asks())
def test_within_a_reason_whoever_is_on_duty_comes_first(company: Company, ask: WhomToTell) -> None:
    people = people_to_tell(company, ask).people
    reasons = ["asked_for", "department_head", "service_supervisor", "last_resort"]
    order = [(reasons.index(person.because), not person.on_duty) for person in people]
    assert order == sorted(order)


@given(companies(), asks())
def test_a_deputy_stands_in_for_somebody_who_is_away(company: Company, ask: WhomToTell) -> None:
    """Followed step by step: from the absent person, deputy after deputy, to the one who is told."""
    deputies = {each.staff_id: each.deputy_id for each in company.absences}
    for person in people_to_tell(company, ask).people:
        step = person.instead_of
        if step is None:
            continue
        assert step in deputies
        for _ in range(len(deputies)):
            step = deputies.get(step or "", step)
        assert step == person.staff_id and step not in deputies


@given(companies(), asks())
def test_everybody_asked_for_who_is_there_is_on_the_list(company: Company, ask: WhomToTell) -> None:
    ids = people_to_tell(company, ask).ids
    away = {each.staff_id for each in company.absences}
    for person in company.people:
        named = person.id == ask.tell
        supervisor = person.role == "service_supervisor"
        if person.active and person.id not in away and (named or supervisor):
            assert person.id in ids


def test_the_leader_then_the_head_then_the_supervisors() -> None:
    assert shown(people_to_tell(COMPANY, CREW_LEADER).people) == [
        ("S00000002", "asked_for", True, None),
        ("S00000001", "department_head", True, None),
        ("S00000004", "service_supervisor", True, None),
        ("S00000005", "service_supervisor", True, None),
    ]


def test_the_absent_leader_s_deputy_is_told_and_the_deputy_s_deputy() -> None:
    one = replace(COMPANY, absences=(away_now("S00000002", "S00000003"),))
    assert shown(people_to_tell(one, CREW_LEADER).people)[0] == ("S00000003", "asked_for", True, "S00000002")
    two = replace(one, absences=(*one.absences, away_now("S00000003", "S00000005")))
    assert shown(people_to_tell(two, CREW_LEADER).people)[0] == ("S00000005", "asked_for", True, "S00000002")
    assert told(two) == ["S00000005", "S00000001", "S00000004"]


def test_deputies_of_each_other_who_are_both_away_are_passed_over() -> None:
    ring = (away_now("S00000002", "S00000003"), away_now("S00000003", "S00000002"))
    assert told(replace(COMPANY, absences=ring))[0] == "S00000001"


def test_off_duty_is_told_all_the_same_but_after_those_on_duty() -> None:
    second = Person("S00000006", "crew_leader", "D000001", "W00000001")
    company = replace(
        without_duty(COMPANY, "S00000002"),
        people=(*STAFF, second),
        duty_times=(*without_duty(COMPANY, "S00000002").duty_times, on_duty_now("S00000006")),
    )
    assert told(company)[:3] == ["S00000006", "S00000002", "S00000001"]


def test_a_role_of_customer_service_is_found_outside_the_department_concerned() -> None:
    ask = WhomToTell("service_supervisor", NOW, department_id="D000001", crew_id="W00000001")
    assert told(COMPANY, ask)[:2] == ["S00000004", "S00000005"]


def test_a_named_person_who_has_left_leads_to_the_head_of_his_department() -> None:
    gone = replace(COMPANY, people=(HEAD, replace(LEADER, active=False), MEMBER, SUPERVISOR, SUBSTITUTE))
    assert told(gone, WhomToTell("S00000002", NOW))[0] == "S00000001"


def test_a_crew_s_department_has_a_head() -> None:
    assert told(COMPANY, WhomToTell("department_head", NOW, crew_id="W00000001"))[0] == "S00000001"


def test_with_everybody_meant_away_a_manager_is_told_and_without_one_the_absent_themselves() -> None:
    away = tuple(away_now(each.id) for each in (HEAD, LEADER, SUPERVISOR, SUBSTITUTE))
    manager = Person("S00000009", "manager")
    alone = replace(COMPANY, absences=away)
    assert told(replace(alone, people=(*STAFF, manager))) == ["S00000009"]
    assert told(alone) == ["S00000002", "S00000001", "S00000004", "S00000005"]
