"""The frame of every ticket: through its course, or until it ends otherwise, and closed (P34)."""

import asyncio
from typing import Generic, TypeVar

from temporalio.exceptions import ActivityError, ChildWorkflowError, is_cancelled_exception

End = TypeVar("End")
"""What the workflow of the ticket comes to."""


class Ended(Exception):
    """The ticket ends before its playbook does; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Course(Generic[End]):
    """What a playbook says, and the ways in which a ticket may leave it."""

    async def course(self) -> str:
        """What the playbook says, to the end; the reason for which it closes."""
        raise NotImplementedError

    async def closed(self, reason: str) -> End:
        """The end, for this reason."""
        raise NotImplementedError

    def let_go(self) -> None:
        """What still goes on beside it ends with it."""

    async def lived(self) -> End:
        """Through its course, or until it ends otherwise, and closed."""
        try:
            return await self.closed(await self.course())
        except Ended as ended:
            return await self.closed(ended.reason)
        except (asyncio.CancelledError, ActivityError, ChildWorkflowError) as error:
            if not is_cancelled_exception(error):
                raise
            return await self.closed("cancelled")
        finally:
            self.let_go()
