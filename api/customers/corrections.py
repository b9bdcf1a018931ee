"""Takes back what was recorded of an owner by mistake: a signature, a sale."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerId,
    Line,
    OwnershipId,
    Route,
    connection,
    problems,
    recorded_by,
)
from services.customers.corrections import take_back_sale, take_back_signature

router = APIRouter(tags=["customers"], route_class=Route)


class Correction(BaseModel):
    """Why the record was wrong."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "登记到了别的业主名下"}]}
    )

    reason: Line


@router.post(
    "/customers/{customer_id:id}:unsigned",
    status_code=204,
    operation_id="unsigned",
    summary="Take back a signature recorded by mistake",
    responses=problems("no-such-customer", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def unsigned(request: Request, customer_id: CustomerId, correction: Correction) -> None:
    """The reason goes to the timeline. Closed tickets stay closed: `POST /tickets` starts one again."""
    async with connection(request) as db:
        await take_back_signature(db, customer_id, reason=correction.reason, by=recorded_by(request))


@router.post(
    "/ownerships/{ownership_id:id}:owned",
    status_code=204,
    operation_id="owned",
    summary="Take back a sale recorded by mistake",
    responses=problems("no-such-ownership", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def owned(request: Request, ownership_id: OwnershipId, correction: Correction) -> None:
    """The reason goes to the timeline. The closed ticket stays closed: `POST /tickets` starts it again."""
    async with connection(request) as db:
        await take_back_sale(db, ownership_id, reason=correction.reason, by=recorded_by(request))
