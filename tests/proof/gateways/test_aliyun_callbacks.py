"""What Aliyun pushes: delivery reports (SmsReport) and replies (SmsUp)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from gateways.aliyun import receipts, replies
from gateways.aliyun_openapi import token_matches
from gateways.aliyun_voice import progress, recordings, reports
from gateways.outcomes import WebhookRejected
from gateways.sms import Receipt, Reply

REPORT = {
    "phone_number": "19900036001", "send_time": "2026-11-24 09:00:00", "report_time": "2026-11-24 09:00:05",
    "success": True, "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1",
    "biz_id": "932702304080415357^0", "out_id": "r1",
}  # fmt: skip
UP = {
    "phone_number": "19900036001", "send_time": "2026-11-24 23:59:59", "content": "退订",
    "sign_name": "示例装饰", "dest_code": "1234", "sequence_id": 1234567890,
}  # fmt: skip


def body(*items: Any) -> bytes:
    return json.dumps(items, ensure_ascii=False).encode()


def test_a_batch_of_reports() -> None:
    lost = REPORT | {"success": False, "err_code": "MOBILE_NOT_ON_SERVICE", "out_id": "", "biz_id": "2^0"}
    at = datetime(2026, 11, 24, 1, 0, 5, tzinfo=UTC)
    assert receipts(body(REPORT, lost)) == (
        Receipt("932702304080415357^0:19900036001", "932702304080415357^0", "r1", True, "DELIVERED", at),
        Receipt("2^0:19900036001", "2^0", None, False, "MOBILE_NOT_ON_SERVICE", at),
    )


def test_a_repeated_report_is_the_same_event() -> None:
    assert receipts(body(REPORT))[0].event_id == receipts(body(REPORT | {"err_msg": "x"}))[0].event_id
    assert receipts(body(REPORT))[0].event_id != receipts(body(REPORT | {"phone_number": "1"}))[0].event_id


def test_a_batch_of_replies() -> None:
    first, second = replies(body(UP, UP | {"sequence_id": 2, "content": "Ｔ"}))
    at = datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)
    assert first == Reply("1234567890:19900036001:2026-11-24 23:59:59", "+8619900036001", "退订", at, None)
    assert second.event_id != first.event_id and second.text == "Ｔ"


@pytest.mark.parametrize(("given", "e164"), [
    ("19900036001", "+8619900036001"), ("8619900036001", "+8619900036001"),
    ("+8619900036001", "+8619900036001"), ("008619900036001", "+8619900036001"),
    ("85290000000", "+85290000000"), ("+85290000000", "+85290000000"),
])  # fmt: skip
def test_numbers_become_e164(given: str, e164: str) -> None:
    assert replies(body(UP | {"phone_number": given}))[0].phone == e164


def test_a_time_with_a_zone_is_taken_at_its_word() -> None:
    [receipt] = receipts(body(REPORT | {"report_time": "2026-11-24T01:00:05+00:00"}))
    assert receipt.at == datetime(2026, 11, 24, 1, 0, 5, tzinfo=UTC)


def test_empty_batches() -> None:
    assert receipts(b"[]") == () and replies(b"[]") == ()


@pytest.mark.parametrize("wrong", [b"", b"{}", b"null", b'"x"', b"\xff"])
def test_what_is_no_batch_at_all(wrong: bytes) -> None:
    for read in (receipts, replies, reports, progress, recordings):
        with pytest.raises(WebhookRejected):
            read(wrong)


@pytest.mark.parametrize("odd", [
    1, None, [], "x", {}, {"success": True}, REPORT | {"success": "yes"}, REPORT | {"success": None},
    REPORT | {"biz_id": None, "out_id": None}, REPORT | {"biz_id": "", "out_id": ""},
])  # fmt: skip
def test_an_odd_report_takes_no_other_along(odd: Any) -> None:
    found = receipts(body(REPORT, odd, REPORT | {"biz_id": "2^0"}))
    assert [receipt.provider_id for receipt in found] == ["932702304080415357^0", "2^0"]
    [kept] = found.odd
    assert json.loads(kept.item) == odd and kept.event_id == receipts(body(odd)).odd[0].event_id


@pytest.mark.parametrize("odd", [
    1, None, {}, UP | {"content": None}, UP | {"content": ["退订"]}, UP | {"content": True},
    UP | {"phone_number": "1990003600x"}, UP | {"phone_number": ""}, UP | {"phone_number": None},
])  # fmt: skip
def test_an_odd_reply_takes_no_opt_out_along(odd: Any) -> None:
    found = replies(body(odd, UP))
    assert [reply.text for reply in found] == ["退订"] and len(found.odd) == 1


@pytest.mark.parametrize("when", [None, "", "yesterday", 5, {}, "0001-01-01 00:00:00+23:00"])
def test_what_happened_counts_more_than_when(when: Any) -> None:
    """A receipt or an opt-out without a moment that can be read is one all the same."""
    before = datetime.now(UTC)
    [receipt] = receipts(body(REPORT | {"report_time": when, "send_time": when}))
    [reply] = replies(body(UP | {"send_time": when}))
    assert before <= receipt.at <= datetime.now(UTC) and before <= reply.at
    assert reply.event_id == replies(body(UP | {"send_time": when}))[0].event_id


def test_a_receipt_names_the_text_by_one_id_or_the_other() -> None:
    [receipt] = receipts(body(REPORT | {"biz_id": None}))
    assert (receipt.provider_id, receipt.reference) == (None, "r1")


def test_the_secret_in_the_address() -> None:
    assert (
        token_matches("s3cret", "s3cret")
        and not token_matches("s3cre", "s3cret")
        and not token_matches("秘", "s")
    )
