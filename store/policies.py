"""Policies as the jsonb that Postgres keeps."""

from typing import Any

from pydantic import TypeAdapter

from domain.playbooks.pre_handover_policy import PreHandoverPolicy

_POLICY = TypeAdapter(PreHandoverPolicy)


def policy_to_json(policy: PreHandoverPolicy) -> Any:
    """What `buildings.policy` holds."""
    return _POLICY.dump_python(policy, mode="json")


def policy_from_json(stored: Any) -> PreHandoverPolicy | None:
    """The policy a building's sequence was started with; None before it was."""
    return None if stored is None else _POLICY.validate_python(stored)
