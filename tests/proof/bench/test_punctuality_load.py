"""What the measure of punctuality asks of a machine: all, or what the machine opens in the same time."""

import pytest

from bench.punctuality import FEWEST, RUNGS, STARTS_PER_SECOND, TICKETS, TRIAL, load_for
from bench.worker_cpu import TooBusy


@pytest.mark.parametrize("managed", [20.0, 400.0])
def test_a_machine_that_can_gets_the_whole_load(managed: float) -> None:
    load = load_for(managed)
    assert load.full and (load.rungs, load.per_second) == (RUNGS, STARTS_PER_SECOND)


@pytest.mark.parametrize("managed", [19.0, 9.14, 3.0])
def test_a_slower_one_gets_less_for_the_same_time_with_as_many_bounds_less(managed: float) -> None:
    load = load_for(managed)
    assert not load.full and load.per_second < managed
    assert load.tickets / load.per_second == pytest.approx(TICKETS / STARTS_PER_SECOND, rel=0.01)
    assert load.rungs / load.tickets == pytest.approx(RUNGS / TICKETS, rel=0.02)
    assert load.rungs >= FEWEST and load.tickets - TRIAL >= load.rungs


def test_of_one_that_hardly_moves_nothing_is_asked() -> None:
    with pytest.raises(TooBusy, match="repairs opened a second"):
        load_for(0.5)
