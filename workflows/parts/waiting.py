"""All that one workflow waits for, in one place: so it is known when nothing is left to go on with."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio import workflow

Answer = TypeVar("Answer")


class Waiting:
    """Conditions that parts of the workflow wait for. Whoever waits otherwise is not seen by `at_rest`."""

    def __init__(self) -> None:
        self._conditions: list[Callable[[], bool]] = []

    def at_rest(self) -> bool:
        """Whether nobody could go on now: what comes next comes from outside."""
        return not any(holds() for holds in self._conditions)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until it holds."""
        with self._listed(condition):
            await workflow.wait_condition(condition)

    async def holds_before(self, condition: Callable[[], bool], moment: datetime, summary: str) -> bool:
        """Whether `condition` came to hold before `moment`; a moment that is past is not waited for."""
        if condition():
            return True
        left = moment - workflow.now()
        if left <= timedelta():
            return False
        try:
            with self._listed(condition):
                await workflow.wait_condition(condition, timeout=left, timeout_summary=summary)
        except TimeoutError:
            return False
        return True

    async def unless(
        self, enough: Callable[[], bool], activity: workflow.ActivityHandle[Answer]
    ) -> Answer | None:
        """The activity's answer; None when it is `enough` before, and it is not tried again."""
        activity.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        try:
            await self.until(lambda: activity.done() or enough())
        except asyncio.CancelledError:
            activity.cancel()
            raise
        if activity.done():
            return await activity
        activity.cancel()
        return None

    @contextmanager
    def _listed(self, condition: Callable[[], bool]) -> Iterator[None]:
        self._conditions.append(condition)
        try:
            yield
        finally:
            self._conditions.remove(condition)
