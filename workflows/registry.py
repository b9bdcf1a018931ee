"""Every workflow a worker serves."""

from workflows.building_change import BuildingChangeWorkflow
from workflows.complaint import ComplaintWorkflow
from workflows.enrolment import EnrolmentWorkflow
from workflows.follow_up_call import FollowUpCallWorkflow
from workflows.import_follow_up import ImportFollowUpWorkflow
from workflows.lending import LendingWorkflow
from workflows.pre_handover import PreHandoverWorkflow
from workflows.privacy_request import PrivacyRequestWorkflow
from workflows.reconciliation import ReconciliationWorkflow
from workflows.repair import RepairWorkflow
from workflows.retention import RetentionWorkflow

WORKFLOWS: list[type] = [
    PreHandoverWorkflow,
    EnrolmentWorkflow,
    BuildingChangeWorkflow,
    ImportFollowUpWorkflow,
    ReconciliationWorkflow,
    RepairWorkflow,
    ComplaintWorkflow,
    FollowUpCallWorkflow,
    LendingWorkflow,
    PrivacyRequestWorkflow,
    RetentionWorkflow,
]
