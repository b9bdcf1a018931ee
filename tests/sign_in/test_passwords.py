"""Passwords, tokens and codes by themselves."""

from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st

from domain.access.passwords import unfit
from domain.access.sign_in import SignInPolicy
from vault import passwords
from vault.one_time_codes import STEP, counter_of
from vault.tokens import is_api_token, make_api_token, recovery_digest

POLICY = SignInPolicy()
_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The key of RFC 6238's test vectors."""


def test_the_library_s_parameters_are_those_of_the_standard() -> None:
    made = PasswordHasher()
    assert (made.time_cost, made.memory_cost) == (
        RFC_9106_LOW_MEMORY.time_cost,
        RFC_9106_LOW_MEMORY.memory_cost,
    )


async def test_no_password_fits_where_there_is_none() -> None:
    assert await passwords.fits("", None) is False
    kept = await passwords.hashed("山高水长，风清月白")
    assert await passwords.fits("山高水长，风清月白", kept) and not await passwords.fits("山高水长", kept)
    assert await passwords.fits("x", "not a hash") is False


@given(st.text(min_size=POLICY.shortest_password, max_size=POLICY.longest_password))
def test_what_is_long_enough_is_refused_only_as_a_common_one(password: str) -> None:
    assert unfit(password, "wang.shili", POLICY) in (None, "common", "like-login")


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert not is_api_token(text) and not is_api_token(f"hf_{text}")


def test_a_token_with_one_sign_wrong_is_told_from_a_real_one() -> None:
    token = make_api_token()
    assert is_api_token(token)
    for place in range(len(token)):
        assert not is_api_token(token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :])


def test_codes_are_those_of_rfc_6238() -> None:
    for now, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert counter_of(code, _SECRET, drift=1, now=now) == now // STEP
        assert counter_of(f"{code[:3]} {code[3:]}", _SECRET, drift=0, now=now) == now // STEP
        assert counter_of(code, _SECRET, drift=1, now=now, after=now // STEP) is None
        assert counter_of(code, _SECRET, drift=1, now=now + 2 * STEP) is None
    for wrong in ("", "28708", "2870822", "２８７０８２", "abcdef", "-87082"):
        assert counter_of(wrong, _SECRET, drift=1, now=59) is None


def test_a_recovery_code_may_be_typed_in_any_way() -> None:
    assert recovery_digest(" 7kq2mx p4hd9t ") == recovery_digest("7KQ2MX-P4HD9T")
