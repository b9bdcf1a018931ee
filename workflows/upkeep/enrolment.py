"""P1: every owner of a building is enrolled, whatever happens on the way."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.playbooks.enrolment import EnrolmentActivities
    from domain.buildings.changes import Enrol, Enrolled
    from texts import text

_LONGEST = timedelta(hours=12)
_SILENCE = timedelta(minutes=1)


@workflow.defn(name="Enrolment")
class EnrolmentWorkflow:
    """P1: start a ticket for each owner of the building who has a message ahead."""

    @workflow.run
    async def run(self, order: Enrol) -> Enrolled:
        """Page by page; the result says how many were started, running already, or had nothing ahead."""
        enrolled = await workflow.execute_activity_method(
            EnrolmentActivities.enrol_building,
            order,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SILENCE,
            summary=text(order.locale, "enrolment-start"),
        )
        workflow.set_current_details(
            text(
                order.locale,
                "enrolment-done",
                started=enrolled.started,
                running=enrolled.running,
                nothing=enrolled.nothing_ahead,
            )
        )
        return enrolled
