"""A number that was forgotten is recognised when it comes again, also after the keys were changed."""

from datetime import UTC, datetime

from vault.keyring import DataKey, Keyring, make_key
from vault.sealed import take_apart
from vault.values import Forgotten, Values

NUMBER = "+8619900086001"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def index(sealed: bytes) -> bytes:
    """As `idx` of the database does it."""
    return sealed[9:25]


def test_its_index_is_the_number_s_and_its_content_is_gone() -> None:
    first, second = (DataKey(no, make_key(), BEGIN) for no in (1, 2))
    keyring = Keyring([first], make_key())
    values = Values(keyring)
    forgotten = values.seal(Forgotten(NUMBER))
    assert values.open(forgotten) == "" and index(forgotten) == index(values.seal(NUMBER))
    keyring.load([first, second])
    anew = keyring.seal_anew(forgotten)
    assert take_apart(anew).key_no == 2
    assert values.open(anew) == "" and index(anew) == index(values.seal(NUMBER))
