"""The story in the terminal."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from api.http.wording import wording
from huifang.demo.checks import Checks
from huifang.demo.lines import broken
from huifang.demo.team import Person, Team
from texts import text

_HERE = ZoneInfo("Asia/Shanghai")
_MOMENT = "%m-%d %H:%M"
_INDENT = 12
_CHAPTER_PAUSES = 4
"""A headline is read for as long as so many messages."""


class Screen:
    """Prints in one language; times as the owners' clocks show them."""

    def __init__(self, console: Console, locale: str, pause: float = 0.0) -> None:
        """`pause`: seconds to read one message."""
        self._console, self.locale, self._pause = console, locale, pause

    def text(self, key: str, **values: object) -> str:
        """The text `key` of the story."""
        return text(self.locale, f"demo-{key}", **values)

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

    async def part(self, key: str) -> None:
        """A part of the demo begins."""
        await asyncio.sleep(self._pause * _CHAPTER_PAUSES)
        self._console.print()
        self._console.rule(f"[bold magenta]{self.text(key)}", characters="═")

    def forward(self, moment: datetime) -> None:
        """The clock is moved."""
        here = moment.astimezone(_HERE)
        self.say("forward", "cyan", date=here.date().isoformat(), time=f"{here:%H:%M}")

    async def happened(self, at: datetime, key: str, **values: object) -> None:
        """Something that a person did, in a sentence."""
        self._beside(at.astimezone(_HERE).strftime(_MOMENT), self.text(key, **values))
        await asyncio.sleep(self._pause)

    async def acted(self, at: datetime, person: Person, act: str, said: str) -> None:
        """A step that a person took, and in which words."""
        name, role = wording(self.locale, "act", act), wording(self.locale, "role", person.role)
        await self.happened(
            at, "acted-saying" if said else "acted", name=person.name, role=role, act=name, said=said
        )

    def event(self, at: datetime, sentence: str, actor: str | None) -> None:
        """A line of a ticket's record; `actor` did it."""
        moment = at.astimezone(_HERE).strftime(_MOMENT)
        by = f"  [dim]{escape(actor)}[/dim]" if actor else ""
        self._console.print(f"[dim]{moment}[/dim] {escape(sentence)}{by}", soft_wrap=False)

    def clock(self, moment: datetime) -> str:
        """The hour of the moment, with its date where it is another day's."""
        return moment.astimezone(_HERE).strftime(_MOMENT)

    def rung(self, at: datetime, rung: str) -> None:
        """A rung of the ladder is reached."""
        moment = at.astimezone(_HERE).strftime(_MOMENT)
        self._console.print(
            f"[dim]{moment}[/dim] [bold yellow]▲ {escape(wording(self.locale, 'rung', rung))}[/bold yellow]"
        )

    def read_out(self, words: str) -> None:
        """What a call says."""
        self._beside("", words, "dim")

    async def ring(self, at: datetime, person: Person, outcome: str, key: str | None) -> None:
        """A phone rang: who answered or did not, and which key was pressed."""
        said = wording(self.locale, "call-outcome", outcome)
        if key is not None:
            said = self.text("pressed", pressed=key)
        fine = outcome == "acknowledged"
        mark = f"[green]✓ {said}[/green]" if fine else f"[bold red]✗ {said}[/bold red]"
        self._console.print(f"{self._who(at, '☎', person)}  {mark}")
        await asyncio.sleep(self._pause)

    async def text_to(self, at: datetime, person: Person) -> None:
        """A text went to somebody who did not answer."""
        self._console.print(f"{self._who(at, '✉', person)}  {self.text('texted')}")
        await asyncio.sleep(self._pause)

    def _beside(self, moment: str, words: str, style: str = "") -> None:
        """Words with room for a moment on their left."""
        for line in broken(words, self._console.width - _INDENT):
            self._console.print(f"[dim]{moment:{_INDENT}}[/dim]{escape(line)}", style=style, soft_wrap=True)
            moment = ""

    def _who(self, at: datetime, sign: str, person: Person) -> str:
        moment = at.astimezone(_HERE).strftime(_MOMENT)
        role = wording(self.locale, "role", person.role)
        return f"[dim]{moment}[/dim] {sign} [bold]{person.name}[/bold] {role} {person.phone[3:]}"

    async def message(self, at: datetime, name: str, phone: str, body: str, receipt: str, fine: bool) -> None:
        """A text on its owner's phone, with what the company was told of it."""
        moment = at.astimezone(_HERE).strftime(_MOMENT)
        mark = f"[green]✓ {receipt}[/green]" if fine else f"[bold red]✗ {receipt}[/bold red]"
        self._console.print(f"[dim]{moment}[/dim] ✉ [bold]{name}[/bold] {phone[3:]}  {mark}")
        self._beside("", body)
        await asyncio.sleep(self._pause)

    def team(self, team: Team) -> None:
        """Who is on duty."""
        self.say("team", "bold")
        rows = [
            [wording(self.locale, "role", each.role), each.name, each.phone[3:]] for each in team.everybody
        ]
        self.table(["role", "name", "phone"], rows)

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
