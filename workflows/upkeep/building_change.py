"""P1: a moved handover date or a cancelled building reaches every ticket."""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.buildings.changes import BuildingActivities
    from activities.playbooks.enrolment import EnrolmentActivities
    from domain.buildings.changes import BuildingChanged, Enrol
    from texts import text

_LONGEST = timedelta(hours=1)
_SILENCE = timedelta(minutes=1)
_LOOK_AGAIN = timedelta(seconds=5)
_LOOKS = 60


@workflow.defn(name="BuildingChange")
class BuildingChangeWorkflow:
    """P1: signal all tickets in one batch, then those it missed; then enrol who has messages ahead again."""

    @workflow.run
    async def run(self, change: BuildingChanged) -> int:
        """Returns how many tickets the batch signalled."""
        signalled = await workflow.execute_activity_method(
            BuildingActivities.signal_tickets,
            change,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SILENCE,
            summary=text(change.locale, "building-change-signal"),
        )
        behind = await self._stragglers(change)
        for _ in range(_LOOKS):
            if not behind:
                break
            await asyncio.sleep(_LOOK_AGAIN.total_seconds())
            behind = await self._stragglers(change)
        if not change.cancelled and change.handover_date is not None:
            await workflow.execute_activity_method(
                EnrolmentActivities.enrol_building,
                Enrol(change.building_id, locale=change.locale),
                start_to_close_timeout=_LONGEST,
                heartbeat_timeout=_SILENCE,
                summary=text(change.locale, "enrolment-start"),
            )
        if not behind:  # else the reconciler starts this again, until every ticket has followed
            await workflow.execute_activity_method(
                BuildingActivities.building_change_applied,
                change,
                start_to_close_timeout=_SILENCE,
                summary=text(change.locale, "building-change-applied"),
            )
        return signalled

    async def _stragglers(self, change: BuildingChanged) -> int:
        return await workflow.execute_activity_method(
            BuildingActivities.signal_stragglers,
            change,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SILENCE,
            summary=text(change.locale, "building-change-stragglers"),
        )
