"""A roster from file to archive: read, merged, and what was wrong with it kept, all or nothing (P1)."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from roster import (
    CONTENT_TYPES,
    Problem,
    RosterRow,
    Tally,
    changes_text,
    dates_text,
    kind_of,
    missing_text,
    read_lines,
    report_name,
    summary_text,
    write_problem_rows,
)
from services.buildings.buildings import open_building
from services.buildings.roster_findings import OTHER_DATE, Findings
from store.database import Connection, Pool
from store.imports import Merged, Report, StagedOwner, find_report, import_rows, keep_import

_BATCH = 1000
MISSING = "not-on-roster"
"""What is said of a flat that an earlier roster had and this one leaves out."""
_FIELDS = {"number-kept": "phone", "name-kept": "name", OTHER_DATE: "date"}
"""Which field a notice of the archive is about, where it is not the flat."""
_KINDS: dict[str, Literal["owner", "repeat"]] = {"accepted": "owner", "merged": "repeat"}


@dataclass(frozen=True)
class ImportResult:
    """What an import did; `problems` and `summary` are in the caller's language.

    `counts` are rows by verdict (accepted, merged, rejected, passed_over) and what `store.imports.Counts`
    names.
    """

    import_id: str
    summary: str
    counts: Mapping[str, int]
    problems: Findings
    report_name: str
    to_follow: bool
    """Whether tickets have to follow: the sequence is started already, or somebody's number changed."""
    enrols: bool
    """Whether new owners join a sequence that is started already."""
    rows: Sequence[RosterRow]
    """What became of each row, without what it said."""


async def import_roster(
    pool: Pool,
    building_id: str,
    path: Path,
    *,
    file_name: str,
    locale: str,
    progress: Callable[[int], None] | None = None,
) -> ImportResult:
    """Import the roster at `path` into a building of the archive, in one transaction.

    The file is read in a thread, a batch at a time; `progress` is told how many rows have been read. The
    same file again changes nothing. Raises roster.RosterUnreadable when the file as a whole cannot be read;
    refuses `no-such-building`, `building-cancelled`.
    """
    reading = _Reading(path)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="roster") as thread:
        staged = _streamed(reading, thread, progress)
        # The first batch before the transaction: a file that cannot be read costs no connection.
        first: list[StagedOwner] = await anext(staged, [])
        async with pool.acquire() as db, db.transaction():
            await open_building(db, building_id)
            merged = await import_rows(db, building_id, _flat(first, staged))
            reading.add_notices(merged)
            in_file = [row for row in reading.rows if row.line]
            report = await asyncio.to_thread(write_problem_rows, path, in_file, locale)
            return await _keep(db, building_id, path, file_name, locale, reading, merged, report)


async def report(db: Connection, import_id: str) -> Report | None:
    """The rows of an import that have problems, names and numbers covered; None for an unknown import."""
    return await find_report(db, import_id)


async def _keep(
    db: Connection,
    building_id: str,
    path: Path,
    file_name: str,
    locale: str,
    reading: "_Reading",
    merged: Merged,
    report: bytes,
) -> ImportResult:
    summary, kind, changes = reading.tally.summary(), kind_of(path), asdict(merged.counts)
    name = report_name(file_name, kind, locale)
    kept = await keep_import(
        db,
        building_id,
        file_name=Path(name).name if not file_name.isprintable() else file_name,
        sha256=await asyncio.to_thread(_fingerprint, path),
        summary=asdict(summary) | changes,
        report=report,
        report_name=name,
        content_type=CONTENT_TYPES[kind],
        problem_rows=sum(1 for row in reading.rows if row.problems),
        changed_numbers=merged.counts.changed_numbers > 0,
    )
    rows = {
        "accepted": summary.accepted,
        "merged": summary.merged,
        "rejected": summary.rejected,
        "passed_over": summary.passed,
    }
    sentences = (
        summary_text(summary, locale),
        changes_text(changes, locale),
        missing_text(summary.problems.get(MISSING, 0), locale),
        dates_text(summary.problems.get(OTHER_DATE, 0), locale),
    )
    said = " ".join(filter(None, sentences))
    problems = Findings(reading.rows, locale)
    return ImportResult(
        kept.id, said, rows | changes, problems, name, kept.to_follow, kept.enrols, reading.rows
    )


class _Reading:
    """One pass over a roster: hands the owners on and keeps of each row only what became of it."""

    def __init__(self, path: Path) -> None:
        self.rows: list[RosterRow] = []
        self.tally = Tally()
        self.owners = self._owners(path)

    def _owners(self, path: Path) -> Iterator[StagedOwner]:
        for row in read_lines(path):
            self.tally.add(row)
            self.rows.append(replace(row, owner=None, aside={}) if row.owner or row.aside else row)
            if row.owner:
                yield _staged(len(self.rows) - 1, row)
            elif row.flat:
                yield _mentioned(len(self.rows) - 1, row.flat)

    def add_notices(self, merged: Merged) -> None:
        """What the archive had to say about rows, beside what the file itself did."""
        for position, code in merged.notices:
            self.rows[position] = self.rows[position].noted(_FIELDS.get(code, "room"), code)
            self.tally.note(code)
        for place in merged.missing:
            self.rows.append(RosterRow(0, "passed", None, (Problem(place, MISSING),)))
            self.tally.note(MISSING)


def _mentioned(position: int, flat: tuple[str, str, str]) -> StagedOwner:
    return StagedOwner(position, "mentioned", *flat, "", "", (), None, None, "")


def _staged(position: int, row: RosterRow) -> StagedOwner:
    owner = row.owner
    if owner is None:
        raise ValueError("a row without an owner is not imported")
    return StagedOwner(
        position,
        _KINDS.get(row.verdict, "returned"),
        owner.block,
        owner.unit,
        owner.room,
        owner.name,
        owner.phone,
        owner.other_phones,
        owner.area,
        owner.handover_date,
        owner.note,
        tuple(f"{hold.reason}/{hold.reach}" for hold in owner.holds),
    )


async def _streamed(
    reading: _Reading, thread: ThreadPoolExecutor, progress: Callable[[int], None] | None
) -> AsyncIterator[list[StagedOwner]]:
    loop = asyncio.get_running_loop()
    while batch := await loop.run_in_executor(thread, lambda: list(islice(reading.owners, _BATCH))):
        if progress:
            progress(reading.tally.rows)
        yield batch
    if progress:
        progress(reading.tally.rows)


async def _flat(
    first: list[StagedOwner], rest: AsyncIterator[list[StagedOwner]]
) -> AsyncIterator[StagedOwner]:
    for owner in first:
        yield owner
    async for batch in rest:
        for owner in batch:
            yield owner


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
