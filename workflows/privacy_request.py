"""A person asks what is kept about them, or for correction or deletion: answered within the bound (P23)."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.playbooks.privacy_requests import PrivacyActivities
    from domain.playbooks.privacy_request import PRIVACY_REQUEST, CarryOut, PrivacyRequest
    from domain.privacy.retention_schedule import PrivacyPolicy
    from domain.tickets.acts import Act
    from domain.tickets.state import TicketEvent, TicketState
    from workflows.parts import patience
    from workflows.parts.ticket import Ticket

_LONGEST = timedelta(minutes=10)
_ANSWERED = "privacy-answered"


@workflow.defn(name="PrivacyRequest")
class PrivacyRequestWorkflow(Ticket):
    """P23: who asks is made sure of, a supervisor decides, it is carried out, and the person hears of it."""

    playbook = PRIVACY_REQUEST
    policy: PrivacyPolicy

    @workflow.init
    def __init__(self, request: PrivacyRequest) -> None:
        """Begin with what was asked for."""
        self.take_in(request.intake, request.first_stage, request.policy)
        self._decision = "refused"
        self._fields: tuple[str, ...] = ()

    @workflow.run
    async def run(self, request: PrivacyRequest) -> TicketState:
        """Until the person has the answer, or no longer wants one."""
        return await self.lived()

    async def course(self) -> str:
        """Decided, carried out where it is granted, and told, all within the bound."""
        self.note(TicketEvent("taken_in", workflow.now(), self.intake.first_contact or "system"))
        async with self.promise(_ANSWERED):
            while self.state.stage != "told":
                await self.until("granted", "told")
                if self.state.stage == "granted":
                    await self._carry_out()
        return "request_refused" if self._decision == "refused" else "request_answered"

    async def _carry_out(self) -> None:
        """Done, or kept from it by an open ticket, a hold, or a number that somebody else has."""
        await self.on_record()  # who decided is on record before it is done
        done = await workflow.execute_activity_method(
            PrivacyActivities.carry_out,
            CarryOut(self.id, workflow.now(), self.policy, self._fields, self.locale),
            start_to_close_timeout=_LONGEST,
            retry_policy=patience.UNTIL_ANSWERED,
            summary=self.say("privacy-carry-out"),
            priority=self.priority(),
        )
        if done.blocked_by:
            await self.enter("blocked")
        else:
            await self.enter("to_tell")

    @workflow.update
    async def change_policy(self, policy: PrivacyPolicy) -> TicketState:
        """Put the running request under another policy, on purpose; time used or paused stays so."""
        return await self.under(policy)

    # Acts

    def on_decide_request(self, act: Act) -> None:
        """Granted, in part, or refused on a ground that is told."""
        self._decision = act.data["decision"]
        self._fields = tuple(filter(None, act.data.get("fields", "").split(",")))
        self.to_stage("to_tell" if self._decision == "refused" else "granted")
