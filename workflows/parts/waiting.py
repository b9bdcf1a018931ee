"""Waiting until something holds or a moment has come."""

from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow


async def holds_before(condition: Callable[[], bool], moment: datetime, summary: str) -> bool:
    """Whether `condition` came to hold before `moment`; a moment that is past is not waited for."""
    if condition():
        return True
    left = moment - workflow.now()
    if left <= timedelta():
        return False
    try:
        await workflow.wait_condition(condition, timeout=left, timeout_summary=summary)
    except TimeoutError:
        return False
    return True
