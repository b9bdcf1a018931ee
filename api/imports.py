"""A roster from file to archive: read, merged and its report kept, all or nothing (P1)."""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from roster import (
    CONTENT_TYPES,
    Finding,
    RosterRow,
    Tally,
    findings,
    kind_of,
    read_roster,
    summary_text,
    write_report,
)
from store.database import queries
from store.imports import Staged
from store.imports import import_owners as merge_owners

_PROGRESS_EVERY = 1000


@dataclass(frozen=True)
class ImportResult:
    """What an import did; `problems` and `summary` are in the caller's language."""

    import_id: str
    summary: str
    counts: Mapping[str, int]
    problems: tuple[Finding, ...]
    report_name: str


async def import_owners(
    pool: Any,
    building_id: str,
    path: Path,
    *,
    file_name: str,
    locale: str,
    progress: Callable[[int], None] | None = None,
) -> ImportResult:
    """Import the roster at `path`; `progress` is told how many rows were read, from another thread.

    Raises roster.RosterUnreadable when the file as a whole cannot be read; nothing is changed then.
    """
    rows, tally = await asyncio.to_thread(_read, path, progress)
    content = await asyncio.to_thread(_report, path, rows, locale)
    summary, kind = tally.summary(), kind_of(path)
    name = f"{Path(file_name).stem}-report.{kind}"
    staged = (_staged(row) for row in rows if row.verdict == "accepted")
    async with pool.acquire() as db, db.transaction():
        merged = await merge_owners(db, building_id, staged)
        import_id = await queries.keep_import(
            db,
            building_id=building_id,
            summary=asdict(summary),
            report_name=name,
            content_type=CONTENT_TYPES[kind],
            report=content,
        )
    counts = {
        "accepted": summary.accepted,
        "merged": summary.merged,
        "rejected": summary.rejected,
        "new_customers": merged.customers,
        "new_ownerships": merged.ownerships,
        "changed_numbers": merged.numbers_changed,
    }
    found = tuple(finding for row in rows for finding in findings(row, locale))
    return ImportResult(import_id, summary_text(summary, locale), counts, found, name)


async def report(pool: Any, import_id: str) -> tuple[str, str, bytes] | None:
    """The name, content type and bytes of an import's report; None for an unknown import."""
    async with pool.acquire() as db:
        row = await queries.import_report(db, id=import_id)
    return None if row is None else (row["report_name"], row["content_type"], row["report"])


def _read(path: Path, progress: Callable[[int], None] | None) -> tuple[list[RosterRow], Tally]:
    rows, tally = [], Tally()
    for row in read_roster(path):
        rows.append(row)
        tally.add(row)
        if progress and tally.rows % _PROGRESS_EVERY == 0:
            progress(tally.rows)
    return rows, tally


def _report(path: Path, rows: list[RosterRow], locale: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="huifang-report-") as folder:
        target = Path(folder) / "report"
        write_report(path, rows, target, locale)
        return target.read_bytes()


def _staged(row: RosterRow) -> Staged:
    owner = row.owner
    if owner is None:
        raise ValueError("an accepted row has an owner")
    return (
        owner.name, owner.phone, list(owner.other_phones), owner.block, owner.unit, owner.room,
        owner.area, owner.handover_date, owner.note,
    )  # fmt: skip
