"""Master keys: how they are written, and that only the right one opens what it wrapped."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.keyring import make_key
from vault.master_keys import MasterKeys, MasterKeyUnusable, make_master_key

GOOD = base64.b64encode(bytes(32)).decode()


def why(setting: str) -> str:
    with pytest.raises(MasterKeyUnusable) as caught:
        MasterKeys.parse(setting)
    assert GOOD not in str(caught.value)
    return caught.value.why


@pytest.mark.parametrize(
    "setting",
    [
        "just words",
        f":{GOOD}",
        f"Upper:{GOOD}",
        f"{'x' * 33}:{GOOD}",
        "short:" + base64.b64encode(bytes(16)).decode(),
        f"long:{GOOD[:-1]}AA=",
        "not-base64:ß" + GOOD,
        f"{GOOD}",
    ],
)
def test_what_is_not_written_as_it_must_be_is_refused(setting: str) -> None:
    assert why(setting) == "format"


@pytest.mark.parametrize("setting", ["", " , ", f"a:{GOOD},a:{GOOD}"])
def test_none_and_the_same_name_twice_are_refused(setting: str) -> None:
    assert why(setting) == "none"


def test_several_stand_in_a_row_and_the_first_wraps() -> None:
    keys = MasterKeys.parse(f" new:{GOOD} , {make_master_key('old')},")
    assert keys.newest == "new" and [name for name, _ in keys.keys] == ["new", "old"]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=10))
def test_a_key_comes_back_as_it_was(key: bytes, purpose: bytes) -> None:
    masters = MasterKeys.parse(make_master_key("m"))
    name, wrapped = masters.wrap(key, purpose)
    assert key not in wrapped and masters.unwrap(name, wrapped, purpose) == key


def test_the_old_one_still_opens_what_it_wrapped() -> None:
    old = make_master_key("old")
    key = make_key()
    name, wrapped = MasterKeys.parse(old).wrap(key, b"data")
    assert MasterKeys.parse(f"{make_master_key('new')},{old}").unwrap(name, wrapped, b"data") == key


@pytest.mark.parametrize(("name", "reason"), [("other", "absent"), ("m", "other")])
def test_another_one_opens_nothing(name: str, reason: str) -> None:
    _, wrapped = MasterKeys.parse(make_master_key("m")).wrap(make_key(), b"data")
    with pytest.raises(MasterKeyUnusable) as caught:
        MasterKeys.parse(make_master_key("m")).unwrap(name, wrapped, b"data")
    assert (caught.value.why, caught.value.name) == (reason, name)


def test_neither_for_another_purpose_nor_changed_nor_cut_short_does_it_open() -> None:
    masters = MasterKeys.parse(make_master_key("m"))
    name, wrapped = masters.wrap(make_key(), b"data")
    changed = [bytes([*wrapped[:at], wrapped[at] ^ 1, *wrapped[at + 1 :]]) for at in range(len(wrapped))]
    cut = [wrapped[:length] for length in range(len(wrapped))]
    for given_, purpose in [(wrapped, b"index"), *((each, b"data") for each in (*changed, *cut))]:
        with pytest.raises(MasterKeyUnusable):
            masters.unwrap(name, given_, purpose)


def test_a_name_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(MasterKeyUnusable):
        make_master_key("a,b")


def test_they_are_not_shown_by_accident() -> None:
    setting = make_master_key("m")
    assert setting.partition(":")[2] not in repr(MasterKeys.parse(setting))
