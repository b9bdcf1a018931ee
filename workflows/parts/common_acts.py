"""What people may do to every ticket, whatever its playbook (P17, P18)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.promises.promise import PromisePolicy
    from domain.tickets.acts import Act
    from workflows.parts.hand_off import HandingOn
    from workflows.parts.own_promise import CUSTOMER_WAITED_FOR, OwnPromise
    from workflows.parts.standing import Standing


class CommonActs:
    """`on_<act>` of the acts in `domain/playbooks/every_ticket.py`."""

    def __init__(
        self,
        standing: Standing,
        promise: OwnPromise,
        handing_on: HandingOn,
        receipt: Callable[[], PromisePolicy],
        promises_changed: Callable[[], None],
        end: Callable[[str], None],
    ) -> None:
        """`receipt`: within which time whoever gets it confirms. `end`: the ticket ends for a reason."""
        self._standing, self._promise, self._handing_on = standing, promise, handing_on
        self._receipt, self._promises_changed, self._end = receipt, promises_changed, end

    def on_hand_on(self, act: Act) -> None:
        """Somebody else works on it, and confirms it; who took it in stays answerable (P17)."""
        to = act.data["to"]
        self._standing.state = replace(self._standing.state, handler=to, unconfirmed=to)
        self._handing_on.to(to, self._receipt())

    def on_confirm_receipt(self, act: Act) -> None:
        """Whoever it was handed to has it."""
        self._handing_on.received()

    def on_set_urgent(self, act: Act) -> None:
        """Urgent goes first everywhere, and has its own promises (P18)."""
        self._set_urgent(True)

    def on_set_ordinary(self, act: Act) -> None:
        """No longer urgent; time used so far stays used."""
        self._set_urgent(False)

    def on_withdraw(self, act: Act) -> None:
        """The customer withdraws."""
        self._end("withdrawn")

    def on_mark_duplicate(self, act: Act) -> None:
        """The same matter has an open ticket: linked there, not lost."""
        self._end("duplicate")

    def on_wait_for_customer(self, act: Act) -> None:
        """The customer is the one waited for: the promise pauses."""
        self._promise.pause_for(CUSTOMER_WAITED_FOR)

    def on_customer_ready(self, act: Act) -> None:
        """The promise runs on with exactly the time that was left."""
        self._promise.resume_after(CUSTOMER_WAITED_FOR)

    def on_move_due(self, act: Act) -> None:
        """The promise is due at another moment, for a reason that is on record."""
        self._promise.move(datetime.fromisoformat(act.data["to"]))

    def _set_urgent(self, urgent: bool) -> None:
        self._standing.state = replace(self._standing.state, urgent=urgent)
        self._promises_changed()
