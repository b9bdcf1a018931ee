"""By which order of commands a ticket goes: as it began, until it changes over at an act (0025, 0031)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.tickets.intake import AT_REST, CHANGES_TOLD


class Order:
    """What is issued, and when, must be as it was for a running ticket; an act is where it may change."""

    def __init__(self, at_first: int) -> None:
        """`at_first`: as the intake says."""
        self._now, self._acts = at_first, 0

    @property
    def at_rest(self) -> bool:
        """Whether records are written when nothing else is left to do."""
        return self._now >= AT_REST

    @property
    def changes_told(self) -> bool:
        """Whether people hear of changes, and waits are chased."""
        return self._now >= CHANGES_TOLD

    def follow_newest(self) -> None:
        """At an act: from here on in the newest order."""
        self._acts += 1
        # An answer holds for its name for ever: a name for each act, until one finds the new code.
        if not self.at_rest and workflow.patched(f"commands-at-rest-{self._acts}"):
            self._now = AT_REST
        if self.at_rest and not self.changes_told and workflow.patched(f"changes-told-{self._acts}"):
            self._now = CHANGES_TOLD
