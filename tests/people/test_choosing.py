"""Which agent: skills fit, somebody who is there in time, evenly (P3, P10)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.people.choosing import choose
from domain.people.duty import Absence
from domain.people.staff import ChooseAgent, Company, Load, Person
from tests.town.companies import HOUR, NOW, SKILLS, companies, on_duty_now, staff_id

AGENTS = tuple(Person(staff_id(number), "agent", "D000001") for number in (1, 2, 3))
COMPANY = Company(AGENTS, duty_times=tuple(on_duty_now(each.id) for each in AGENTS))
ORDER = ChooseAgent("follow-up-1", "first", NOW, NOW + 2 * HOUR)
DAY_OFF = timedelta(days=1)

loads = st.dictionaries(
    st.integers(1, 8).map(staff_id),
    st.builds(Load, st.integers(0, 5), st.one_of(st.none(), st.just(NOW - HOUR), st.just(NOW - 2 * HOUR))),
)
orders = st.builds(
    replace,
    st.just(ORDER),
    preferred=st.one_of(st.none(), st.integers(1, 8).map(staff_id)),
    skills=st.sets(st.sampled_from(SKILLS)).map(tuple),
    without=st.sets(st.integers(1, 8).map(staff_id)).map(tuple),
    department_id=st.sampled_from([None, "D000001"]),
)


@given(companies(), loads, orders)
def test_the_chosen_one_can_take_it_and_no_better_one_could(
    company: Company, given_loads: dict[str, Load], order: ChooseAgent
) -> None:
    # Absences of these companies end an hour after the window begins: its second hour is left to everybody.
    on_duty = {each.staff_id for each in company.duty_times}
    able = {
        person.id: person
        for person in company.people
        if person.active
        and person.id in on_duty
        and person.id not in order.without
        and set(order.skills) <= set(person.skills)
    }
    agents = {
        each.id
        for each in able.values()
        if each.role == "agent" and order.department_id in (None, each.department_id)
    }
    chosen = choose(company, given_loads, order)
    if order.preferred in able:
        assert (chosen.agent_id, chosen.because) == (order.preferred, "preferred")
    elif not agents:
        assert (chosen.agent_id, chosen.because) == (None, "nobody")
    else:
        assert chosen.agent_id in agents and chosen.because == "balanced"
        fewest = min(given_loads.get(each, Load()).open for each in agents)
        assert given_loads.get(chosen.agent_id or "", Load()).open == fewest


@given(st.lists(st.integers(0, 4), min_size=3, max_size=3), st.integers(1, 30))
def test_counts_become_even_and_stay_so(open_now: list[int], calls: int) -> None:
    held = Counter({each.id: count for each, count in zip(AGENTS, open_now, strict=True)})
    turns: dict[str, int] = {}
    for call in range(calls):
        given_loads = {
            each.id: Load(held[each.id], NOW + turns[each.id] * HOUR if each.id in turns else None)
            for each in AGENTS
        }
        agent = choose(COMPANY, given_loads, ORDER).agent_id
        assert agent is not None
        held[agent] += 1
        turns[agent] = call
    given_to = {each.id: held[each.id] - count for each, count in zip(AGENTS, open_now, strict=True)}
    busy = [held[agent] for agent, more in given_to.items() if more]
    assert max(busy) - min(held.values()) <= 1


def test_among_equals_the_one_whose_turn_is_longest_ago() -> None:
    turns = {AGENTS[0].id: Load(2, NOW - HOUR), AGENTS[1].id: Load(2, NOW - 3 * HOUR), AGENTS[2].id: Load(3)}
    assert choose(COMPANY, turns, ORDER).agent_id == AGENTS[1].id


def test_the_absent_and_those_off_duty_for_the_whole_window_are_skipped() -> None:
    first, second, third = AGENTS
    away = Absence(first.id, NOW - DAY_OFF, NOW + DAY_OFF)
    only_third = Company(AGENTS, duty_times=(on_duty_now(first.id), on_duty_now(third.id)), absences=(away,))
    assert choose(only_third, {third.id: Load(9)}, replace(ORDER, preferred=first.id)).agent_id == third.id
    assert choose(only_third, {}, replace(ORDER, preferred=second.id)).agent_id == third.id


def test_back_before_the_window_ends_is_soon_enough() -> None:
    first = AGENTS[0]
    back = Absence(first.id, NOW - DAY_OFF, NOW + HOUR)
    company = replace(COMPANY, people=(first,), absences=(back,))
    assert choose(company, {}, ORDER).agent_id == first.id
    assert choose(company, {}, replace(ORDER, ends=NOW + HOUR)).because == "nobody"


def test_a_preferred_person_need_not_be_an_agent_but_needs_the_skill() -> None:
    lead = Person(staff_id(7), "shift_lead", skills=("english",))
    company = replace(COMPANY, people=(*AGENTS, lead), duty_times=(*COMPANY.duty_times, on_duty_now(lead.id)))
    wanted = replace(ORDER, preferred=lead.id)
    assert choose(company, {}, wanted).agent_id == lead.id
    assert choose(company, {}, replace(wanted, skills=("plumbing",))).because == "nobody"
