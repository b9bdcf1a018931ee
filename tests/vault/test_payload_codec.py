"""Payloads of Temporal's: sealed one by one, opened with whichever key, passed through when plain."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.converter import ActivitySerializationContext, WorkflowSerializationContext

from vault.keyring import NEVER, DataKey, Keyring, NotSealed, Tampered, UnknownKey, make_key
from vault.payload_codec import (
    ELSEWHERE,
    ENCODING,
    FORGED,
    SealingCodec,
    is_bound,
    meaning_of,
    why_refused,
    would_have_been,
)
from vault.payload_codec import PLAIN as REFUSED_PLAIN
from vault.payload_place import SCHEDULED, meant_as, signal_of
from vault.sealed import Kind

THEN = datetime(2020, 1, 1, tzinfo=UTC)
OLD, NEW = DataKey(1, make_key(), THEN), DataKey(2, make_key(), THEN + timedelta(days=1))
WORDS = "业主王小明来电投诉".encode()
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=WORDS)


def keyring(*keys: DataKey) -> Keyring:
    return Keyring(keys, make_key())


payloads = st.builds(
    Payload, metadata=st.dictionaries(st.text(max_size=8), st.binary(max_size=8)), data=st.binary()
)


@given(st.lists(payloads, max_size=4))
async def test_payloads_come_back_as_they_were(given_: list[Payload]) -> None:
    codec = SealingCodec(keyring(OLD))
    sealed = await codec.encode(given_)
    assert {bytes(each.metadata["encoding"]) for each in sealed} <= {ENCODING}
    assert await codec.decode(sealed) == given_


async def test_nothing_of_them_can_be_read_but_which_key() -> None:
    (sealed,) = await SealingCodec(keyring(OLD, NEW)).encode([PLAIN])
    assert WORDS not in sealed.SerializeToString()
    bound = b'{"namespace":"","workflow":"","activity":"","meant":"worker"}'
    assert dict(sealed.metadata) == {"encoding": ENCODING, "encryption-key-id": b"2", "bound-to": bound}


async def test_where_they_are_only_shown_plain_ones_pass_through() -> None:
    codec = SealingCodec(keyring(OLD))
    assert await codec.decode([PLAIN, *await codec.encode([PLAIN])]) == [PLAIN, PLAIN]


def of(ring: Keyring, workflow: str, activity: str | None = None, **more: datetime) -> SealingCodec:
    """As the SDK asks for one, of a ticket or of an activity of a ticket."""
    codec = SealingCodec(ring, **more)
    if activity is None:
        return codec.with_context(WorkflowSerializationContext("default", workflow))
    return codec.with_context(
        ActivitySerializationContext("default", "1", activity, "tickets", workflow, "Repair", False)
    )


async def test_a_ticket_takes_its_own_alone() -> None:
    ring = keyring(OLD)
    own, activity = of(ring, "R1"), of(ring, "R1", "send_notice")
    assert own.with_context(WorkflowSerializationContext("default", "R1")) is not own
    [sealed] = await own.encode([PLAIN])
    [opened] = await own.decode([sealed])
    assert opened.data == WORDS and why_refused(opened) is None
    others = (of(ring, "R2"), activity, of(ring, "R1", "other"), of(ring, "R11"))
    elsewhere = SealingCodec(ring).with_context(WorkflowSerializationContext("other", "R1"))
    for other in (*others, elsewhere):
        [refusal] = await other.decode([sealed])
        assert why_refused(refusal) == ELSEWHERE and WORDS not in refusal.SerializeToString()
    [sealed] = await activity.encode([PLAIN])
    assert why_refused((await own.decode([sealed]))[0]) == ELSEWHERE
    assert why_refused((await activity.decode([sealed]))[0]) is None


async def test_what_a_payload_says_it_is_bound_to_cannot_be_changed() -> None:
    ring = keyring(OLD)
    [sealed] = await of(ring, "R1").encode([PLAIN])
    moved = Payload()
    moved.CopyFrom(sealed)
    moved.metadata["bound-to"] = sealed.metadata["bound-to"].replace(b"R1", b"R2")
    assert why_refused((await of(ring, "R2").decode([moved]))[0]) == FORGED
    del moved.metadata["bound-to"]
    assert why_refused((await of(ring, "R2").decode([moved]))[0]) == FORGED


async def test_what_is_sealed_as_one_thing_says_so_wherever_it_goes() -> None:
    own = of(keyring(OLD), "R1")
    with meant_as(signal_of("delivery_failed")):
        [sealed] = await own.encode([PLAIN])
    assert meaning_of((await own.decode([sealed]))[0]) == "signal:delivery_failed"
    forged = Payload(metadata={"encoding": b"json/plain", "huifang-meant": b"signal:send_again"})
    [inside] = await own.decode(await own.encode([forged]))
    assert meaning_of(inside) == "worker"


async def test_a_schedule_starts_under_ids_of_its_own() -> None:
    ring = keyring(OLD)
    with meant_as(SCHEDULED):
        [sealed] = await of(ring, "retention").encode([PLAIN])
    for workflow, why in (
        ("retention-2026-11-28T03:10:00Z", None),
        ("retention", None),
        ("retention-R1", ELSEWHERE),
        ("reconciliation-2026-11-28T03:10:00Z", ELSEWHERE),
    ):
        assert why_refused((await of(ring, workflow).decode([sealed]))[0]) == why


async def test_what_nobody_sealed_is_refused_but_where_the_settings_say_until_when() -> None:
    ring, tomorrow = keyring(OLD), datetime.now(UTC) + timedelta(days=1)
    assert why_refused((await of(ring, "R1").decode([PLAIN]))[0]) == REFUSED_PLAIN
    assert await of(ring, "R1", unsealed_until=tomorrow).decode([PLAIN]) == [PLAIN]
    yesterday = tomorrow - timedelta(days=2)
    [refusal] = await of(ring, "R1", unsealed_until=yesterday).decode([PLAIN])
    assert why_refused(refusal) == REFUSED_PLAIN and would_have_been(refusal) == PLAIN


@pytest.mark.parametrize(("began", "why"), [(-8, b"unbound"), (-1, None), (1, None)])
async def test_what_was_sealed_before_is_taken_until_a_week_after_the_new_seals(
    began: int, why: bytes | None
) -> None:
    before = Keyring([OLD], bytes(32), NEVER)
    [sealed] = await of(before, "R1").encode([PLAIN])
    assert not is_bound(sealed)
    ring = Keyring([OLD], bytes(32), datetime.now(UTC) + timedelta(days=began))
    assert why_refused((await of(ring, "R1").decode([sealed]))[0]) == why
    assert ring.binds is (began < 0)
    assert is_bound((await of(ring, "R1").encode([PLAIN]))[0]) is ring.binds
    # The Web UI shows it for as long as it is kept.
    assert await SealingCodec(ring).decode([sealed]) == [PLAIN]


async def test_a_key_that_is_missed_is_loaded_once() -> None:
    behind, asked = keyring(OLD), []

    async def missed() -> None:
        asked.append(1)
        behind.load([OLD, NEW])

    codec = SealingCodec(behind, missed)
    sealed = await SealingCodec(keyring(OLD, NEW)).encode([PLAIN])
    assert await codec.decode(sealed) == [PLAIN]
    assert await codec.decode(sealed) == [PLAIN] and len(asked) == 1


async def test_a_key_there_never_was_opens_nothing() -> None:
    sealed = await SealingCodec(keyring(OLD, NEW)).encode([PLAIN])
    with pytest.raises(UnknownKey):
        await SealingCodec(keyring(OLD)).decode(sealed)


async def test_forged_ones_are_refused() -> None:
    ring = keyring(OLD)
    codec = SealingCodec(ring)
    (sealed,) = await codec.encode([PLAIN])
    changed = bytearray(sealed.data)
    changed[-1] ^= 1
    of_the_database = ring.seal(Kind.TEXT, PLAIN.SerializeToString())
    no_payload = ring.seal(Kind.PAYLOAD, b"\xff\xff\xff")
    for data, refusal in (
        (bytes(changed), Tampered),
        (b"", NotSealed),
        (WORDS, NotSealed),
        (of_the_database, NotSealed),
        (no_payload, NotSealed),
    ):
        with pytest.raises(refusal):
            await codec.decode([Payload(metadata={"encoding": ENCODING}, data=data)])
