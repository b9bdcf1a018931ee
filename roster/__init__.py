"""Reads developers' rosters of owners as they come: .xlsx and .csv, messy, each row with its verdict."""

from roster.cells import harmless_cell
from roster.problem_rows import write_problem_rows
from roster.reading import read_lines, read_roster
from roster.report import CONTENT_TYPES, write_report
from roster.rows import OwnerLine, Problem, RosterRow, RosterUnreadable, Summary, Tally, Verdict
from roster.source import kind_of
from roster.wording import (
    Finding,
    changes_text,
    dates_text,
    findings,
    missing_text,
    report_name,
    summary_text,
    unreadable,
)

__all__ = [
    "CONTENT_TYPES",
    "Finding",
    "OwnerLine",
    "Problem",
    "RosterRow",
    "RosterUnreadable",
    "Summary",
    "Tally",
    "Verdict",
    "changes_text",
    "dates_text",
    "findings",
    "harmless_cell",
    "kind_of",
    "missing_text",
    "read_lines",
    "read_roster",
    "report_name",
    "summary_text",
    "unreadable",
    "write_problem_rows",
    "write_report",
]
