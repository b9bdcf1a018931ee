"""What services refuse, as the command line says it."""

import pytest

from huifang.cli.wording import refusal
from services.refused import Named, Refused, Unfit, unfit
from texts import text

_LOCALE = "zh-CN"


def test_a_refusal_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huifang.cli.wording._chosen", _LOCALE)
    said = refusal(Refused("no-such-person"))
    assert (
        said == f"{text(_LOCALE, 'problem-no-such-person')} {text(_LOCALE, 'problem-no-such-person-detail')}"
    )


def test_every_part_that_does_not_fit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huifang.cli.wording._chosen", _LOCALE)
    said = refusal(Refused("invalid", [Unfit("#/staff_id", "unknown-staff"), *unfit("phone", "phone").unfit]))
    assert text(_LOCALE, "invalid-unknown-staff") in said
    assert text(_LOCALE, "invalid-phone-action") in said


def test_codes_are_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huifang.cli.wording._chosen", _LOCALE)
    said = refusal(Refused("not-your-part", roles=Named("role", ("agent", "manager"))))
    assert text(_LOCALE, "role-agent") in said and text(_LOCALE, "role-manager") in said
