"""The story in the terminal."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from huifang.demo.checks import Checks
from texts import text

_HERE = ZoneInfo("Asia/Shanghai")


class Screen:
    """Prints in one language; times as the owners' clocks show them."""

    def __init__(self, console: Console, locale: str) -> None:
        self._console, self._locale = console, locale

    def text(self, key: str, **values: object) -> str:
        """The text `key` of the story."""
        return text(self._locale, f"demo-{key}", **values)

    def chapter(self, key: str, **values: object) -> None:
        """A headline."""
        self._console.rule(f"[bold cyan]{self.text(key, **values)}", align="left")

    def say(self, key: str, style: str = "", **values: object) -> None:
        """A sentence."""
        self._console.print(self.text(key, **values), style=style, markup=False)

    def working(self, key: str) -> Any:
        """A spinner for as long as the block lasts."""
        return self._console.status(self.text(key))

    def roster(self, file: str, answer: dict[str, Any], shown: int = 3) -> None:
        """What became of a roster, with its first problems."""
        self._console.print(f"[bold]{file}[/bold]  {answer['summary']}")
        for problem in answer["problems"][:shown]:
            line = self.text(
                "roster-problem", row=problem["row"], column=problem["column"], problem=problem["problem"],
                action=problem["action"],
            )  # fmt: skip
            self._console.print(f"  {line}", style="yellow", markup=False)
        more = len(answer["problems"]) + answer["problems_left_out"] - shown
        if more > 0:
            self.say("roster-more", "dim", count=more)

    def message(self, at: datetime, name: str, phone: str, body: str) -> None:
        """A text as it arrives."""
        moment = at.astimezone(_HERE).strftime("%Y-%m-%d %H:%M")
        self._console.print(f"[dim]{moment}[/dim] [green]✉ {name} {phone[3:]}[/green] {body}")

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
            line = f"{mark} {self.text(check.key)}"
            if not check.met:
                line += "  " + self.text("check-differs", expected=check.expected, found=check.found)
            self._console.print(line, style=style, markup=False)
