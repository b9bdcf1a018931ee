"""`huifang make-master-key` and `huifang keys`: made, listed, added and wrapped by another master key."""

import asyncio
from typing import Any

import pytest

from store.keys import open_keyring
from tests.huifang.cli.test_database import BUILDING, Command, fetched
from tests.huifang.cli.test_database import command as command
from tests.huifang.cli.test_database import empty as empty
from tests.town.commands import ROSTER
from tests.town.keys import MASTER_KEYS, MASTERS
from vault.keyring import Keyring
from vault.master_keys import MasterKeys, MasterKeyUnusable, make_master_key
from vault.sealed import Kind


def opened(url: str, masters: MasterKeys = MASTERS) -> Keyring:
    return asyncio.run(open_keyring(url, masters))


def test_a_master_key_is_made_as_the_setting_takes_it(command: Command) -> None:
    code, said = command("make-master-key", "m2026")
    assert code == 0 and "HUIFANG_MASTER_KEYS" in said
    assert MasterKeys.parse(said.splitlines()[0]).newest == "m2026"
    assert MasterKeys.parse(command("make-master-key")[1].splitlines()[0])
    code, said = command("make-master-key", "Büro")
    assert code == 2 and "小写字母" in said


@pytest.mark.parametrize("setting", ["", "words", "a:AAAA"])
def test_settings_without_usable_master_keys_are_explained(
    empty: str, command: Command, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    assert command("migrate")[0] == 0
    monkeypatch.setenv("HUIFANG_MASTER_KEYS", setting)
    code, said = command("keys", "add")
    assert code == 2 and "HUIFANG_MASTER_KEYS" in said


def test_a_new_data_key_seals_once_every_process_has_read_it(
    empty: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("migrate")[0] == 0
    before = opened(empty)
    sealed = before.seal(Kind.TEXT, b"words")

    code, said = command("keys", "add")
    assert code == 0 and "请勿删除" in said
    waiting = opened(empty)
    assert waiting.newest == before.newest
    assert "起用于加密" in command("keys", "list")[1]
    code, said = command("keys", "reseal")
    assert code == 1 and "启用" in said

    monkeypatch.setenv("HUIFANG_KEYS_RELOAD", "0.000001")
    assert command("keys", "add")[0] == 0
    after = opened(empty)
    assert after.newest > before.newest and after.open(sealed) == (Kind.TEXT, b"words")
    assert after.index("words") == before.index("words")
    code, said = command("keys", "list")
    assert code == 0 and said.count("当前用于加密") == 1 and "仅用于解密" in said
    assert fetched(empty, "SELECT count(*) FROM data_keys") == 4


def test_another_master_key_takes_over(empty: str, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("migrate")[0] == 0
    sealed = opened(empty).seal(Kind.TEXT, b"words")
    new = make_master_key("new")

    def setting(*keys: str) -> None:
        monkeypatch.setenv("HUIFANG_MASTER_KEYS", ",".join(keys))

    setting(new)
    code, said = command("keys", "rewrap")
    assert code == 2 and "test" in said
    setting(new, make_master_key("test"))
    code, said = command("keys", "rewrap")
    assert code == 2 and "不是同一把" in said
    assert opened(empty).open(sealed) == (Kind.TEXT, b"words")

    setting(new, MASTER_KEYS)
    count: Any = fetched(empty, "SELECT count(*) FROM data_keys")
    code, said = command("keys", "rewrap")
    assert code == 0 and f"{count} 把" in said
    assert command("keys", "rewrap")[1].count("0 把") == 1
    assert opened(empty, MasterKeys.parse(new)).open(sealed) == (Kind.TEXT, b"words")
    with pytest.raises(MasterKeyUnusable):
        opened(empty)


def test_what_older_keys_sealed_is_sealed_with_the_newest(
    empty: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("migrate")[0] == 0
    building = fetched(empty, BUILDING)
    assert command("import-owners", ROSTER, "--building", building)[0] == 0
    number = "SELECT min(get_byte(name, 8)) FROM customers"  # the last byte of the key's number
    assert fetched(empty, number) == opened(empty).newest == 2

    monkeypatch.setenv("HUIFANG_KEYS_RELOAD", "0.000001")
    assert command("keys", "add")[0] == 0
    code, said = command("keys", "reseal")
    assert code == 0 and "重新加密" in said and "：0 项" not in said
    assert fetched(empty, number) == opened(empty).newest == 3
    assert "：0 项" in command("keys", "reseal")[1]
