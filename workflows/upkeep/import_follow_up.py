"""P1: the tickets follow an imported roster, whatever happens on the way."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.buildings.import_follow_up import ImportFollowUpActivities
    from activities.playbooks.enrolment import EnrolmentActivities
    from domain.buildings.changes import Enrol, Enrolled
    from domain.buildings.imports import ImportToFollow
    from texts import text

_LONGEST = timedelta(hours=12)
_SILENCE = timedelta(minutes=1)


@workflow.defn(name="ImportFollowUp")
class ImportFollowUpWorkflow:
    """P1: new numbers reach the tickets, new owners of a started sequence are enrolled, once per import."""

    @workflow.run
    async def run(self, order: ImportToFollow) -> Enrolled:
        """The result says how many tickets were started, running already, or had nothing ahead."""
        await workflow.execute_activity_method(
            ImportFollowUpActivities.tell_new_numbers,
            order,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SILENCE,
            summary=text(order.locale, "import-numbers"),
        )
        enrolled = await workflow.execute_activity_method(
            EnrolmentActivities.enrol_building,
            Enrol(order.building_id, locale=order.locale),
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SILENCE,
            summary=text(order.locale, "enrolment-start"),
        )
        await workflow.execute_activity_method(
            ImportFollowUpActivities.import_followed,
            order,
            start_to_close_timeout=_SILENCE,
            summary=text(order.locale, "import-followed"),
        )
        return enrolled
