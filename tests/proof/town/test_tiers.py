"""A test's tier is what it uses, whatever it says of itself."""

import pytest

from tests.town.tiers import tier_of


def _uses_nothing() -> None: ...


def _starts_a_process() -> None:
    _through_another()


def _through_another() -> None:
    import subprocess

    subprocess.run(["true"], check=True)


class _Item:
    """As pytest has them."""

    def __init__(self, function: object, *fixtures: str) -> None:
        self.function, self.fixturenames = function, fixtures


@pytest.mark.parametrize(
    ("function", "fixtures", "tier"),
    [
        (_uses_nothing, (), "unit"),
        (_uses_nothing, ("database_url",), "integration"),
        (_uses_nothing, ("temporal", "town"), "story"),
        (_uses_nothing, ("building",), "unit"),
        (_starts_a_process, ("temporal", "town"), "process"),
    ],
)
def test_by_fixtures_and_by_what_the_code_comes_to(
    function: object, fixtures: tuple[str, ...], tier: str
) -> None:
    assert tier_of(_Item(function, *fixtures)) == tier  # type: ignore[arg-type]
