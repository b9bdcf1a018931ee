"""P23: what has been kept long enough is deleted, every night."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.privacy.retention import RetentionActivities
    from domain.privacy.retention import EraseKind, Retain, Retained, RetentionRun
    from texts import text

_LONGEST = timedelta(hours=6)
_SILENCE = timedelta(minutes=2)
_TRY = timedelta(minutes=1)


@workflow.defn(name="Retention")
class RetentionWorkflow:
    """P23: kind after kind, then a note of what was erased."""

    @workflow.run
    async def run(self, order: Retain) -> Retained:
        """The result says how much of each kind was erased."""
        began, erased = workflow.now(), dict[str, int]()
        for kind in order.kinds:
            erased[kind] = await workflow.execute_activity_method(
                RetentionActivities.erase_kind,
                EraseKind(kind),
                start_to_close_timeout=_LONGEST,
                heartbeat_timeout=_SILENCE,
                summary=text(order.locale, f"retention-{kind.replace('_', '-')}"),
            )
        await workflow.execute_activity_method(
            RetentionActivities.keep_run,
            RetentionRun(workflow.info().run_id, began, erased),
            start_to_close_timeout=_TRY,
            summary=text(order.locale, "retention-keep-run"),
        )
        return Retained(erased)
