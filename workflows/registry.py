"""Every workflow a worker serves."""

from workflows.complaint import ComplaintWorkflow
from workflows.follow_up_call import FollowUpCallWorkflow
from workflows.lending import LendingWorkflow
from workflows.pre_handover import PreHandoverWorkflow
from workflows.privacy_request import PrivacyRequestWorkflow
from workflows.repair import RepairWorkflow
from workflows.upkeep.building_change import BuildingChangeWorkflow
from workflows.upkeep.enrolment import EnrolmentWorkflow
from workflows.upkeep.import_follow_up import ImportFollowUpWorkflow
from workflows.upkeep.reconciliation import ReconciliationWorkflow
from workflows.upkeep.retention import RetentionWorkflow

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
