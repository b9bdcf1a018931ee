"""Sealing: what goes in comes out, and nothing else opens."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.typed_text import INVISIBLE
from vault.keyring import _UNSEEN, DataKey, Keyring, NotSealed, Tampered, UnknownKey, make_key
from vault.sealed import Kind, is_sealed, key_no_of
from vault.values import Hidden, HiddenBytes, Values

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
INDEX_KEY = make_key()
NAME, NUMBER = "王小明", "+8619900012345"


def keyring(*keys: DataKey) -> Keyring:
    return Keyring(keys or (DataKey(1, make_key(), LONG_AGO),), INDEX_KEY)


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.text() | st.integers()), st.lists(st.text())))
def test_a_value_comes_back_as_it_was(value: object) -> None:
    values = Values(keyring())
    sealed = values.seal(value)
    assert is_sealed(sealed) and values.open(sealed) == value


@given(st.binary())
def test_files_come_back_and_plain_bytes_are_left_alone(content: bytes) -> None:
    values = Values(keyring())
    assert values.open(values.seal(HiddenBytes(content))) == content
    assert is_sealed(content) or values.open(values.seal(content)) == content


def test_nothing_of_it_can_be_read() -> None:
    values = Values(keyring())
    for value in (NAME, Hidden(NAME), [NAME], {NAME: NAME}, HiddenBytes(NAME.encode())):
        assert NAME.encode() not in values.seal(value)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_changed_byte_is_noticed(kind: Kind) -> None:
    ring = keyring(DataKey(1, make_key(), LONG_AGO), DataKey(257, make_key(), LONG_AGO))
    index = ring.index(NAME) if kind is Kind.FINDABLE else b""
    sealed = ring.seal(kind, NAME.encode(), index)
    for at in range(len(sealed)):
        for bit in (0x01, 0x80):
            changed = bytearray(sealed)
            changed[at] ^= bit
            with pytest.raises((Tampered, UnknownKey, NotSealed)):
                ring.open(bytes(changed))


def test_no_part_of_it_opens() -> None:
    ring = keyring()
    sealed = ring.seal(Kind.TEXT, NAME.encode())
    for length in range(len(sealed)):
        with pytest.raises((Tampered, NotSealed)):
            ring.open(sealed[:length])


def test_another_databases_value_does_not_open() -> None:
    with pytest.raises(Tampered):
        keyring().open(keyring().seal(Kind.TEXT, b"words"))


def test_a_key_that_is_not_loaded_is_asked_for() -> None:
    old, new = DataKey(1, make_key(), LONG_AGO), DataKey(2, make_key(), LONG_AGO + timedelta(days=1))
    behind, ahead = keyring(old), keyring(old, new)
    sealed = ahead.seal(Kind.TEXT, b"words")
    assert key_no_of(sealed) == 2
    with pytest.raises(UnknownKey):
        behind.open(sealed)
    behind.load([old, new])
    assert behind.open(sealed) == (Kind.TEXT, b"words")


def test_a_new_key_opens_at_once_and_seals_when_its_time_has_come() -> None:
    now = datetime.now(UTC)
    old = DataKey(2, make_key(), LONG_AGO)
    soon = DataKey(3, make_key(), now + timedelta(hours=1))
    ring = keyring(old, soon)
    assert ring.newest == 2
    ring.load([old, DataKey(3, soon.key, now - timedelta(seconds=1))])
    assert ring.newest == 3
    assert ring.open(keyring(old).seal(Kind.TEXT, b"words"))[1] == b"words"


def test_a_keyring_without_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="data key"):
        Keyring([], INDEX_KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+8619900012345", "＋８６１９９００ ０１２３４５"),
        ("Li Lei", "ＬＩ　lei"),
        ("3栋2单元", " 3 栋 2 单元"),
        ("Straße", "STRASSE"),
    ],
)
def test_the_index_finds_what_was_typed_otherwise(one: str, other: str) -> None:
    ring = keyring()
    assert ring.index(one) == ring.index(other)


_PLAIN = st.text("0123456789+abc栋单元王")


@given(_PLAIN, _PLAIN)
def test_the_index_tells_texts_apart(one: str, other: str) -> None:
    ring = keyring()
    assert (ring.index(one) == ring.index(other)) == (one == other)


def test_the_index_stays_when_data_keys_change_and_is_the_databases_own() -> None:
    assert keyring().index(NUMBER) == keyring().index(NUMBER)
    assert Keyring([DataKey(1, make_key(), LONG_AGO)], make_key()).index(NUMBER) != keyring().index(NUMBER)


def test_what_is_no_value_is_refused() -> None:
    values = Values(keyring())
    with pytest.raises(TypeError):
        values.seal(3.5)
    with pytest.raises(NotSealed, match="payload"):
        values.open(values.keyring.seal(Kind.PAYLOAD, b"from Temporal"))


def test_what_nobody_sees_makes_no_other_index() -> None:
    keys = keyring()
    seen = keys.index("李示例")
    for text in ("李\u2060示例", "李示\ufe0d例", "李示例\u3164", "\u2067李示例\u2069", "李示例\U000e0101"):
        assert keys.index(text) == seen
    assert _UNSEEN.pattern == INVISIBLE.pattern
