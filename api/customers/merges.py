"""A person makes two files of one customer one, and can take it back (P22)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

import asyncpg
import structlog
from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    LARGEST_ID,
    REPEATED,
    Cursor,
    CustomerId,
    CustomerRef,
    Limit,
    Page,
    Problem,
    Route,
    config_of,
    connection,
    field_error,
    locale_of,
    made,
    note_seen,
    page_of,
    problems,
    reaching_temporal,
    read_cursor,
    recorded_by,
    remember,
    same_names,
    wording,
)
from services.customers.merge_telling import MergeTelling
from services.customers.owner_facts import OwnerFacts
from store.database import present, queries
from store.merging import CannotMerge, CannotUndo, Exchanged, merge, undo
from store.rows.customers.merging import MergeWithMovesRow

router = APIRouter(tags=["duplicates"], route_class=Route)

Side = Literal["this", "other"]
_CODES = {"unknown": "no-such-customer", "merged": "already-merged", "erased": "customer-erased"}
_ASKED: dict[str, Any] = {"other": "C00000002", "keep": {"name": "this", "phone": "other"}}
_MERGE: dict[str, Any] = {
    "id": 1, "kept": "C00000001", "other": "C00000002", "exchanged": ["phone"], "filled": ["email"],
    "moved": {"ownerships": 1, "tickets": 2}, "by": "S00000004", "at": "2026-11-24T15:00:00+08:00",
    "undone_by": None, "undone_at": None,
}  # fmt: skip
_log = structlog.get_logger("api")

MergeId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The merge's id.", examples=[1])]
CustomerFilter = Annotated[
    str | None,
    Query(pattern=r"^C[0-9]{8,12}$", description="Only merges of this customer.", examples=["C00000001"]),
]


class Keep(BaseModel):
    """Which value the file shows first where both have one; the other one is kept as well."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ASKED["keep"]]})

    name: Side = "this"
    phone: Side = "this"

    def from_other(self) -> list[Exchanged]:
        """What the file takes from the other one."""
        sides: dict[Exchanged, Side] = {"name": self.name, "phone": self.phone}
        return [name for name, side in sides.items() if side == "other"]


class Merging(BaseModel):
    """What becomes part of this file."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ASKED]})

    other: CustomerRef
    keep: Keep = Field(default_factory=Keep)


class Merge(BaseModel):
    """A merge, and what it moved."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MERGE]})

    id: int
    kept: str
    other: str = Field(description="Its id leads to the kept file.")
    exchanged: list[str] = Field(description="What the kept file took from the other, which got its own.")
    filled: list[str] = Field(description="What the kept file lacked and took over.")
    moved: dict[str, int] = Field(description="Records of each kind that followed.")
    by: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


def _view(row: MergeWithMovesRow) -> Merge:
    return Merge(**same_names(Merge, row) | {"moved": row["moved"] or {}})


@router.post(
    "/customers/{customer_id:id}:merge",
    operation_id="mergeCustomers",
    summary="Merge a duplicate into this file",
    responses=problems(
        "no-such-customer", "already-merged", "customer-erased", "number-taken", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)
async def merging(request: Request, customer_id: CustomerId, asked: Merging) -> Merge:
    """Everything of the other follows: flats, tickets that run, texts, calls, contracts, consents.

    An opt-out or a refusal of either holds for both. Recorded, and undone by `POST /merges/{id}:undo`.
    """
    if asked.other == customer_id:
        raise Problem("invalid", [field_error(request.scope, "body", "#/other", "other-customer")])
    from_other = asked.keep.from_other()
    async with connection(request) as db, db.transaction():
        earlier = made(request)
        if earlier is None:
            try:
                done = await merge(db, customer_id, asked.other, recorded_by(request), from_other)
            except CannotMerge as refused:
                raise Problem(_CODES[refused.code], customer=refused.customer_id) from None
            except asyncpg.UniqueViolationError:
                # Somebody else has the name of the one and the number of the other.
                raise Problem("number-taken") from None
            await remember(request, db, str(done.merge_id))
        row = present(await queries.get_merge(db, id=int(earlier) if earlier else done.merge_id))
    await note_seen(request, [row["kept"], row["other"]], "file", merge=row["id"])
    await _tell(request, [row["kept"], row["other"]], undone=False)
    return _view(row)


@router.get("/merges", operation_id="listMerges", summary="Merges, newest first", responses=problems())
async def listing(
    request: Request, customer: CustomerFilter = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[Merge]:
    """One page, those undone among them."""
    (before,) = read_cursor(request, "merges", cursor, [LARGEST_ID])
    async with connection(request) as db:
        found = queries.merges_page(db, customer_id=customer, before=before, most=limit + 1)
        rows = [row async for row in found]
    return page_of(request, "merges", rows, limit, _view)


@router.post(
    "/merges/{merge_id:id}:undo",
    operation_id="undoMerge",
    summary="Take a merge back",
    responses=problems("no-such-merge", "merge-undone", "merge-built-upon", "number-taken", *REPEATED),
    dependencies=[KEYED],
)
async def undoing(request: Request, merge_id: MergeId) -> Merge:
    """Both files as they were; what has come since to a ticket or flat of the other goes back with it.

    Refused, with what it is, when something that the merge put together was changed since.
    """
    async with connection(request) as db, db.transaction():
        if made(request) is None:
            try:
                done = await undo(db, merge_id, recorded_by(request))
            except CannotUndo as refused:
                raise _refusal(request, refused.what) from None
            except asyncpg.UniqueViolationError:
                raise Problem("number-taken") from None
            if done is None:
                raise Problem("no-such-merge")
            await remember(request, db, str(merge_id))
        row = present(await queries.get_merge(db, id=merge_id))
    await note_seen(request, [row["kept"], row["other"]], "file", merge=row["id"])
    await _tell(request, [row["kept"], row["other"]], undone=True)
    return _view(row)


def _refusal(request: Request, what: Iterable[str]) -> Problem:
    locale = locale_of(request.scope)
    named = list(dict.fromkeys(wording(locale, "merged-part", each) for each in what))
    return Problem("merge-built-upon", what="、".join(named)) if named else Problem("merge-undone")


async def _tell(request: Request, customers: list[str], *, undone: bool) -> None:
    """Tickets hear of it now; where Temporal is away, the reconciler tells them."""
    config = config_of(request)
    facts = OwnerFacts(config.pool, config.temporal, config.task_queue, config.locale)
    telling = MergeTelling(config.pool, config.temporal, facts)
    try:
        async with reaching_temporal(config):
            await (telling.tell_undone(customers) if undone else telling.tell(customers))
    except Exception as error:
        _log.warning("merge_not_told", customers=customers, error=type(error).__qualname__)
