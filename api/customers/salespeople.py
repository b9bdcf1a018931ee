"""Who writes into files, as the services are told; a refusal to assign customers is in the log (P23)."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from api.routing import principal_of, recorded_by, refused
from domain.access.roles import Reach
from services.customers.salespeople import Recorder
from services.refused import Refused

_ASSIGN = "customers.assign"
"""The permission to say whose customer somebody is."""


def recorder(request: Request) -> Recorder:
    """Whoever asks."""
    principal, by = principal_of(request.scope), recorded_by(request)
    if principal is None:
        return Recorder(by)
    return Recorder(
        by,
        principal.staff_id,
        may_assign=principal.may(_ASSIGN),
        own_alone=principal.role.reach is Reach.OWN,
    )


@contextmanager
def logging_refusal(request: Request, operation: str) -> Iterator[None]:
    """Raises Problem `not-allowed` where the block refuses that, once it is in the log."""
    try:
        yield
    except Refused as refusal:
        principal = principal_of(request.scope)
        if refusal.code != "not-allowed" or principal is None:
            raise
        raise refused(request, principal, operation, (_ASSIGN,)) from None
