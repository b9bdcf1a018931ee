"""`python -m bench`: what docs/benchmarks.md shows; exit code 0 when every goal is met, 1 otherwise."""

import asyncio
import importlib.metadata
import platform
import sys
from collections import Counter

import psutil
from rich.console import Console

from bench import (
    events,
    kept_alive,
    punctuality,
    repair_events,
    roster_import,
    sealing_cost,
    starts,
    worker_cpu,
    worker_memory,
)
from bench.results import Comparison, compared
from bench.size import measure as at_size
from bench.table import markdown, show

_WIDTH = 140


async def _measure(out: Console) -> list[Comparison]:
    found: list[Comparison] = []
    for what, counting in (
        ("events of a ticket", events.measure),
        ("events of a repair", repair_events.measure),
    ):
        out.print(f"{what} …")
        counted, beyond = await counting()
        found += counted
        _rest(out, beyond)
    for what, part in (
        ("worker CPU", worker_cpu.measure),
        ("worker memory", worker_memory.measure),
        ("starts", starts.measure),
        ("an answer", kept_alive.measure),
        ("sealing", sealing_cost.measure),
    ):
        out.print(f"{what} …")
        measured = await part()
        show(measured, out)
        found += measured
    out.print("punctuality …")
    late, punctual = await punctuality.measure()
    _detail(out, punctual)
    found += late
    out.print("import …")
    result = await roster_import.measure()
    out.print(roster_import.table(result))
    return [*found, _imported(result)]


def _rest(out: Console, beyond: Counter[str]) -> None:
    more = ", ".join(f"{count} × {event}" for event, count in sorted(beyond.items()))
    out.print(f"beyond the floor: {more or 'nothing'}")


def _detail(out: Console, found: punctuality.Punctuality) -> None:
    for what, late in (("timers", found.timers), ("calls", found.calls), ("found by polling", found.polled)):
        parts = ", ".join(f"p{part} {1000 * late.part(part):.0f}" for part in (50, 90, 99))
        out.print(f"{what}, ms late: {parts}, latest {1000 * late.most:.0f} of {len(late.seconds)}")
    load = found.load
    out.print(
        f"{load.tickets} repairs open, {load.rungs} bounds in {punctuality.WINDOW.total_seconds():g} s, at"
        f" {load.per_second:.1f} a second (the machine managed {load.managed:.1f})"
        + ("" if load.full else f"; the whole load is {punctuality.TICKETS} and {punctuality.RUNGS}")
    )
    kept = found.kept
    parts = f"worker memory {kept.worker / 1000:.0f}, Temporal {kept.temporal / 1000:.0f}"
    out.print(f"an open repair keeps, KB: {parts}, PostgreSQL {kept.postgres / 1000:.0f}")


def _imported(result: roster_import.Result) -> Comparison:
    copy = next(line.seconds for line in result.lines if line.times_shaped == 1)
    what = f"import of {result.rows:,} rows, against COPY into tables of the archive's shape"
    return compared(what, "s", [(result.ratio * copy, copy)], roster_import.GOAL)


def _machine() -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("temporalio", "asyncpg"))
    parts = [
        f"{psutil.cpu_count()} processors ({platform.machine()})",
        f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        platform.system(),
        f"Python {platform.python_version()}",
        versions,
        f"load before {psutil.getloadavg()[0]:.1f}",
    ]
    return ", ".join(parts)


def main() -> int:
    """Measure, print, judge."""
    out = Console(width=_WIDTH)
    out.print(_machine())
    try:
        found = asyncio.run(_measure(out))
    except worker_cpu.TooBusy as error:
        out.print(str(error))
        return 1
    show(found, out)
    out.print("the archive at size … (made once, kept in .huifang/bench)")
    answered = asyncio.run(at_size.measure())
    at_size.show(answered, out)
    if "--markdown" in sys.argv:
        print(markdown(found))
        print(at_size.markdown(answered))
    return 0 if all(comparison.met for comparison in found) and not at_size.missed(answered) else 1


if __name__ == "__main__":
    sys.exit(main())
