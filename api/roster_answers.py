"""What the roster import found, as the API says it."""

from typing import Any

from pydantic import BaseModel, Field

from api.wording import wording


class RowProblem(BaseModel):
    """What is wrong in one row, and what to do."""

    row: int = Field(description="As the spreadsheet counts, from 1.")
    column: str
    problem: str
    action: str


def row_problem(problem: Any, locale: str) -> RowProblem:
    """One problem of `api.imports.ImportResult`."""
    return RowProblem(row=problem.row, column=problem.column, problem=problem.problem, action=problem.action)


def unreadable(locale: str, error: Any) -> str:
    """Why the whole file could not be read, and what to do."""
    return wording(locale, "roster-unreadable", error.code)
