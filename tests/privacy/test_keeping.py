"""How long what is kept against a wish for deletion, whatever happened when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers.consents import allowed
from domain.privacy.retention_schedule import RetentionPolicy, Standing, kept

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
POLICY = RetentionPolicy()
moments = st.none() | st.datetimes(datetime(2010, 1, 1), NOW.replace(tzinfo=None)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@given(moments, moments)
def test_what_is_kept_is_kept_to_the_end_of_its_period_and_no_longer(
    signed: datetime | None, closed: datetime | None
) -> None:
    found = kept(Standing(signed, closed), POLICY, NOW)
    for why, since, period in (
        ("contract", signed, POLICY.contracts),
        ("after_sales", closed, POLICY.after_sales),
    ):
        ends = [each.until for each in found if each.why == why]
        assert bool(ends) == (since is not None and since + period > NOW)
        assert all(
            timedelta() < datetime(*end.timetuple()[:3], tzinfo=UTC) - (since + period) <= timedelta(days=1)
            for end in ends
            if since
        )
    assert [each.until for each in found] == sorted((each.until for each in found), reverse=True)
    later = NOW + max(POLICY.contracts, POLICY.after_sales)
    assert kept(Standing(signed, closed), POLICY, later) == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"message_texts": timedelta()}, "message_texts must be a day"),
        ({"ticket_texts": timedelta(days=30)}, "ticket_texts must not end before"),
    ],
)
def test_periods_that_delete_what_is_at_work_are_refused(change: dict[str, timedelta], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        RetentionPolicy(**change)


def test_only_a_no_forbids() -> None:
    assert [allowed(word) for word in (None, "given", "withdrawn")] == [True, True, False]
