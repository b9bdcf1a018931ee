"""The sandbox's phone adapter against the sandbox, over TCP: what each answer, or none, makes of a call."""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from gateways.outcomes import (
    Accepted,
    ConfigurationError,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from gateways.phone import Bridge, CallAsked, Notice, PhoneGateway, Taken
from gateways.sandbox_phone import SandboxPhone
from sandbox.app import create_app
from tests.town.patience import IMPATIENT, LONG
from tests.town.ports import free_port
from tests.town.serving import SECRET, TOKEN, serving

_numbers = itertools.count(19900042000)


@pytest.fixture(scope="module")
async def url() -> AsyncIterator[str]:
    async with serving(create_app(None, SECRET, TOKEN, delay=0.0, ring=600.0)) as url:
        yield url


@pytest.fixture
async def gateway(url: str) -> AsyncIterator[PhoneGateway]:
    gateway = SandboxPhone(url, TOKEN, LONG)
    yield gateway
    await gateway.close()


def notice(phone: str | None = None) -> Notice:
    phone = phone or f"+86{next(_numbers)}"
    return Notice(f"ref-{phone}", phone, "您好", "voice-x", {}, ("1",))


def asked(reference: str) -> CallAsked:
    return CallAsked(reference, "notice", None, datetime.now(UTC))


async def ordered(url: str, mode: str, **more: Any) -> Notice:
    """A notice to a phone that the sandbox was told to treat so."""
    wanted = notice()
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http:
        order = {"mode": mode, "phone": wanted.phone, **more}
        assert (await http.post("/control/calls", json=order)).status_code == 204
    return wanted


async def test_placed_and_found_again(gateway: PhoneGateway) -> None:
    wanted = notice()
    accepted = await gateway.notify(wanted)
    assert await gateway.lookup(asked(wanted.reference)) == Taken(accepted.provider_id)
    bridge = Bridge("bridge-1", wanted.phone, f"+86{next(_numbers)}")
    accepted = await gateway.bridge(bridge)
    assert await gateway.lookup(asked("bridge-1")) == Taken(accepted.provider_id)
    assert await gateway.lookup(asked("never")) == NotFound()


async def test_how_it_ended_can_be_looked_up(url: str, gateway: PhoneGateway) -> None:
    wanted = await ordered(url, "answer_and_press", talk=7, lasts=0)
    accepted = await gateway.notify(wanted)
    found: Any = Taken(accepted.provider_id)
    while found.ended is None:
        found = await gateway.lookup(asked(wanted.reference))
    assert (found.ended.outcome, found.ended.key, found.ended.talk_seconds) == ("acknowledged", "1", 7)


@pytest.mark.parametrize(
    ("mode", "error", "taken"),
    [
        ("throttle", Throttled, False), ("unavailable", Unavailable, False), ("reject", Rejected, False),
        ("drop_before_accept", OutcomeUnknown, False), ("drop_after_accept", OutcomeUnknown, True),
        ("hang_after_accept", OutcomeUnknown, True),
    ],
)  # fmt: skip
async def test_each_answer_says_what_is_known(
    url: str, gateway: PhoneGateway, mode: str, error: type[Exception], taken: bool
) -> None:
    wanted, asking = (
        await ordered(url, mode),
        SandboxPhone(url, TOKEN, IMPATIENT if mode.startswith("hang") else LONG),
    )
    with pytest.raises(error):
        await asking.notify(wanted)
    await asking.close()
    assert isinstance(await gateway.lookup(asked(wanted.reference)), Taken if taken else NotFound)
    assert isinstance(await gateway.notify(wanted), Accepted)


async def test_a_number_that_is_none_and_a_request_that_is_malformed(gateway: PhoneGateway) -> None:
    with pytest.raises(Rejected) as refused:
        await gateway.notify(notice("19900042"))
    assert refused.value.number_problem
    with pytest.raises(ConfigurationError):
        await gateway.bridge(Bridge("", "+8619900042999", "+8619900042998"))


async def test_nobody_listens_or_lets_us_in(url: str) -> None:
    nobody, stranger = SandboxPhone(f"http://127.0.0.1:{free_port()}", TOKEN), SandboxPhone(url, SECRET)
    for gateway, error in ((nobody, Unavailable), (stranger, ConfigurationError)):
        for call in (gateway.notify(notice()), gateway.lookup(asked("x"))):
            with pytest.raises(error):
                await call
        await gateway.close()
