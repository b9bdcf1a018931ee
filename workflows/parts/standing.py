"""Where a ticket stands, and what happened to it: noted, written down, and shown (P34)."""

from collections.abc import Callable
from dataclasses import replace

from temporalio import workflow
from temporalio.common import Priority

with workflow.unsafe.imports_passed_through():
    from domain.promises.telling import Tried
    from domain.tickets import priorities
    from domain.tickets.intake import AT_REST, Intake
    from domain.tickets.state import RecordState, TicketEvent, TicketState
    from texts import text
    from workflows.parts.beside import Beside
    from workflows.parts.record import Record
    from workflows.parts.view import View
    from workflows.parts.waiting import Waiting


class Standing:
    """The state of one ticket; whoever changes it notes what happened, and asks for a record."""

    def __init__(
        self,
        id: str,
        intake: Intake,
        stage: str,
        texts: str,
        beside: Beside,
        waiting: Waiting,
        possible_acts: Callable[[], tuple[str, ...]],
    ) -> None:
        """In `stage` with what was taken in; `texts`: how those of its kind begin."""
        self._id, self._intake, self._possible_acts = id, intake, possible_acts
        self.state = TicketState(
            version=intake.version,
            stage=stage,
            urgent=intake.urgent,
            first_contact=intake.first_contact,
            handler=intake.first_contact,
            reopened=intake.reopened,
        )
        self._view = View(intake.locale, texts)
        self._lately: Callable[[], tuple[Tried, ...]] = tuple
        self.records = Record(
            beside,
            waiting,
            self._following,
            at_rest=intake.order_of_commands >= AT_REST,
            summary=text(intake.locale, "ticket-record"),
            priority=self.priority,
        )

    def shows(self, lately: Callable[[], tuple[Tried, ...]]) -> None:
        """Who was tried `lately` is shown with it."""
        self._lately = lately

    def to_stage(self, stage: str, **more: str | None) -> None:
        """In another stage from now on."""
        self.state = replace(self.state, stage=stage, **more)  # type: ignore[arg-type]

    def note(self, *events: TicketEvent) -> None:
        """Something happened; it is written with the next record."""
        self.records.note(*events)

    def now_with_acts(self) -> TicketState:
        """The state, with the acts that are possible."""
        return replace(self.state, acts=self._possible_acts())

    def priority(self) -> Priority:
        """Of the ticket's own activities: as it began, unless it has become urgent or ordinary (P18)."""
        if self.state.urgent == self._intake.urgent:
            return Priority.default
        key = priorities.URGENT if self.state.urgent else priorities.ORDINARY
        return replace(workflow.info().priority, priority_key=key)

    def show(self) -> None:
        """The details in the Web UI; no command."""
        self._view.details(self.state, self._lately())

    def close(self, reason: str) -> tuple[TicketEvent, ...]:
        """Nothing is due any more; what is to be noted. Where the end is being written, its reason stays."""
        already = self.state.close_reason is not None
        self.state = replace(
            self.state,
            stage="closed",
            unconfirmed=None,
            close_reason=self.state.close_reason or reason,
            promise=None,
            due_at=None,
            time_left=None,
            paused=False,
        )
        return () if already else (TicketEvent(f"closed_{reason}", workflow.now()),)

    def carried_on(self, version: int) -> None:
        """What was on record up to `version` was reset: what comes next is newer than that."""
        if version > self.state.version + 1:  # else what is done again is written as it was
            self.state = replace(self.state, version=version)

    def _following(self, events: tuple[TicketEvent, ...]) -> RecordState | None:
        state = self.now_with_acts()
        if not events and state == self.state:
            return None
        self._view.happened(events)
        self.state = replace(state, version=state.version + 1)
        self.show()
        self._view.attributes(self.state)
        return RecordState(self._id, events, self.state)
