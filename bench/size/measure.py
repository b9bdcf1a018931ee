"""`python -m bench.size.measure [TICKETS …]`: how soon each role is answered, at each size."""

import asyncio
import sys
from collections.abc import Sequence
from itertools import groupby
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.ground import ground
from bench.processes import api_on
from bench.size.archive import ROLES, SIZES, archives
from bench.size.asking import Answered, ask_all

WITHIN = 2.0
"""How many times as long as who sees all a role may wait, beyond `_NOISE`."""
SEES_ALL = "service_supervisor"
_NOISE = 5.0
"""Milliseconds below which two answers count as the same."""


async def measure(sizes: Sequence[int] = SIZES) -> list[Answered]:
    """One API process for each archive, on one server."""
    found: list[Answered] = []
    async with archives(tuple(sizes)) as kept, ground() as servers:
        for archive in kept:
            async with api_on(archive.database_url, archive.master_keys, servers.temporal) as address:
                found += await asyncio.to_thread(ask_all, address, archive)
    return found


def missed(found: Sequence[Answered]) -> list[Answered]:
    """Answers that came too late, or much later than to who sees all."""
    all_seen = {(each.question.what, each.tickets): each.p95 for each in found if each.role == SEES_ALL}

    def late(each: Answered) -> bool:
        theirs = all_seen.get((each.question.what, each.tickets), each.p95)
        return each.p95 > each.question.most or each.p95 > WITHIN * max(theirs, _NOISE)

    return [each for each in found if late(each)]


def tables(found: Sequence[Answered]) -> list[tuple[int, list[list[str]]]]:
    """For each size the rows: question, goal, and what each role waited; `–` where it may not ask."""
    made = []
    for tickets, of_size in groupby(
        sorted(found, key=lambda each: each.tickets), key=lambda each: each.tickets
    ):
        answers = list(of_size)
        by = {(each.question.what, each.role): each for each in answers}
        rows = []
        for question in dict.fromkeys(each.question.what for each in answers):
            goal = next(each.question.most for each in answers if each.question.what == question)
            waited = [by.get((question, role)) for role, *_ in ROLES]
            rows.append(
                [question, f"≤ {goal:g}", *("–" if each is None else f"{each.p95:.0f}" for each in waited)]
            )
        made.append((tickets, rows))
    return made


HEAD = ["ms, 95 of 100", "goal", *(role.replace("_", " ") for role, *_ in ROLES)]


def show(found: Sequence[Answered], out: Console) -> None:
    """A table for each size, and what was missed."""
    for tickets, rows in tables(found):
        table = Table(*HEAD, title=f"{tickets:,} tickets")
        for row in rows:
            table.add_row(*row)
        out.print(table)
    for each in missed(found):
        out.print(
            f"missed: {each.question.what}, {each.role}, {each.tickets:,} tickets: {each.p95:.0f} ms",
            style="red",
        )
    out.print(f"median of all answers: {median(each.p50 for each in found):.1f} ms")


def markdown(found: Sequence[Answered]) -> str:
    """The same for docs/benchmarks.md."""
    lines = []
    for tickets, rows in tables(found):
        lines += [f"**{tickets:,} tickets**", ""]
        lines += [f"| {' | '.join(row)} |" for row in (HEAD, ["---"] * len(HEAD), *rows)]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    asked = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    answered = asyncio.run(measure(asked or SIZES))
    show(answered, Console(width=170))
    if "--markdown" in sys.argv:
        print(markdown(answered))
    sys.exit(1 if missed(answered) else 0)
