"""The one way in which tickets send a service text, to staff or to the customer (P33)."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.messages.notices import NoticeActivities
    from domain.messages.notices import SendNotice
    from domain.tickets.task_queues import sms_queue
    from workflows.parts import patience


async def text_sent(
    order: SendNotice,
    summary: str,
    *,
    priority: Priority = Priority.default,
    retry: RetryPolicy = patience.UNTIL_ANSWERED,
    within: timedelta | None = None,
) -> None:
    """Returns once it is sent, or will never be; raises ActivityError where no provider took it `within`."""
    await workflow.execute_activity_method(
        NoticeActivities.send_notice,
        order,
        task_queue=sms_queue(workflow.info().task_queue),
        start_to_close_timeout=patience.TRY,
        schedule_to_close_timeout=within,
        retry_policy=retry,
        summary=summary,
        priority=priority,
    )
