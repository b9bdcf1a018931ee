"""The Aliyun adapter and its SDK against Dysms's protocol on a local socket."""

import itertools
import json
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateways.aliyun import AliyunSms
from gateways.outcomes import (
    Accepted,
    CannotTell,
    ConfigurationError,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from gateways.sms import Sms
from tests.town.dysms import BEIJING, KEY_ID, KEY_SECRET, Dysms, dysms
from tests.town.patience import IMPATIENT, LONG, until
from tests.town.ports import free_port

_numbers = itertools.count(19900035000)
NAME = "测试业主&=+ %~*'"


@pytest.fixture
async def server() -> AsyncIterator[Dysms]:
    async with dysms() as server:
        yield server


def gateway(endpoint: str, key_id: str = KEY_ID, secret: str = KEY_SECRET, wait: float = LONG) -> AliyunSms:
    return AliyunSms(key_id, secret, {"handover-30": "SMS_1"}, endpoint, "http", wait)


def text(template: str = "handover-30") -> Sms:
    phone = f"+86{next(_numbers)}"
    params = {"name": NAME, "date": "2027年1月15日"}
    return Sms(f"ref{phone[1:]}", phone, "【示例装饰】您好", template, params, "示例装饰", "marketing")


def answer(code: str, message: str = "refused", status: int = 200) -> tuple[int, dict[str, Any]]:
    return status, {"Code": code, "Message": message, "RequestId": "r"}


async def test_a_text_is_submitted_once_and_as_meant(server: Dysms) -> None:
    sms = text()
    accepted = await gateway(server.endpoint).send(sms)
    [row] = server.taken
    assert accepted == Accepted(row["biz"])
    assert (row["OutId"], row["PhoneNumbers"]) == (sms.reference, sms.phone)
    assert (row["SignName"], row["TemplateCode"]) == ("示例装饰", "SMS_1")
    assert json.loads(row["TemplateParam"]) == {"name": NAME, "date": "2027年1月15日"}


@pytest.mark.parametrize(
    ("key_id", "secret", "code"),
    [(KEY_ID, "wrong", "SignatureDoesNotMatch"), ("LTAI-other", KEY_SECRET, "InvalidAccessKeyId.NotFound")],
)
async def test_wrong_keys_are_refused_and_tell_a_person(
    server: Dysms, key_id: str, secret: str, code: str
) -> None:
    stranger, sms = gateway(server.endpoint, key_id, secret), text()
    with pytest.raises(ConfigurationError) as refused:
        await stranger.send(sms)
    assert refused.value.code == code and server.taken == []
    with pytest.raises(ConfigurationError):
        await stranger.lookup(sms.reference, sms.phone, datetime.now(UTC))


async def test_a_template_nobody_mapped_never_leaves_the_house(server: Dysms) -> None:
    with pytest.raises(ConfigurationError):
        await gateway(server.endpoint).send(text("other"))
    assert server.requests == []


@pytest.mark.parametrize(("plan", "taken"), [("drop", 1), ("hang", 1), ("drop-before", 0), ("html", 0)])
async def test_without_a_clear_answer_the_sdk_sends_once_and_the_outcome_is_open(
    server: Dysms, plan: str, taken: int
) -> None:
    server.plans = [plan]
    sms, aliyun = text(), gateway(server.endpoint)
    with pytest.raises(OutcomeUnknown):
        await gateway(server.endpoint, wait=IMPATIENT if plan == "hang" else LONG).send(sms)
    await until(lambda: len(server.requests) == 1 and len(server.taken) == taken)
    found = await aliyun.lookup(sms.reference, sms.phone, datetime.now(UTC))
    assert found == (Accepted(f"out-id:{sms.reference}") if taken else NotFound())


@pytest.mark.parametrize("code", ["isp.SYSTEM_ERROR", "isv.SOMETHING_NEW", "ServiceUnavailable"])
@pytest.mark.parametrize("status", [200, 400, 503])
async def test_codes_that_leave_the_outcome_open_are_not_retried(
    server: Dysms, code: str, status: int
) -> None:
    server.plans = [answer(code, status=status)]
    with pytest.raises(OutcomeUnknown) as unknown:
        await gateway(server.endpoint).send(text())
    assert unknown.value.code == code and len(server.requests) == 1


async def test_an_ok_without_a_receipt_number_leaves_the_outcome_open(server: Dysms) -> None:
    server.plans = [answer("OK")]
    with pytest.raises(OutcomeUnknown):
        await gateway(server.endpoint).send(text())


@pytest.mark.parametrize("endpoint", ["refused", "no-such-host.invalid"])
async def test_nothing_was_sent_where_nobody_could_be_reached(endpoint: str) -> None:
    aliyun, sms = gateway(f"127.0.0.1:{free_port()}" if endpoint == "refused" else endpoint), text()
    with pytest.raises(Unavailable):
        await aliyun.send(sms)
    with pytest.raises(Unavailable):
        await aliyun.lookup(sms.reference, sms.phone, datetime.now(UTC))


async def test_an_earlier_failure_does_not_colour_a_later_one(server: Dysms) -> None:
    """Python links exceptions raised while another is handled; "never reached" must not be inherited."""
    server.plans = ["drop"]
    try:
        await gateway(f"127.0.0.1:{free_port()}").send(text())
    except Unavailable:
        with pytest.raises(OutcomeUnknown):
            await gateway(server.endpoint).send(text())
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("code", "message", "status", "wait"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1", 200, timedelta(minutes=1)),
        ("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5", 200, timedelta(hours=1)),
        ("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:10", 200, timedelta(hours=1)),
        ("isv.DAY_LIMIT_CONTROL", "触发日发送限额", 200, timedelta(hours=1)),
        ("Throttling.User", "Request was denied due to user flow control.", 400, timedelta(minutes=1)),
        ("Throttling", "Request was denied due to request throttling.", 503, timedelta(minutes=1)),
    ],
)
async def test_throttled(server: Dysms, code: str, message: str, status: int, wait: timedelta) -> None:
    server.plans = [answer(code, message, status)]
    with pytest.raises(Throttled) as refused:
        await gateway(server.endpoint).send(text())
    assert (refused.value.code, refused.value.retry_after) == (code, wait) and len(server.requests) == 1


async def test_the_gateway_says_how_long_to_wait(server: Dysms) -> None:
    server.plans, server.headers = [answer("Throttling.Api", status=429)], {"x-acs-retry-after": "2500"}
    with pytest.raises(Throttled) as refused:
        await gateway(server.endpoint).send(text())
    assert refused.value.retry_after == timedelta(seconds=2.5) and len(server.requests) == 1


@pytest.mark.parametrize(
    ("code", "number"), [("isv.MOBILE_NUMBER_ILLEGAL", True), ("isv.CUSTOMER_REFUSED", False)]
)
async def test_rejected(server: Dysms, code: str, number: bool) -> None:
    server.plans = [answer(code)]
    with pytest.raises(Rejected) as refused:
        await gateway(server.endpoint).send(text())
    assert (refused.value.code, refused.value.number_problem) == (code, number)


async def test_what_goes_wrong_says_nothing_about_the_owner(server: Dysms) -> None:
    for plan in ("drop", "html", answer("isv.SMS_TEMPLATE_ILLEGAL", "number 19900035", 400)):
        server.plans, sms = [plan], text()
        with pytest.raises((OutcomeUnknown, ConfigurationError)) as failed:
            await gateway(server.endpoint).send(sms)
        told = "".join(traceback.format_exception(failed.value))
        assert sms.phone not in told and sms.phone[3:] not in told and NAME not in told
        assert failed.value.__cause__ is None


async def test_a_text_is_found_on_the_third_page(server: Dysms) -> None:
    sms, aliyun = text(), gateway(server.endpoint)
    for number in range(120):
        server.take(f"other-{number}", sms.phone[3:])
    now = datetime.now(UTC)
    assert await aliyun.lookup(sms.reference, sms.phone, now) == NotFound()
    assert [request["CurrentPage"] for request in server.requests][:3] == ["1", "2", "3"]
    server.take(sms.reference, sms.phone[3:])
    server.take(sms.reference + "x", sms.phone[3:])
    assert await aliyun.lookup(sms.reference, sms.phone, now) == Accepted(f"out-id:{sms.reference}")


async def test_a_full_last_page_needs_no_further_one(server: Dysms) -> None:
    sms = text()
    for number in range(50):
        server.take(f"other-{number}", sms.phone[3:])
    noon = datetime.now(BEIJING).replace(hour=12) - timedelta(days=1)
    for row in server.taken:
        row["day"] = noon.strftime("%Y%m%d")
    assert await gateway(server.endpoint).lookup(sms.reference, sms.phone, noon) == NotFound()
    assert len(server.requests) == 1


async def test_a_list_shorter_than_announced_proves_nothing(server: Dysms) -> None:
    sms, server.announced = text(), 60
    server.take("other", sms.phone[3:])
    with pytest.raises(Unavailable):
        await gateway(server.endpoint).lookup(sms.reference, sms.phone, datetime.now(UTC))


@pytest.mark.parametrize("clock", ["23:58", "00:02"])
async def test_around_midnight_both_days_are_asked(server: Dysms, clock: str) -> None:
    attempted = datetime.fromisoformat(f"{datetime.now(BEIJING).date() - timedelta(days=2)}T{clock}:00+08:00")
    filed = attempted + (timedelta(minutes=5) if clock == "23:58" else -timedelta(minutes=5))
    sms, aliyun = text(), gateway(server.endpoint)
    server.take(sms.reference, sms.phone[3:], filed.strftime("%Y%m%d"))
    found = await aliyun.lookup(sms.reference, sms.phone, attempted.astimezone(UTC))
    assert found == Accepted(f"out-id:{sms.reference}")


async def test_beijing_s_day_counts_not_greenwich_s(server: Dysms) -> None:
    morning = (datetime.now(BEIJING) - timedelta(days=2)).replace(hour=7, minute=30)
    sms = text()
    server.take(sms.reference, sms.phone[3:], morning.strftime("%Y%m%d"))
    found = await gateway(server.endpoint).lookup(sms.reference, sms.phone, morning.astimezone(UTC))
    assert found == Accepted(f"out-id:{sms.reference}")


async def test_aliyun_forgets_after_thirty_days(server: Dysms) -> None:
    sms, long_ago = text(), datetime.now(UTC) - timedelta(days=31)
    assert await gateway(server.endpoint).lookup(sms.reference, sms.phone, long_ago) == CannotTell()
    assert server.requests == []


async def test_a_lookup_without_an_answer_asks_again_later(server: Dysms) -> None:
    sms, aliyun, now = text(), gateway(server.endpoint), datetime.now(UTC)
    for plan, error in (
        ("drop", Unavailable), (answer("isp.SYSTEM_ERROR"), Unavailable),
        (answer("Throttling.User", status=400), Throttled),
        (answer("NoPermission", status=403), ConfigurationError),
    ):  # fmt: skip
        server.plans = [plan]
        with pytest.raises(error):
            await aliyun.lookup(sms.reference, sms.phone, now)
    server.plans = [answer("isv.INVALID_PARAMETERS")]
    assert await aliyun.lookup(sms.reference, sms.phone, now) == CannotTell()
    await aliyun.close()
