"""Payloads of Temporal's: sealed one by one, opened with whichever key, passed through when plain."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload

from vault.keyring import DataKey, Keyring, NotSealed, Tampered, UnknownKey, make_key
from vault.payload_codec import ENCODING, SealingCodec
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
    assert dict(sealed.metadata) == {"encoding": ENCODING, "encryption-key-id": b"2"}


async def test_plain_ones_pass_through_beside_sealed_ones() -> None:
    codec = SealingCodec(keyring(OLD))
    assert await codec.decode([PLAIN, *await codec.encode([PLAIN])]) == [PLAIN, PLAIN]


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
