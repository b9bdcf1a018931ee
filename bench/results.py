"""What a benchmark measures: ours against bare, round by round."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Comparison:
    """One quantity, on both sides in each round; `goal` is the highest ratio wanted, None without one.

    `unit` is that of `ours`, `bare` and `most`; lower is better. `most` is the highest of ours that is
    wanted, where the goal is none of a ratio.
    """

    what: str
    unit: str
    ours: tuple[float, ...]
    bare: tuple[float, ...]
    goal: float | None = None
    most: float | None = None

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to bare, of each round."""
        return tuple(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(self.ratios)

    @property
    def met(self) -> bool:
        """Whether the goal is met; True without one."""
        if self.most is not None and median(self.ours) > self.most:
            return False
        return self.goal is None or self.ratio <= self.goal


def compared(
    what: str, unit: str, rounds: Sequence[tuple[float, float]], goal: float | None = None
) -> Comparison:
    """From (ours, bare) of each round."""
    return Comparison(what, unit, tuple(ours for ours, _ in rounds), tuple(bare for _, bare in rounds), goal)


def absolute(what: str, unit: str, ours: float, bare: float, most: float) -> Comparison:
    """Measured once, with a goal that is none of a ratio."""
    return Comparison(what, unit, (ours,), (bare,), most=most)
