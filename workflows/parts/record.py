"""What happened is written down: the one place that issues a record, and in which order (decision 0025)."""

from collections.abc import Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.tickets.records import TicketActivities
    from domain.tickets.state import RecordState, TicketEvent
    from workflows.parts import patience
    from workflows.parts.beside import Beside
    from workflows.parts.waiting import Waiting

_WRITE_AGAIN = timedelta(minutes=1)
"""After a write that somebody ended by force: what happened is never left unwritten."""


class Record:
    """What happens at one moment is written at once: one activity, however much it concerns.

    At rest, it is written when nothing else is left to do at that moment, after every other command: so the
    end of a write changes nothing but that the next may begin, and it does not matter whether what comes next
    came with it or later. Otherwise it is written as before that rule, for tickets that began so.
    """

    def __init__(
        self,
        beside: Beside,
        waiting: Waiting,
        following: Callable[[tuple[TicketEvent, ...]], RecordState | None],
        *,
        at_rest: bool,
        summary: str,
        priority: Callable[[], Priority],
    ) -> None:
        """`following` makes what is written next; None where the last record says it all."""
        self.at_rest = at_rest
        self._beside, self._waiting, self._following, self._summary = beside, waiting, following, summary
        self._priority = priority
        self._unwritten: list[TicketEvent] = []
        self._asked = self._written = self._acts = 0
        self._writing = False

    def follow_new_order(self) -> None:
        """At an act: a ticket that began under the old order of commands changes over (decision 0025)."""
        self._acts += 1
        # An answer holds for its name for ever: a name for each act, until one finds the new code.
        if not self.at_rest and workflow.patched(f"commands-at-rest-{self._acts}"):
            self.at_rest = True

    def note(self, *events: TicketEvent) -> None:
        """Something happened; it is written with what is asked to be written next."""
        self._unwritten.extend(events)

    async def ask(self, *events: TicketEvent) -> None:
        """It is to be written; nobody waits for that."""
        mine = self._ask(*events)
        if not self.at_rest:  # as it was: who asked went on once it was written
            await self._until_written(mine)

    async def done(self, *events: TicketEvent) -> None:
        """It is to be written; returns once it is."""
        await self._until_written(self._ask(*events))

    def _ask(self, *events: TicketEvent) -> int:
        self.note(*events)
        self._asked += 1
        if not self._writing:
            self._writing = True
            self._beside.start(self._write())
        return self._asked

    async def _until_written(self, upto: int) -> None:
        await self._beside.wait(lambda: self._written >= upto)

    async def _write(self) -> None:
        while self._written < self._asked:
            if self.at_rest:
                await workflow.wait_condition(self._waiting.at_rest)
            else:
                # Once everything that waits has been looked at: what else happens at this moment joins in.
                await workflow.wait_condition(lambda: True)
            events, upto = tuple(self._unwritten), self._asked
            self._unwritten.clear()
            record = self._following(events)
            if record is not None:
                await self._written_down(record)
            self._written = upto
        self._writing = False

    async def _written_down(self, record: RecordState) -> None:
        while True:
            try:
                await workflow.execute_activity_method(
                    TicketActivities.record_state,
                    record,
                    start_to_close_timeout=patience.TRY,
                    retry_policy=patience.UNTIL_ANSWERED,
                    summary=self._summary,
                    priority=self._priority(),
                )
                return
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
                workflow.logger.error("a record was ended by force", exc_info=error)
                await workflow.sleep(_WRITE_AGAIN)
