"""Whose turn it is: which acts are possible where the ticket stands, by its playbook (P17, P34)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.playbooks.declaration import Playbook
    from domain.playbooks.every_ticket import CONFIRM_RECEIPT, WHILE_PAUSED, WHILE_PROMISED


class Turns:
    """What the declaration says of a stage, and of what every ticket has at times."""

    def __init__(self, playbook: Playbook) -> None:
        """Of tickets of this kind."""
        self._playbook = playbook

    def possible(self, stage: str, *, promised: bool, paused: bool, unconfirmed: bool) -> tuple[str, ...]:
        """In this stage: while something is promised, or waits for the customer, or is to be confirmed."""
        timed = (WHILE_PAUSED if paused else WHILE_PROMISED) if promised else ()
        receipt = (CONFIRM_RECEIPT,) if unconfirmed else ()
        declared = {act.name for act in self._playbook.at_times}
        at_times = (name for name in (*timed, *receipt) if name in declared)
        always = (act.name for act in self._playbook.always)
        return (*self._playbook.turns.get(stage, ()), *at_times, *always)

    def leads_to(self, act: str) -> str:
        """The stage an act leads to by its declaration."""
        to = self._playbook.acts[act].to
        if to is None:
            raise LookupError(f"{act} does nothing in {self._playbook.name}")
        return to

    def promise_in(self, stage: str) -> str | None:
        """The promise that counts in a stage."""
        return self._playbook.promises.get(stage)

    def stages_without(self, promise: str) -> tuple[str, ...]:
        """Every stage in which another promise counts, or none."""
        return tuple(stage for stage in self._playbook.turns if self.promise_in(stage) != promise)
