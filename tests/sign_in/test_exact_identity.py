"""Whom the identity provider sends is recognised sign by sign (OpenID Connect Core, 2)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.identity.oidc import OidcConfig
from services.sign_in.provider import admit, exact
from store.database import queries

_CONFIG = OidcConfig(
    issuer="https://id.example",
    client_id="huifang",
    client_secret="secret",
    roles={"agents": "agent"},
)


async def came(pool: Any, subject: str) -> str | None:
    async with pool.acquire() as db:
        return await admit(db, _CONFIG, {"sub": subject, "groups": ["agents"]})


@pytest.mark.parametrize(
    "alike", [("Kx9aB", "kX9Ab"), ("abc1", "ａｂｃ１"), ("straße", "STRASSE"), ("a b", "ab"), ("ﬁ", "fi")]
)
async def test_subjects_that_look_alike_are_different_people(pool: Any, alike: tuple[str, str]) -> None:
    accounts = [await came(pool, subject) for subject in alike]
    assert None not in accounts and len(set(accounts)) == 2
    assert [await came(pool, subject) for subject in alike] == accounts


@given(st.text(min_size=1), st.text(min_size=1))
def test_what_is_kept_of_two_is_the_same_only_for_the_same(one: str, other: str) -> None:
    # As the index folds: width, case and blanks make no difference there.
    assert (exact(one).casefold() == exact(other).casefold()) == (one == other)


async def test_an_account_of_before_is_found_by_its_own_subject_alone(pool: Any) -> None:
    """Kept as it was said until 0.1: whoever looked alike came into it."""
    first = await came(pool, "Old9Subject")
    async with pool.acquire() as db:
        await queries.keep_identity(db, id=str(first), identity="https://id.example Old9Subject")
    other = await came(pool, "old9subjecT")
    assert other not in (None, first)
    assert await came(pool, "Old9Subject") == first
    async with pool.acquire() as db:
        assert (
            await queries.account_of_identity(db, identity=exact("https://id.example Old9Subject")) == first
        )
