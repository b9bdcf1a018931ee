"""What people who have left had in hand goes to others, as the system's own acts (P10, P17, P33).

What is to be done stands in the records: an open ticket whose handler has left. Whatever is interrupted is
found again by the next round, under the same key, and happens once.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from domain.messages.notices import NoticeSent, SendNotice
from domain.people.staff import ChooseAgent, WhomToTell
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.registry import number_of
from domain.tickets.acts import Act
from gateways.outcomes import ProviderError
from services.backend import Backend
from services.people.choosing import chosen_agent
from services.people.company import told_now
from services.playbooks.acting import tell_under
from services.refused import Refused
from store.database import queries
from store.rows.people.leaving import InHandOfLeaversRow
from texts import text

Notify = Callable[[SendNotice], Awaitable[NoticeSent]]
"""Sends a service text once; raises a retryable error while the provider is out of reach."""

_PAGE = 500
_NO_AGENT = "sms-call-no-agent"
_LATER = (RPCError, TimeoutError, ConnectionError, ApplicationError, ProviderError)
_log = structlog.get_logger("services")


async def nobody_to_write(order: SendNotice) -> NoticeSent:
    """Where nothing is sent: what would have to be told stays for a round that can."""
    raise ConnectionError("no text can be sent from here")


class Redealing:
    """One round after another."""

    def __init__(
        self, backend: Backend, notify: Notify, locale: str, beat: Callable[[str], None] = lambda _: None
    ) -> None:
        """Reasons are written in `locale`; `beat` is told of each ticket."""
        self._backend, self._notify, self._locale, self._beat = backend, notify, locale, beat

    async def all(self) -> int:
        """Everything that people have in hand who have left; returns how many tickets others have now."""
        after, dealt = "", 0
        while True:
            async with self._backend.connection() as db:
                page = [row async for row in queries.in_hand_of_leavers(db, after=after, most=_PAGE)]
            if not page:
                return dealt
            for row in page:
                self._beat(row["id"])
                dealt += await self._dealt(row)
            after = page[-1]["id"]

    async def _dealt(self, row: InHandOfLeaversRow) -> bool:
        """Whether somebody else has it now; what could not be done is the next round's."""
        try:
            if "reassign" in row["acts"]:
                return await self._call(row)
            if "hand_on" in row["acts"]:
                return await self._ticket(row)
        except _LATER as error:
            _log.warning("dealing_out_put_off", ticket=row["id"], error=type(error).__qualname__)
        return False

    async def _call(self, row: InHandOfLeaversRow) -> bool:
        """The agent whose turn it is; where none is there, a supervisor hears of it and has it."""
        now, key = datetime.now(UTC), self._key(row)
        until = row["due_at"] if row["due_at"] is not None and row["due_at"] > now else now + _WITHIN
        order = ChooseAgent(row["id"], key, now, until, without=(row["agent_id"],))
        chosen = (await chosen_agent(self._backend.pool, order, give=False)).agent_id
        if chosen is not None:
            return await self._do(row, "reassign", chosen, "left-dealt-out")
        supervisor = await self._there("service_supervisor", row)
        if supervisor is None:
            return False
        await self._notify(
            SendNotice(
                row["id"],
                f"{key}/{supervisor}",
                _NO_AGENT,
                {"ticket": number_of(row["id"])},
                supervisor,
                locale=self._locale,
                role="service_supervisor",
            )
        )
        return await self._do(row, "reassign", supervisor, "left-nobody")

    async def _ticket(self, row: InHandOfLeaversRow) -> bool:
        """Handed on to the shift lead or supervisor who is there, who is phoned and confirms (P17)."""
        receiver = await self._there("shift_lead", row)
        return receiver is not None and await self._do(row, "hand_on", receiver, "left-dealt-out")

    async def _there(self, role: str, row: InHandOfLeaversRow) -> str | None:
        """Of those who would be told, the first on duty; the first of all where nobody is."""
        async with self._backend.connection() as db:
            told = (await told_now(db, WhomToTell(role, datetime.now(UTC)))).people
        return next((each.staff_id for each in (*filter(lambda each: each.on_duty, told), *told)), None)

    async def _do(self, row: InHandOfLeaversRow, act: str, to: str, why: str) -> bool:
        """With the reason in the timeline."""
        remark = text(self._locale, why, staff=row["agent_id"], to=to)
        async with self._backend.connection() as db:
            text_id = await queries.add_text(
                db, ticket_id=row["id"], kind=act, body={"remark": remark}, author="system"
            )
        said, done = Act(act, "system", {"to": to}, text_id), True
        try:
            await tell_under(self._backend, row["id"], said, f"{act}/{self._key(row)}")
        except Refused:
            done = False  # closed or gone on meanwhile: the next round looks again
        # Unless the timeline refers to it: what was done before under the same key refers to the first.
        async with self._backend.connection() as db:
            await queries.forget_text(db, id=text_id)
        return done

    def _key(self, row: InHandOfLeaversRow) -> str:
        """One per ticket, leaver and standing: what is asked for twice happens once."""
        return f"left/{row['agent_id']}/{row['version']}"


_WITHIN = FollowUpPolicy().within
