"""A follow-up call's conversation: pure steps, none of which forgets another (P10)."""

from datetime import UTC, datetime, timedelta

from domain.playbooks.conversation import Conversation
from domain.playbooks.follow_up_call import FollowUpPolicy, FollowUpResult

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
"""Twelve in Shanghai, between the calling hours."""
POLICY = FollowUpPolicy()


def test_nobody_tried_yet_is_called_in_the_next_permitted_hour() -> None:
    assert Conversation().moment(POLICY, NOON) > NOON


def test_a_wish_goes_before_the_rules_until_the_call_is_under_way() -> None:
    wished = Conversation().wish(NOON)
    assert wished.moment(POLICY, NOON) == NOON and wished.overtaken
    placed = wished.under_way()
    assert placed.wished is None and placed.moment(POLICY, NOON) != NOON


def test_a_dialled_call_overtakes_the_clock_once() -> None:
    dialled = Conversation().dial()
    assert dialled.overtaken and dialled.dialled == 1
    placed = dialled.under_way()
    assert not placed.overtaken and placed.dialled == 1
    assert placed.dial().dialled == 2


def test_only_a_reply_after_the_question_counts() -> None:
    asked = Conversation().replied().asking().asked_for_a_time()
    assert asked.asked == 1 and asked.asked_by_sms and not asked.overtaken
    assert asked.replied().overtaken and not asked.replied().looked_at().overtaken


def test_what_follows_hangs_on_all_attempts() -> None:
    talk = Conversation()
    for attempt in range(POLICY.unanswered_calls):
        assert attempt == 0 or talk.following(POLICY) == "again"
        talk = talk.tried(NOON + timedelta(days=attempt), "no_answer")
    assert talk.following(POLICY) == "ask_by_sms"
    assert talk.asked_for_a_time().following(POLICY) == "supervisor"
    assert talk.tried(NOON, "answered").following(POLICY) == "record"


def test_what_a_supervisor_mends_begins_again_and_keeps_its_count() -> None:
    talk = Conversation().dial().tried(NOON, "wrong_number").escalate().wish(NOON).begin_again()
    assert talk.attempts == () and talk.wished is None and not talk.asked_by_sms
    assert (talk.dialled, talk.escalated) == (1, 1)


def test_a_result_ends_it() -> None:
    result = FollowUpResult("satisfied", "recorded")
    ended = Conversation().end(result)
    assert ended.over and ended.overtaken and ended.result == result
