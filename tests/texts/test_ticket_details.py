"""What operations staff read of a ticket in the Temporal Web UI, and callers in its timeline."""

from datetime import UTC, datetime, timedelta

from api.views.event_texts import event_text
from domain.promises.telling import Tried
from domain.tickets.state import TicketEvent, TicketState
from workflows.parts.ticket_details import ticket_details

BEGUN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return BEGUN + timedelta(hours=hours)


ESCALATED = TicketState(
    stage="acknowledged", promise="on-site", due_at=at(8), escalation_level=1, handler="S00000003",
    crew_id="W00000001", department_id="D000001", acts=("arrive", "withdraw"),
)  # fmt: skip
RUNGS = [
    TicketEvent("rung_told", at(6), data={"promise": "on-site", "rung": "two-hours-left"}),
    TicketEvent("rung_told", at(8), data={"promise": "on-site", "rung": "not-on-site"}),
]
TRIED = [
    Tried(at(6.1), "S00000002", "crew_leader", "no_answer"),
    Tried(at(6.2), "S00000002", "crew_leader", "texted"),
    Tried(at(8.1), "S00000001", "department_head", "acknowledged", "1"),
]


def test_an_escalated_repair_shows_who_was_tried_and_how_that_went_in_the_order_of_time() -> None:
    shown = ticket_details("zh-CN", ESCALATED, RUNGS, TRIED).splitlines()
    assert shown[0] == "**工队已确认**"
    assert "承诺：工队到场，时限 2026-11-24 17:00（北京时间）" in shown
    assert "⚠ 已超过时限，督办升级到第 1 级" in shown
    assert "工队 W00000001 · 部门 D000001 · 经办人 S00000003" in shown
    assert [line for line in shown if line.startswith("- ")] == [
        "- 11-24 15:00 督办 · 还剩2小时，提醒工队",
        "- 11-24 15:06 ☎ 工队长 S00000002：无人接听",
        "- 11-24 15:12 ✉ 工队长 S00000002：已发短信",
        "- 11-24 17:00 督办 · 到场超时，通知部门负责人",
        "- 11-24 17:06 ☎ 部门负责人 S00000001：已接听并按键确认（按键1）",
    ]


def test_events_of_a_playbook_are_told_in_words() -> None:
    told = {
        ("rung_told", ("rung", "not-on-site")): "督办：到场超时，通知部门负责人",
        ("promise_met_late", ("promise", "on-site")): "超时兑现：工队到场",
        ("customer_called", ("satisfaction", "dissatisfied")): "已回访业主：不满意",
        ("arrive", ("by", "phone")): "工队到场",
        ("stage_ready", ("by", "system")): "待拨打",
        ("receipt_delivered", ("step", "sms-repair-crew")): "短信通知：已送达",
        ("of-another-release", ("by", "system")): "事件：of-another-release",
    }
    assert {key: event_text("zh-CN", key[0], dict([key[1]])) for key in told} == told


def test_the_assessment_of_a_crew_is_told_in_words() -> None:
    data = {"crew": "W00000001", "arrived_in_time": "false", "reopened": "1", "satisfaction": "satisfied"}
    assert event_text("zh-CN", "crew_assessed", data) == "记入工队考核：迟到，重新开启 1 次，业主满意"
    assert event_text("en", "crew_assessed", data).startswith("Crew assessment: arrived late")
    withdrawn = data | {"arrived_in_time": "", "satisfaction": ""}
    assert event_text("zh-CN", "crew_assessed", withdrawn) == "记入工队考核"


def test_a_kind_is_shown_in_its_own_words() -> None:
    state = TicketState(stage="asked", acts=("answer",), promise="answer")
    shown = ticket_details("zh-CN", state, (), (), "enquiry")
    assert "待答复" in shown and "答复客户" in shown and "已发短信约时间" not in shown
