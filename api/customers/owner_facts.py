"""What an owner did: opted out, signed, sold, changed number."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerId,
    Line,
    OwnershipId,
    Problem,
    Route,
    config_of,
    masked,
    principal_of,
    problems,
    reaching_temporal,
    recorded_by,
    require_customer,
    require_ownership,
    require_temporal,
    system,
)
from services.customers.owner_facts import OwnerFacts
from services.customers.text_holds import resume_texts, tell_resumed
from services.numbers import require_mobile

router = APIRouter(tags=["customers"], route_class=Route)


class CustomerPatch(BaseModel):
    """What to change about a customer."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"phone": "199 0000 0003"}]})

    phone: Line = Field(
        max_length=40, description="The new mobile number; without a country code, one of mainland China."
    )


class Customer(BaseModel):
    """A customer after the change."""

    id: str = Field(examples=["C00000001"])
    phone: str = Field(examples=["199****0003"], description="Masked.")


@router.post(
    "/customers/{customer_id:id}:opt-out",
    status_code=204,
    operation_id="optOut",
    summary="Stop marketing to this owner's number",
    responses=problems("no-such-customer", *REPEATED),
    dependencies=[KEYED],
)
async def opt_out(request: Request, customer_id: CustomerId) -> None:
    """The number gets no marketing texts any more, for whichever flat and whichever person.

    It is written down even while Temporal cannot be reached (503): from then on nothing is sent.
    """
    await require_customer(request, customer_id)
    with system():
        async with reaching_temporal(config_of(request)):
            await _facts(request).opt_out(customer_id, "staff")


@router.post(
    "/customers/{customer_id:id}:signed",
    status_code=204,
    operation_id="signed",
    summary="The owner has signed a contract",
    responses=problems("no-such-customer", *REPEATED),
    dependencies=[KEYED],
)
async def signed(request: Request, customer_id: CustomerId) -> None:
    """The remaining messages are not sent."""
    await require_customer(request, customer_id)
    await require_temporal(config_of(request))
    with system():
        async with reaching_temporal(config_of(request)):
            await _facts(request).signed(customer_id)


@router.post(
    "/ownerships/{ownership_id:id}:sold",
    status_code=204,
    operation_id="sold",
    summary="The flat has been sold on",
    responses=problems("no-such-ownership", *REPEATED),
    dependencies=[KEYED],
)
async def sold(request: Request, ownership_id: OwnershipId) -> None:
    """The remaining messages for this flat are not sent."""
    await require_ownership(request, ownership_id)
    await require_temporal(config_of(request))
    with system():
        async with reaching_temporal(config_of(request)):
            await _facts(request).sold(ownership_id)


@router.post(
    "/ownerships/{ownership_id:id}:resume-texts",
    status_code=204,
    operation_id="resumeTexts",
    summary="The owner may be written to",
    responses=problems("no-such-ownership", *REPEATED),
    dependencies=[KEYED],
)
async def resume(request: Request, ownership_id: OwnershipId) -> None:
    """Answers what an import or a reply asked: texts that were held are sent while they still apply."""
    await require_ownership(request, ownership_id)
    config = config_of(request)
    with system():
        tickets = await resume_texts(config.pool, ownership_id, by=recorded_by(request))
        await tell_resumed(config.backend, tickets)


@router.patch(
    "/customers/{customer_id:id}",
    operation_id="changeNumber",
    summary="Change a customer's mobile number",
    responses=problems(
        "no-such-customer", "number-taken", "customer-erased", "only-lent", "named-person", *BODY
    ),
)
async def change_number(request: Request, customer_id: CustomerId, patch: CustomerPatch) -> Customer:
    """What is still to be sent goes to the new number; a signing link only once it is a few days old (P8).

    Done by a named person: no program changes numbers.
    """
    by = _named(request)
    phone = require_mobile(patch.phone)
    await require_customer(request, customer_id)
    await require_temporal(config_of(request))
    with system():
        async with reaching_temporal(config_of(request)):
            await _facts(request).change_number(customer_id, phone, by=by)
    return Customer(id=customer_id, phone=masked(phone))


def _named(request: Request) -> str:
    """Who changes it. The token of the settings stands there as what it is."""
    principal = principal_of(request.scope)
    if principal is not None and principal.via == "settings":
        return principal.id
    if principal is None or principal.staff_id is None:
        raise Problem("named-person")
    return principal.staff_id


def _facts(request: Request) -> OwnerFacts:
    config = config_of(request)
    return OwnerFacts.on(config.backend, config.locale)
