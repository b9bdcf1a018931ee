"""The adapter of Aliyun's voice service and its SDK against the service's protocol on a local socket."""

import itertools
import json
import traceback
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateways.aliyun_voice import AliyunVoice
from gateways.outcomes import (
    Accepted,
    CannotTell,
    ConfigurationError,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from gateways.phone import Bridge, CallAsked, Notice, Taken
from tests.town.dysms import BEIJING, KEY_ID, KEY_SECRET
from tests.town.dyvms import SHOWN, Dyvms, dyvms
from tests.town.patience import IMPATIENT, LONG, until
from tests.town.ports import free_port

_numbers = itertools.count(19900040000)
WORDS = "工单&=+ %~*'"


@pytest.fixture
async def server() -> AsyncIterator[Dyvms]:
    async with dyvms() as server:
        yield server


def gateway(endpoint: str, key_id: str = KEY_ID, secret: str = KEY_SECRET, wait: float = LONG) -> AliyunVoice:
    return AliyunVoice(key_id, secret, SHOWN, {"voice-x": "TTS_1"}, "TTS_OK", endpoint, "http", wait)


def notice(template: str = "voice-x") -> Notice:
    number = next(_numbers)
    return Notice(f"ref{number}x", f"+86{number}", "您好", template, {"ticket": WORDS}, ("1", "2"))


def bridge() -> Bridge:
    number = next(_numbers)
    return Bridge(f"ref{number}x", f"+86{number}", f"+86{next(_numbers)}")


def placing(aliyun: AliyunVoice, kind: str) -> Awaitable[Accepted]:
    return aliyun.notify(notice()) if kind == "notice" else aliyun.bridge(bridge())


def answer(code: str, message: str = "refused", status: int = 200) -> tuple[int, dict[str, Any]]:
    return status, {"Code": code, "Message": message, "RequestId": "r"}


async def test_a_notice_is_placed_once_and_as_meant(server: Dyvms) -> None:
    wanted = notice()
    accepted = await gateway(server.endpoint).notify(wanted)
    [row] = server.taken
    assert accepted == Accepted(row["call"]) and row["action"] == "IvrCall"
    assert (row["OutId"], row["CalledNumber"]) == (wanted.reference, wanted.phone.removeprefix("+86"))
    assert (row["CalledShowNumber"], row["StartCode"], row["ByeCode"]) == (SHOWN, "TTS_1", "TTS_OK")
    assert json.loads(row["StartTtsParams"]) == {"ticket": WORDS}
    keys = [(row[f"MenuKeyMap.{n}.Key"], row[f"MenuKeyMap.{n}.Code"]) for n in (1, 2)]
    assert keys == [("1", "TTS_OK"), ("2", "TTS_OK")]
    assert len(wanted.reference) <= 15


@pytest.mark.parametrize(
    ("registered", "read_out"),
    [
        ({"voice-x": "TTS_1"}, "TTS_1"),
        ({"voice-x": "TTS_1", "voice-x-late": "TTS_2"}, "TTS_2"),
        ({"voice-x": "TTS_1", "voice-x-stand_in": "TTS_3"}, "TTS_3"),
        ({"voice-x-late-stand_in": "TTS_4", "voice-x-late": "TTS_2"}, "TTS_4"),
    ],
)
async def test_the_most_fitting_wording_that_is_registered_is_read_out(
    server: Dyvms, registered: dict[str, str], read_out: str
) -> None:
    aliyun = AliyunVoice(KEY_ID, KEY_SECRET, SHOWN, registered, "TTS_OK", server.endpoint, "http", LONG)
    wordings = ("voice-x-late-stand_in", "voice-x-late", "voice-x-stand_in", "voice-x")
    await aliyun.notify(replace(notice(), wordings=wordings))
    assert server.taken[0]["StartCode"] == read_out


async def test_a_bridge_is_placed_once_and_recorded(server: Dyvms) -> None:
    wanted = bridge()
    accepted = await gateway(server.endpoint).bridge(wanted)
    [row] = server.taken
    assert accepted == Accepted(row["call"]) and row["action"] == "ClickToDial"
    assert (row["CallerNumber"], row["CalledNumber"]) == (wanted.agent_phone[3:], wanted.customer_phone[3:])
    assert (row["CallerShowNumber"], row["CalledShowNumber"]) == (SHOWN, SHOWN)
    assert (row["OutId"], row["RecordFlag"]) == (wanted.reference, "true")


@pytest.mark.parametrize("kind", ["notice", "bridge"])
@pytest.mark.parametrize(
    ("key_id", "secret", "code"),
    [(KEY_ID, "wrong", "SignatureDoesNotMatch"), ("LTAI-other", KEY_SECRET, "InvalidAccessKeyId.NotFound")],
)
async def test_wrong_keys_are_refused(server: Dyvms, kind: str, key_id: str, secret: str, code: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        await placing(gateway(server.endpoint, key_id, secret), kind)
    assert refused.value.code == code and server.taken == []


async def test_a_notice_nobody_mapped_never_leaves_the_house(server: Dyvms) -> None:
    with pytest.raises(ConfigurationError):
        await gateway(server.endpoint).notify(notice("voice-other"))
    assert server.requests == []


@pytest.mark.parametrize("kind", ["notice", "bridge"])
@pytest.mark.parametrize(("plan", "taken"), [("drop", 1), ("hang", 1), ("drop-before", 0), ("html", 0)])
async def test_without_a_clear_answer_the_sdk_asks_once_and_nobody_can_tell(
    server: Dyvms, kind: str, plan: str, taken: int
) -> None:
    server.plans = [plan]
    aliyun = gateway(server.endpoint)
    with pytest.raises(OutcomeUnknown):
        await placing(gateway(server.endpoint, wait=IMPATIENT if plan == "hang" else LONG), kind)
    await until(lambda: len(server.requests) == 1 and len(server.taken) == taken)
    asked = CallAsked("ref", "notice", None, datetime.now(UTC))
    assert await aliyun.lookup(asked) == CannotTell() and len(server.requests) == 1


@pytest.mark.parametrize("kind", ["notice", "bridge"])
@pytest.mark.parametrize(
    ("plan", "error", "detail"),
    [
        (answer("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1"), Throttled, timedelta(minutes=1)),
        (answer("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5"), Throttled, timedelta(hours=1)),
        (answer("isv.VOICE_CALL_PERIOD_ERROR"), Throttled, timedelta(minutes=10)),
        (answer("Throttling.User", status=400), Throttled, timedelta(minutes=1)),
        (answer("isv.MOBILE_NUMBER_ILLEGAL"), Rejected, True),
        (answer("isv.COMPLAINT_REJECT", status=400), Rejected, False),
        (answer("isv.TTS_TEMPLATE_ILLEGAL"), ConfigurationError, None),
        (answer("isv.DISPLAY_NUMBER_ILLEGAL", status=400), ConfigurationError, None),
        (answer("isv.VOICE_CALL_FAIL"), OutcomeUnknown, None),
        (answer("isp.SYSTEM_ERROR", status=500), OutcomeUnknown, None),
        (answer("isv.SOMETHING_NEW"), OutcomeUnknown, None),
        (answer("OK"), OutcomeUnknown, None),
    ],
)
async def test_each_answer_says_what_is_known(
    server: Dyvms, kind: str, plan: Any, error: type[Exception], detail: Any
) -> None:
    server.plans = [plan]
    with pytest.raises(error) as failed:
        await placing(gateway(server.endpoint), kind)
    told = getattr(failed.value, "retry_after", getattr(failed.value, "number_problem", None))
    assert type(failed.value) is error and told == detail and len(server.requests) == 1


@pytest.mark.parametrize("kind", ["notice", "bridge"])
@pytest.mark.parametrize("endpoint", ["refused", "no-such-host.invalid"])
async def test_nothing_rang_where_nobody_could_be_reached(kind: str, endpoint: str) -> None:
    with pytest.raises(Unavailable):
        await placing(gateway(f"127.0.0.1:{free_port()}" if endpoint == "refused" else endpoint), kind)


async def test_what_goes_wrong_says_nothing_about_the_people(server: Dyvms) -> None:
    for plan in ("drop", "html", answer("isv.TTS_TEMPLATE_ILLEGAL", "number 19900040", 400)):
        server.plans = [plan, plan]
        wanted, two, aliyun = notice(), bridge(), gateway(server.endpoint)
        for call in (aliyun.notify(wanted), aliyun.bridge(two)):
            with pytest.raises((OutcomeUnknown, ConfigurationError)) as failed:
                await call
            told = "".join(traceback.format_exception(failed.value))
            assert all(part not in told for part in (wanted.phone[3:], two.customer_phone[3:], WORDS))


async def known(server: Dyvms, kind: str, began: datetime, details: Any) -> CallAsked:
    """A call that was placed at `began`, of which the service tells `details`."""
    accepted = await placing(gateway(server.endpoint), kind)
    server.details[accepted.provider_id] = (began, details)
    return CallAsked("ref", kind, accepted.provider_id, began)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "state", "outcome", "leg"),
    [
        ("notice", "200000", "answered", None),
        ("notice", "200003", "no_answer", None),
        ("notice", "200010", "unreachable", None),
        ("bridge", "200100", "answered", None),
        ("bridge", "200112", "busy", "customer"),
        ("bridge", "somethingnew", "failed", None),
    ],
)
async def test_how_a_call_ended_can_be_looked_up(
    server: Dyvms, kind: str, state: str, outcome: str, leg: str | None
) -> None:
    details = {"state": state, "duration": 12, "endDate": "2026-11-24 10:00:30", "callee": "19900040000"}
    asked = await known(server, kind, datetime.now(UTC), details)
    found = await gateway(server.endpoint).lookup(asked)
    assert isinstance(found, Taken) and found.ended is not None
    assert (found.ended.outcome, found.ended.leg, found.ended.talk_seconds) == (outcome, leg, 12)
    assert found.ended.at == datetime(2026, 11, 24, 2, 0, 30, tzinfo=UTC)


async def test_a_call_whose_end_is_not_known_yet_was_taken_all_the_same(server: Dyvms) -> None:
    aliyun = gateway(server.endpoint)
    for details in (None, {"state": "200", "duration": 0}, {"state": "200103", "duration": 0}):
        asked = await known(server, "notice", datetime.now(UTC), details)
        assert await aliyun.lookup(asked) == Taken(asked.provider_id or "")
    server.plans = [answer("100008.0", "Data not available.", 400)]
    assert await aliyun.lookup(asked) == Taken(asked.provider_id or "")


async def test_a_call_around_midnight_is_found_under_either_day(server: Dyvms) -> None:
    day = datetime.now(BEIJING).date() - timedelta(days=2)
    attempted = datetime.fromisoformat(f"{day}T23:59:50+08:00")
    details = {"state": "200002", "duration": 0, "endDate": "2026-11-24 00:00:05"}
    asked = await known(server, "notice", attempted + timedelta(seconds=15), details)
    found = await gateway(server.endpoint).lookup(CallAsked("ref", "notice", asked.provider_id, attempted))
    assert isinstance(found, Taken) and found.ended is not None and found.ended.outcome == "busy"


async def test_a_lookup_without_an_answer_asks_again_later(server: Dyvms) -> None:
    aliyun, asked = gateway(server.endpoint), CallAsked("ref", "notice", "1^2", datetime.now(UTC))
    for plan, error in (
        ("drop", Unavailable), (answer("isp.SYSTEM_ERROR", status=500), Unavailable),
        ((200, {"Code": "OK", "Data": "{"}), Unavailable),
        ((200, {"Code": "OK", "Data": '{"state": "200000", "endDate": "x"}'}), Unavailable),
        (answer("Throttling.User", status=400), Throttled),
        (answer("NoPermission", status=403), ConfigurationError),
    ):  # fmt: skip
        server.plans = [plan]
        with pytest.raises(error):
            await aliyun.lookup(asked)
    long_ago = CallAsked("ref", "notice", "1^2", datetime.now(UTC) - timedelta(days=31))
    assert await aliyun.lookup(long_ago) == CannotTell()
    await aliyun.close()
