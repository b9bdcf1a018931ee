"""Every workflow a worker serves: that of each playbook, and those of upkeep."""

from importlib import import_module

from domain.playbooks.registry import PLAYBOOKS
from workflows.upkeep.building_change import BuildingChangeWorkflow
from workflows.upkeep.enrolment import EnrolmentWorkflow
from workflows.upkeep.import_follow_up import ImportFollowUpWorkflow
from workflows.upkeep.reconciliation import ReconciliationWorkflow
from workflows.upkeep.retention import RetentionWorkflow
from workflows.upkeep.ringing import RingCustomerWorkflow


def _of_playbook(module: str, name: str) -> type:
    """The workflow of a playbook is found by its name; the checker says when there is none."""
    workflow: type = getattr(import_module(f"workflows.{module}"), f"{name}Workflow")
    return workflow


WORKFLOWS: list[type] = [
    *(_of_playbook(each.module, each.name) for each in PLAYBOOKS),
    EnrolmentWorkflow,
    BuildingChangeWorkflow,
    ImportFollowUpWorkflow,
    ReconciliationWorkflow,
    RetentionWorkflow,
    RingCustomerWorkflow,
]
