"""Every workflow a worker serves."""

from workflows.building_change import BuildingChangeWorkflow
from workflows.enrolment import EnrolmentWorkflow
from workflows.import_follow_up import ImportFollowUpWorkflow
from workflows.pre_handover import PreHandoverWorkflow
from workflows.reconciliation import ReconciliationWorkflow

WORKFLOWS: list[type] = [
    PreHandoverWorkflow,
    EnrolmentWorkflow,
    BuildingChangeWorkflow,
    ImportFollowUpWorkflow,
    ReconciliationWorkflow,
]
