"""P8: the department explains within 8 hours; six steps lead to the customer's signed acceptance."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.playbooks.acceptances import AcceptanceActivities
    from domain.playbooks.acceptance import SendAcceptance
    from domain.playbooks.complaint import COMPLAINT, Complaint, ComplaintPolicy
    from domain.playbooks.follow_up_call import FollowUpResult
    from domain.tickets.acts import Act
    from domain.tickets.state import TicketEvent, TicketState
    from domain.tickets.task_queues import sms_queue
    from workflows.parts import patience
    from workflows.parts.ticket import Ticket


@workflow.defn(name="Complaint")
class ComplaintWorkflow(Ticket):
    """P8: judged, investigated, remedied with approval, carried out, accepted, reviewed; then the call."""

    playbook = COMPLAINT
    policy: ComplaintPolicy

    @workflow.init
    def __init__(self, complaint: Complaint) -> None:
        """Begin with what was taken in."""
        self.take_in(complaint.intake, complaint.first_stage, complaint.policy)
        self.state = replace(self.state, department_id=complaint.department_id)
        self._tasks: list[asyncio.Task[None]] = []
        self._explained = False
        self._founded = True
        self._remedy_refused = False

    @workflow.run
    async def run(self, complaint: Complaint) -> TicketState:
        """Again and again until the customer is content, or the ticket ends otherwise."""
        return await self.lived()

    async def course(self) -> str:
        """Worked through, then asked: content, or opened again."""
        self.note(TicketEvent("taken_in", workflow.now(), self.intake.first_contact or "system"))
        self._tell_head("voice-complaint-new")
        while True:
            await self.through_the_stages()  # each under its promise, until the customer can be called
            result = await self._customer_asked()
            if result.satisfaction != "dissatisfied":
                return self._outcome()
            self._again()

    def _outcome(self) -> str:
        """What happened: a well-founded complaint whose remedy was refused is not one without ground."""
        if self._remedy_refused:
            return "remedy_refused"
        return "settled" if self._founded else "answered"

    def let_go(self) -> None:
        """Nobody is told of it any more."""
        for task in self._tasks:
            task.cancel()

    async def _customer_asked(self) -> FollowUpResult:
        reason = "complaint-settled" if self._founded else "complaint-answered"
        return await self.customer.word(self.customer.about(reason, self.policy.follow_up))

    def _again(self) -> None:
        """Not content: investigated again, with a fresh promise, and the head hears of it at once."""
        stage = "investigating" if self._founded else "judging"
        self._explained = self._remedy_refused = False
        self.reopen(stage)
        self._tell_head("voice-complaint-reopened")

    def _tell_head(self, template: str) -> None:
        """The head of the department concerned is told by phone at once."""
        round_ = self.state.reopened
        self._tasks.append(
            self.beside.start(
                self._head_told(f"head/{round_}", template, lambda: self._explained or self._over(round_))
            )
        )

    async def _head_told(self, key: str, template: str, enough: Callable[[], bool]) -> None:
        await self.tell_people(key, "department_head", template, enough)

    def _over(self, round_: int) -> bool:
        return self.state.close_reason is not None or self.state.reopened != round_

    @workflow.update
    async def change_policy(self, policy: ComplaintPolicy) -> TicketState:
        """Put the running ticket under another policy, on purpose; time used or paused stays so."""
        return await self.under(policy)

    # Acts

    def on_file_explanation(self, act: Act) -> None:
        """The head explains, and says what would remedy it."""
        self._explained = True
        if self.state.stage == "investigating":
            self.to_stage("options")

    def on_judge_well_founded(self, act: Act) -> None:
        """Well-founded: the department responsible is named, and the customer asked for time."""
        if "department" in act.data:
            self.state = replace(self.state, department_id=act.data["department"])
        self._founded = True
        self.to_stage("options" if self._explained else "investigating")

    def on_judge_not_founded(self, act: Act) -> None:
        """Not well-founded: a tactful answer clears it up."""
        self._founded = False
        self.to_stage("answering")

    def on_refuse(self, act: Act) -> None:
        """Refused with a reason: the customer is told, tactfully."""
        self._founded, self._remedy_refused = False, True
        self.to_stage("answering")

    def on_report_measure(self, act: Act) -> None:
        """A measure against those responsible, or towards the remedy."""

    def on_send_acceptance(self, act: Act) -> None:
        """The customer gets a link and a code to sign with; an earlier link is void."""
        self._tasks.append(self.beside.start(self._link_sent()))

    async def _link_sent(self) -> None:
        await workflow.execute_activity_method(
            AcceptanceActivities.send_acceptance,
            SendAcceptance(
                self.id,
                workflow.uuid4().hex[:8],
                self.intake.customer_id,
                workflow.now(),
                self.policy.acceptance,
                self.locale,
            ),
            task_queue=sms_queue(workflow.info().task_queue),
            start_to_close_timeout=patience.TRY,
            retry_policy=patience.UNTIL_ANSWERED,
            summary=self.say("complaint-send-link"),
            priority=self.priority(),
        )
