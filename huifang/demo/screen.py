"""The story in the terminal."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table

from huifang.demo.checks import Checks
from texts import text

_HERE = ZoneInfo("Asia/Shanghai")
_INDENT = 12
_CHAPTER_PAUSES = 4
"""A headline is read for as long as so many messages."""


class Screen:
    """Prints in one language; times as the owners' clocks show them."""

    def __init__(self, console: Console, locale: str, pause: float = 0.0) -> None:
        """`pause`: seconds to read one message."""
        self._console, self._locale, self._pause = console, locale, pause

    def text(self, key: str, **values: object) -> str:
        """The text `key` of the story."""
        return text(self._locale, f"demo-{key}", **values)

    def introduction(self) -> None:
        """What will be seen."""
        self._console.print(
            Panel(escape(self.text("introduction")), title=f"[bold]{self.text('title')}", padding=(1, 2)),
            soft_wrap=False,
        )

    async def chapter(self, key: str, **values: object) -> None:
        """A headline."""
        await asyncio.sleep(self._pause * _CHAPTER_PAUSES)
        self._console.print()
        self._console.rule(f"[bold cyan]{self.text(key, **values)}", align="left")

    def say(self, key: str, style: str = "", **values: object) -> None:
        """A sentence."""
        self._console.print(self.text(key, **values), style=style, markup=False)

    def roster(self, file: str, answer: dict[str, Any], shown: int = 3) -> None:
        """What became of a roster, with its first problems."""
        self._console.print(f"[bold]{escape(file)}[/bold]  {escape(answer['summary'])}")
        for problem in answer["problems"][:shown]:
            line = self.text(
                "roster-problem", row=problem["row"], column=problem["column"], problem=problem["problem"],
                action=problem["action"],
            )  # fmt: skip
            self._console.print(f"  {line}", style="yellow", markup=False)
        more = len(answer["problems"]) + answer["problems_left_out"] - shown
        if more > 0:
            self.say("roster-more", "dim", count=more)

    async def message(self, at: datetime, name: str, phone: str, body: str, receipt: str, fine: bool) -> None:
        """A text on its owner's phone, with what the company was told of it."""
        moment = at.astimezone(_HERE).strftime("%m-%d %H:%M")
        mark = f"[green]✓ {receipt}[/green]" if fine else f"[bold red]✗ {receipt}[/bold red]"
        self._console.print(f"[dim]{moment}[/dim] ✉ [bold]{name}[/bold] {phone[3:]}  {mark}")
        self._console.print(Padding(escape(body), (0, 0, 0, _INDENT)), soft_wrap=False)
        await asyncio.sleep(self._pause)

    def table(self, columns: list[str], rows: list[list[str]]) -> None:
        """A table with translated headings."""
        table = Table(*(self.text(f"column-{column}") for column in columns))
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def checks(self, checks: Checks) -> None:
        """What was verified."""
        for check in checks:
            mark, style = ("✓", "green") if check.met else ("✗", "bold red")
            line = f"{mark} {self.text(check.key, **check.about)}"
            if not check.met:
                line += "  " + self.text("check-differs", expected=check.expected, found=check.found)
            self._console.print(line, style=style, markup=False)
