"""Findings in words: what is wrong with a row or a file, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from roster.cells import plain
from roster.rows import Problem, RosterRow, RosterUnreadable, Summary, Verdict
from texts.catalogue import LOCALES, text


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one row as a person reads it.

    `row` counts as the spreadsheet does, from 1; 0 is no row of the file, and `column` then the flat.
    """

    row: int
    column: str
    problem: str
    action: str
    verdict: Verdict
    sheet: str = ""
    """"" in a CSV file."""


def findings(row: RosterRow, locale: str) -> tuple[Finding, ...]:
    """The row's problems and notices, in words."""
    return tuple(
        Finding(
            row.line,
            problem.column,
            problem_text(problem, locale),
            action(problem, locale),
            row.verdict,
            row.sheet,
        )
        for problem in row.problems
    )


def problem_text(problem: Problem, locale: str) -> str:
    """What is wrong."""
    return text(locale, f"roster-{problem.code}", **problem.values)


def action(problem: Problem, locale: str) -> str:
    """What to do about it."""
    return text(locale, f"roster-{problem.code}-action", **problem.values)


def verdict_text(verdict: Verdict, locale: str) -> str:
    """For the report's result column."""
    return text(locale, f"roster-verdict-{verdict}")


def row_text(row: RosterRow, locale: str) -> str:
    """For the report's problem column; "" when there is nothing to say."""
    return " ".join(
        text(
            locale,
            "roster-finding" if problem.column else "roster-finding-row",
            column=problem.column,
            problem=problem_text(problem, locale),
            action=action(problem, locale),
        )
        for problem in row.problems
    )


def summary_text(summary: Summary, locale: str) -> str:
    """How many rows ended how, in one sentence."""
    return text(
        locale,
        "roster-summary",
        rows=summary.rows,
        accepted=summary.accepted,
        merged=summary.merged,
        rejected=summary.rejected,
        passed=summary.passed,
    )


def changes_text(changes: Mapping[str, int], locale: str) -> str:
    """What an import changed; `changes` are the counts of `store.imports.Counts` by name."""
    return text(locale, "roster-changes", **changes)


def dates_text(rows: int, locale: str) -> str:
    """That so many rows give another handover date than the building's; "" for none."""
    return text(locale, "roster-dates", rows=rows) if rows else ""


def missing_text(flats: int, locale: str) -> str:
    """That so many flats of an earlier roster are not in this one; "" for none."""
    return text(locale, "roster-missing", flats=flats) if flats else ""


@cache
def report_headings() -> frozenset[str]:
    """The headings of the two columns that a report adds, in every language."""
    names = ("roster-result-heading", "roster-problem-heading")
    return frozenset(plain(text(locale, name)) for locale in LOCALES for name in names)


def report_name(file_name: str, kind: str, locale: str) -> str:
    """What the report of `file_name` is called; `kind` is "xlsx" or "csv"."""
    return f"{text(locale, 'roster-report-name', name=plain(Path(file_name).stem)[:100])}.{kind}"


def unreadable(error: RosterUnreadable, locale: str) -> str:
    """Why the file as a whole could not be read, and what to do."""
    values = dict(error.values)
    if "field" in values:
        values["column"] = text(locale, f"roster-field-{values.pop('field')}")
    return text(locale, f"roster-unreadable-{error.code}", **values)
