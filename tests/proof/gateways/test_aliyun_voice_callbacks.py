"""What Aliyun's voice service pushes: how calls ended, progress and keys, recordings; and its codes."""

import json
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest

from gateways import aliyun_voice_codes
from gateways.aliyun_voice import CODES, progress, recordings, reports
from gateways.outcomes import ConfigurationError, OutcomeUnknown, Rejected, Throttled, WebhookRejected
from gateways.phone import CallEnded, CallRecorded, CallSeen, KeyPressed

REPORT = {
    "status_code": "200000", "callee": "19900041001", "ring_time": "2026-11-24 10:02:40", "duration": "10",
    "voice_type": "voice", "originate_time": "2026-11-24 10:02:34", "b_start_time": "2026-11-24 10:03:30",
    "end_time": "2026-11-24 10:03:40", "call_id": "122628733198^109422061234", "caller": "057100000000",
    "status_msg": "执行完成", "out_id": "r1", "dtmf": "1", "toll_type": "LOCAL",
}  # fmt: skip
CALL = "122628733198^109422061234"
AT = datetime(2026, 11, 24, 2, 3, 40, tzinfo=UTC)
GROUPS = {
    "THROTTLED": Throttled, "NUMBER": Rejected, "REJECTED": Rejected, "CONFIGURATION": ConfigurationError,
    "UNKNOWN": OutcomeUnknown,
}  # fmt: skip
DOCUMENTED_ENDS = """
    200000 200001 200002 200003 200004 200005 200006 200007 200008 200010 200011 200012 200100 200104 200105
    200111 200112 200113 200116 200117 200118 200119 200120 200121 200130 300000 9996 999999 500 400 482 476
""".split()  # noqa: SIM905 -- a column of codes
"""Of the lists "carrier response codes" and "call status codes", without those of calls under way."""


def body(*items: Any) -> bytes:
    return json.dumps(items, ensure_ascii=False).encode()


def test_ends_of_calls() -> None:
    missed = REPORT | {"status_code": "200113", "duration": "0", "dtmf": "", "out_id": "", "end_time": ""}
    assert reports(body(REPORT, missed)) == (
        CallEnded(f"voice:{CALL}", CALL, "r1", "answered", "200000", AT, "1", 10, None),
        CallEnded(
            f"voice:{CALL}", CALL, None, "no_answer", "200113", datetime(2026, 11, 24, 2, 2, 34, tzinfo=UTC),
            None, 0, "customer",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("given", "seconds"), [("10", 10), (10, 10), ("10秒", 10), (None, 0), ("", 0)])
def test_seconds_however_they_are_written(given: Any, seconds: int) -> None:
    assert reports(body(REPORT | {"duration": given}))[0].talk_seconds == seconds


def test_a_code_nobody_knows_is_a_failure() -> None:
    assert reports(body(REPORT | {"status_code": "123456"}))[0].outcome == "failed"


def test_progress_and_keys() -> None:
    seen = {"status_code": "200101", "status_time": "2026-11-24 10:03:40", "out_id": "r1", "call_id": CALL}
    pressed = seen | {"status_code": "300000", "dtmf": "1"}
    first, second = progress(body(seen, pressed))
    assert isinstance(first, CallSeen) and (first.provider_id, first.reference, first.at) == (CALL, "r1", AT)
    assert isinstance(second, KeyPressed) and second.key == "1" and second.event_id != first.event_id
    assert progress(body(pressed)) == (second,)


def test_recordings() -> None:
    item = {
        "call_id": CALL,
        "end_time": "2026-11-24 10:03:40",
        "record_file": "http://x/1",
        "out_id": "r1",
    }
    assert recordings(body(item)) == (CallRecorded(f"voice-record:{CALL}", CALL, "r1", "http://x/1", AT),)


@pytest.mark.parametrize("read", [reports, progress, recordings])
def test_what_aliyun_posts_to_try_a_new_address(read: Any) -> None:
    assert read(b'{"json":"test-content"}') == () and read(b"[]") == ()
    for wrong in (b"", b"{}", b"null", b"\xff"):
        with pytest.raises(WebhookRejected):
            read(wrong)


@pytest.mark.parametrize("read", [reports, progress, recordings])
@pytest.mark.parametrize(
    "odd", [1, None, {}, {"call_id": None}, {"call_id": CALL}, {"call_id": "", "status_code": 1}]
)
def test_an_odd_item_takes_no_other_along(read: Any, odd: Any) -> None:
    fine = REPORT | {"record_file": "http://x/1", "status_time": "2026-11-24 10:03:40"}
    found = read(body(odd, fine))
    assert len(found) == 1 and found[0].provider_id == CALL and len(found.odd) == 1


@pytest.mark.parametrize("when", [None, "", "yesterday", 5])
def test_how_a_call_ended_counts_more_than_when_and_for_how_long(when: Any) -> None:
    odd = REPORT | {"end_time": when, "originate_time": when, "duration": "lange"}
    [ended] = reports(body(odd))
    assert (ended.outcome, ended.talk_seconds) == ("answered", 0) and ended.at.tzinfo is not None


def codes(group: str) -> frozenset[str]:
    found: frozenset[str] = getattr(aliyun_voice_codes, group)
    return found


def test_no_code_means_two_things() -> None:
    for first, second in combinations(GROUPS, 2):
        assert not codes(first) & codes(second)


@pytest.mark.parametrize(("group", "error"), GROUPS.items())
def test_each_group_has_its_error(group: str, error: type[Exception]) -> None:
    for code in codes(group):
        assert type(CODES.error(code)) is error
    assert type(CODES.error("Throttling.User")) is Throttled


def test_every_documented_end_has_been_thought_about() -> None:
    assert set(DOCUMENTED_ENDS) <= set(aliyun_voice_codes.ENDS)
