"""What the roster import found, as the API says it."""

from pydantic import BaseModel, Field

from roster import Finding


class RowProblem(BaseModel):
    """What is wrong in one row, and what to do."""

    sheet: str = Field(description="The workbook's sheet; empty for a CSV file.")
    row: int = Field(
        description="As the spreadsheet counts, from 1; 0 is a flat of an earlier roster that this one lacks."
    )
    column: str = Field(description="The column's heading in the file, or that flat.")
    verdict: str = Field(description="What became of the row.", examples=["rejected"])
    problem: str
    action: str


def row_problem(finding: Finding) -> RowProblem:
    """One finding of the import, already in the caller's language."""
    return RowProblem(
        sheet=finding.sheet,
        row=finding.row,
        column=finding.column,
        verdict=finding.verdict,
        problem=finding.problem,
        action=finding.action,
    )
