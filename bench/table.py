"""Shows what was measured, on a terminal or as Markdown."""

from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.results import Comparison

_COLUMNS = ("what", "ours", "bare", "ratio (lowest to highest)", "goal", "")


def show(found: Sequence[Comparison], out: Console) -> None:
    """A table with a line for each comparison, those with a goal marked as met or missed."""
    table = Table(*_COLUMNS)
    for comparison in found:
        style = None if comparison.met else "red"
        table.add_row(*_cells(comparison), style=style)
    out.print(table)


def markdown(found: Sequence[Comparison]) -> str:
    """The same for docs/benchmarks.md."""
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *map(_cells, found)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(found: Comparison) -> tuple[str, ...]:
    ratio = f"{found.ratio:.2f}"
    if len(found.ratios) > 1:
        ratio += f" ({min(found.ratios):.2f} to {max(found.ratios):.2f})"
    goals = [f"≤ {found.goal:g}"] if found.goal is not None else []
    if found.most is not None:
        goals.append(f"≤ {_amount([found.most], found.unit)}")
    goal = ", ".join(goals)
    verdict = "" if not goals else "met" if found.met else "missed"
    return found.what, _amount(found.ours, found.unit), _amount(found.bare, found.unit), ratio, goal, verdict


def _amount(rounds: Sequence[float], unit: str) -> str:
    middle = median(rounds)
    number = f"{middle:.0f}" if middle >= 100 or float(middle).is_integer() else f"{middle:.1f}"
    return f"{number} {unit}".strip()
