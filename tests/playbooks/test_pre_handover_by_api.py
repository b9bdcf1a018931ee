"""The sequence: started for a building, shown before it is sent, followed in numbers."""

from datetime import date, timedelta
from typing import Any

from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from tests.town.api import HANDOVER


async def test_starting_shows_what_will_be_sent(api: Any) -> None:
    building = await api.building(name="云湖国际")
    answer = await api.http.post(f"/buildings/{building}/pre-handover", json={})
    assert answer.status_code == 202
    body = answer.json()
    assert body["enrolment_id"] == f"enrolment-{building}"
    assert body["progress"] == answer.headers["location"] == f"/buildings/{building}/pre-handover"
    assert [message["step"] for message in body["messages"]] == ["congratulation", "show-flat", "visit"]
    for message, days in zip(body["messages"], (30, 15, 3), strict=True):
        assert message["at"] == f"{HANDOVER - timedelta(days=days)}T10:00:00+08:00"
        assert message["ahead"] is True
        assert message["text"].startswith("【示例装饰】尊敬的李示例：") and message["text"].endswith(
            "拒收请回复R"
        )
        assert message["characters"] == len(message["text"])
        assert message["segments"] == (1 if message["characters"] <= 70 else 2)


async def test_progress_in_numbers(api: Any) -> None:
    building, owners = await api.enrolled(owners=3)
    await api.http.post(f"/customers/{owners[0][1]}:signed")
    await api.until(
        f"/buildings/{building}/pre-handover",
        lambda answer: answer.json()["closed"] == {"signed": 1} and not answer.json()["enrolment_running"],
    )
    progress = (await api.http.get(f"/buildings/{building}/pre-handover")).json()
    assert progress["enrolled"] is True and progress["tickets"] == {"waiting": 2, "closed": 1}
    assert progress["owners"] == {"active": 3, "sold": 0, "signed": 1, "opted_out": 0}
    assert progress["messages"] == {} and progress["segments"] == 0


async def test_without_a_date_or_too_late(api: Any, problem: Any) -> None:
    path = f"/buildings/{await api.building(None)}/pre-handover"
    body = problem(await api.http.post(path, json={}), 409, "no-handover-date")
    assert "handover date" in body["detail"]
    path = f"/buildings/{await api.building(date.today() + timedelta(days=1))}/pre-handover"
    problem(await api.http.post(path, json={}), 409, "nothing-ahead")


async def test_a_policy_of_its_own_is_kept(api: Any, problem: Any) -> None:
    path = f"/buildings/{await api.building()}/pre-handover"
    steps = [{"name": "visit", "template": "pre-handover-visit", "days_before": 7, "at": "11:30"}]
    order = {"policy": {"steps": steps, "hours": {"opens": "10:00"}}}
    (message,) = (await api.http.post(path, json=order)).json()["messages"]
    assert message["at"] == f"{HANDOVER - timedelta(days=7)}T11:30:00+08:00"
    # Again with the same policy, or none: the owners added since are enrolled.
    for same in (order, {}):
        assert (await api.http.post(path, json=same)).status_code == 202
    other = {"policy": {"frequency": {"messages": 1}}}
    problem(await api.http.post(path, json=other), 409, "enrolled-with-another-policy")


async def test_impossible_policies_say_why(api: Any, problem: Any) -> None:
    path = f"/buildings/{await api.building()}/pre-handover"
    visit = {"name": "visit", "template": "pre-handover-visit", "days_before": 3}
    holidays = [(HANDOVER - timedelta(days=day)).isoformat() for day in range(100)]
    for policy, pointer, detail in (
        ({"hours": {"opens": "20:00", "closes": "09:00"}}, "#/policy", "must be later than the opening time"),
        ({"hours": {"timezone": "Mars/Olympus"}}, "#/policy", "no such time zone"),
        ({"hours": {"opens": "09:00+08:00"}}, "#/policy", "takes no offset"),
        ({"hours": {"opens": "12:00"}}, "#/policy", "outside the sending hours"),
        ({"steps": [visit, visit]}, "#/policy", "appears twice"),
        ({"steps": [{**visit, "at": "22:00"}]}, "#/policy", "outside the sending hours"),
        ({"steps": []}, "#/policy/steps", "too few"),
        ({"steps": [{**visit, "days_before": -1}]}, "#/policy/steps/0/days_before", "too small"),
        ({"steps": [{**visit, "template": "x"}]}, "#/policy/steps/0/template", "no such template"),
        ({"steps": [{**visit, "name": "No Name"}]}, "#/policy/steps/0/name", ""),
        ({"hours": {"holidays": "XX"}}, "#/policy/hours/holidays", "no holiday calendar"),
        (
            {"hours": {"closed_days": holidays, "on_closed_day": "before"}},
            "#/policy/hours/closed_days",
            "no day for sending",
        ),
    ):
        (error,) = problem(await api.http.post(path, json={"policy": policy}), 422, "invalid")["errors"]
        assert error["pointer"] == pointer and detail in error["detail"], error


def test_nothing_said_is_the_company_policy() -> None:
    from api.playbooks.policies import PolicyIn

    usual = PreHandoverPolicy()
    assert PolicyIn().over(usual) == usual


async def test_statutory_holidays_are_closed_days(api: Any) -> None:
    year = date.today().year + 2
    visit = {"name": "visit", "template": "pre-handover-visit", "days_before": 3}
    for rule, expected in (("before", date(year, 9, 30)), ("send", date(year, 10, 1))):
        hours = {"holidays": "CN", "on_closed_day": rule}
        path = f"/buildings/{await api.building(date(year, 10, 4))}/pre-handover"
        answer = await api.http.post(path, json={"policy": {"steps": [visit], "hours": hours}})
        (message,) = answer.json()["messages"]
        assert message["at"] == f"{expected}T10:00:00+08:00"
