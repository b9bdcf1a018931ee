"""The whole demo: texts before handover, then a repair, then a complaint."""

from temporalio.client import Client

from huifang.demo.checks import Checks
from huifang.demo.company import Company
from huifang.demo.complaint_story import ComplaintStory
from huifang.demo.left_running import Left, leave_running
from huifang.demo.neighbours import Neighbours, moved_in
from huifang.demo.phones import Phones
from huifang.demo.repair_story import RepairStory
from huifang.demo.screen import Screen
from huifang.demo.story import Story
from huifang.demo.team import Team, hire, responsible


class Programme:
    """Told once, part by part; `checks` then holds what was verified of all of them."""

    def __init__(self, company: Company, phones: Phones, client: Client, screen: Screen) -> None:
        self._company, self._phones, self._client, self._screen = company, phones, client, screen
        self._first = Story(company, phones, client, screen)
        self._team: Team
        self._flats: Neighbours
        self.checks = Checks()

    async def tell(self) -> None:
        """Every part, each with what must be true at its end."""
        self._screen.introduction()
        await self.texts()
        await self._complaint(await self.repair())

    async def texts(self) -> None:
        """The texts before a handover."""
        await self._screen.part("part-texts")
        await self._first.tell()
        self.checks.extend(self._first.checks)

    async def repair(self) -> str:
        """A warranty repair, whose ticket's id is returned."""
        await self._screen.part("part-repair")
        await self._people()
        story = RepairStory(*self._known())
        await story.tell()
        self._screen.checks(story.checks)
        self.checks.extend(story.checks)
        return story.ticket

    async def _complaint(self, about: str) -> None:
        await self._screen.part("part-complaint")
        story = ComplaintStory(*self._known())
        await story.tell(about)
        self._screen.checks(story.checks)
        self.checks.extend(story.checks)

    async def leave_running(self) -> Left:
        """Tickets to try things on."""
        sequence = await self._first.leave_running()
        return await leave_running(
            sequence, self._company, self._phones, self._client, self._screen, self._team, self._flats.other
        )

    def _known(self) -> tuple[Company, Phones, Client, Screen, Team, Neighbours]:
        return self._company, self._phones, self._client, self._screen, self._team, self._flats

    async def _people(self) -> None:
        """Everybody is hired, and owners have moved in."""
        text = self._screen.text
        self._team = await hire(self._company, self._screen.locale, text("department"), text("crew"))
        self._flats = await moved_in(self._company, text("building-lived-in"))
        await responsible(self._company, self._team, self._flats.building)
        self._screen.team(self._team)
