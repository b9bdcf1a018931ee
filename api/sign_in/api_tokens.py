"""Tokens of other programs: shown once, narrow, and good for a while (P23)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.routing import (
    BODY,
    Cursor,
    Limit,
    Line,
    Moment,
    Page,
    Problem,
    Route,
    config_of,
    connection,
    page_of,
    principal_of,
    problems,
    read_cursor,
    same_names,
)
from api.sign_in.accounts import RoleName
from domain.access.roles import BUILT_IN
from services.sign_in.api_tokens import make_token, revoke_token
from store.database import queries
from store.rows.sign_in.tokens import ApiTokenRow

router = APIRouter(tags=["accounts"], route_class=Route)

_SCOPES = sorted(frozenset().union(*(role.permissions for role in BUILT_IN.values())))
_MOST_SCOPES = len(_SCOPES)
_CSRF = ("from-elsewhere", "csrf-token-needed")


def _known(scope: Any) -> Any:
    if not isinstance(scope, str) or scope not in _SCOPES:
        raise PydanticCustomError("huifang-choice", "no such permission", {"expected": ", ".join(_SCOPES)})
    return scope


Scope = Annotated[str, BeforeValidator(_known), WithJsonSchema({"type": "string", "enum": _SCOPES})]
TokenId = Annotated[
    str, Path(pattern=r"^K[0-9]{8,12}$", description="The token's id.", examples=["K00000001"])
]
_NEW: dict[str, Any] = {
    "name": "官网表单", "scopes": ["tickets.open"], "expires_at": "2027-06-30T00:00:00+08:00",
}  # fmt: skip
_SHOWN: dict[str, Any] = {
    "id": "K00000001", **_NEW, "role": "integration", "made_by": "U00000001", "revoked_at": None,
    "last_used_at": None, "created_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip


class NewToken(BaseModel):
    """A program that may call the API from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    name: Line = Field(max_length=100, description="Which program it is for.")
    scopes: list[Scope] = Field(min_length=1, max_length=_MOST_SCOPES, description="Permissions of the role.")
    expires_at: Moment
    role: RoleName = Field("integration", description="Decides how much of personal data it sees.")


class Token(BaseModel):
    """A program that may or might call the API."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str
    name: str
    role: str
    scopes: list[str]
    made_by: str = Field(description="The account that made it, or `settings`.")
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    created_at: datetime


class MadeToken(BaseModel):
    """A token with its secret, which is shown this one time."""

    token: Token
    secret: str = Field(examples=["hf_…"], description="Sent as `Authorization: Bearer …`.")


def _view(row: ApiTokenRow) -> Token:
    return Token(**same_names(Token, row))


@router.post(
    "/api-tokens",
    status_code=201,
    operation_id="makeToken",
    summary="Let a program call the API",
    responses=problems(*_CSRF, *BODY),
)
async def make(request: Request, response: Response, new: NewToken) -> MadeToken:
    """The secret is kept nowhere: who loses it makes another token."""
    principal = principal_of(request.scope)
    if principal is None:
        raise Problem("unauthorized")
    async with connection(request) as db:
        row, secret = await make_token(db, config_of(request).sign_in, **new.model_dump(), by=principal.id)
    response.headers["Cache-Control"] = "no-store"
    return MadeToken(token=_view(row), secret=secret)


@router.get("/api-tokens", operation_id="listTokens", summary="Tokens of programs", responses=problems())
async def listing(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Page[Token]:
    """One page, oldest first; revoked and expired ones too."""
    (after,) = read_cursor(request, "api-tokens", cursor, [""])
    async with connection(request) as db:
        rows = [row async for row in queries.api_tokens_page(db, after=after, most=limit + 1)]
    return page_of(request, "api-tokens", rows, limit, _view)


@router.delete(
    "/api-tokens/{token_id:id}",
    status_code=204,
    operation_id="revokeToken",
    summary="Let a program call the API no longer",
    responses=problems("no-such-token", *_CSRF),
)
async def revoke(request: Request, token_id: TokenId) -> None:
    """From the next request on."""
    principal = principal_of(request.scope)
    async with connection(request) as db:
        await revoke_token(db, token_id, by=principal.id if principal else None)
