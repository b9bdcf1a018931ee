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
        await self._screen.part("part-texts")
        await self._first.tell()
        await self._screen.part("part-repair")
        await self._people()
        known = (self._company, self._phones, self._client, self._screen, self._team, self._flats)
        repair = RepairStory(*known)
        await repair.tell()
        self._screen.checks(repair.checks)
        await self._screen.part("part-complaint")
        complaint = ComplaintStory(*known)
        await complaint.tell(repair.ticket)
        self._screen.checks(complaint.checks)
        for checks in (self._first.checks, repair.checks, complaint.checks):
            self.checks.extend(checks)

    async def leave_running(self) -> Left:
        """Tickets to try things on."""
        sequence = await self._first.leave_running()
        return await leave_running(
            sequence, self._company, self._phones, self._client, self._screen, self._team, self._flats.other
        )

    async def _people(self) -> None:
        """Everybody is hired, and owners have moved in."""
        text = self._screen.text
        self._team = await hire(self._company, text("department"), text("crew"))
        self._flats = await moved_in(self._company, text("building-lived-in"))
        await responsible(self._company, self._team, self._flats.building)
        self._screen.team(self._team)
