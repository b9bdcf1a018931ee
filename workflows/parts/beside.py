"""What a ticket does beside its main course: nothing of it ends unnoticed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from workflows.parts.waiting import Waiting


class Beside:
    """Background parts of one workflow.

    A mistake in the code of a part, such as a missing text, fails the workflow task, as it would in the main
    course: it shows in the Web UI, and mended code goes on from there. An activity that was ended for good,
    by force, ends its own part only.
    """

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._stumbled: BaseException | None = None

    def start(self, part: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin; the task may be cancelled."""
        task = asyncio.create_task(part)
        task.add_done_callback(self._ended)
        return task

    async def wait(self, condition: Callable[[], bool]) -> None:
        """Wait in the main course until it holds. Raises what a part beside it stumbled over."""
        await self._waiting.until(lambda: condition() or self._stumbled is not None)
        if self._stumbled is not None:
            raise self._stumbled

    def _ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None or is_cancelled_exception(error):
            return
        if isinstance(error, FailureError):
            workflow.logger.error("a part was ended by force", exc_info=error)
        elif self._stumbled is None:
            self._stumbled = error
