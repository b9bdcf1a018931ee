"""What complaints can be classified as (P8)."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.routing import Route, config_of, locale_of, problems
from api.views.categories import category_name
from domain.playbooks.complaint_categories import Category

router = APIRouter(tags=["complaints"], route_class=Route)


class CategoryShown(BaseModel):
    """A branch with `parts`, or a category that the act `classify` takes."""

    code: str = Field(examples=["workmanship.leak"])
    name: str = Field(examples=["渗漏"])
    concerns: list[str] = Field(
        description="Kinds of department that hear of such a complaint when it ends, besides its own.",
        examples=[["construction"]],
    )
    parts: list[CategoryShown] = Field(default_factory=list)


class CategoryTree(BaseModel):
    """All of them."""

    items: list[CategoryShown]


@router.get(
    "/complaint-categories",
    operation_id="complaintCategories",
    summary="What complaints can be classified as",
    responses=problems(),
)
async def categories(request: Request) -> CategoryTree:
    """The company's own tree, else the one that comes with the product."""
    return CategoryTree(items=_shown(config_of(request).categories.tree, locale_of(request.scope)))


def _shown(tree: Sequence[Category], locale: str) -> list[CategoryShown]:
    return [
        CategoryShown(
            code=each.code,
            name=category_name(locale, each.code),
            concerns=list(each.concerns),
            parts=_shown(each.parts, locale),
        )
        for each in tree
    ]
