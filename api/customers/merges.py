"""A person makes two files of one customer one, and can take it back (P22)."""

from datetime import datetime
from typing import Annotated, Any, Literal

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
    Route,
    config_of,
    connection,
    made_once,
    note_seen,
    page_of,
    problems,
    read_cursor,
    recorded_by,
    same_names,
)
from services.customers.merge_telling import tell_tickets
from services.customers.merging import Exchanged, merge_files, undo_merge
from store.database import Connection, present, queries
from store.rows.customers.merging import MergeWithMovesRow

router = APIRouter(tags=["duplicates"], route_class=Route)

Side = Literal["this", "other"]
_ASKED: dict[str, Any] = {"other": "C00000002", "keep": {"name": "this", "phone": "other"}}
_MERGE: dict[str, Any] = {
    "id": 1, "kept": "C00000001", "other": "C00000002", "exchanged": ["phone"], "filled": ["email"],
    "moved": {"ownerships": 1, "tickets": 2}, "by": "S00000004", "at": "2026-11-24T15:00:00+08:00",
    "undone_by": None, "undone_at": None,
}  # fmt: skip

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
    by, from_other = recorded_by(request), asked.keep.from_other()

    async def make(db: Connection) -> MergeWithMovesRow:
        merge_id = await merge_files(db, customer_id, asked.other, by=by, from_other=from_other)
        return present(await queries.get_merge(db, id=merge_id))

    row = await made_once(request, _merge, make)
    await _tell(request, row, undone=False)
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

    async def make(db: Connection) -> MergeWithMovesRow:
        await undo_merge(db, merge_id, by=recorded_by(request))
        return present(await queries.get_merge(db, id=merge_id))

    row = await made_once(request, _merge, make)
    await _tell(request, row, undone=True)
    return _view(row)


async def _merge(db: Connection, merge_id: str) -> MergeWithMovesRow | None:
    return await queries.get_merge(db, id=int(merge_id))


async def _tell(request: Request, row: MergeWithMovesRow, *, undone: bool) -> None:
    """Tickets hear of it now; where Temporal is away, the reconciler tells them."""
    config, customers = config_of(request), [row["kept"], row["other"]]
    await note_seen(request, customers, "file", merge=row["id"])
    await tell_tickets(config.backend, customers, config.locale, undone=undone)
