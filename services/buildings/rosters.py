"""A roster from file to archive: read, merged and its report kept, all or nothing (P1)."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from roster import (
    CONTENT_TYPES,
    RosterRow,
    Tally,
    changes_text,
    dates_text,
    kind_of,
    read_roster,
    report_name,
    summary_text,
    write_report,
)
from services.buildings.buildings import open_building
from services.buildings.roster_findings import OTHER_DATE, Findings
from store.database import Connection, Pool
from store.imports import Merged, StagedOwner, find_report, import_rows, keep_import
from store.silence import BOUNDS, answers_within

_BATCH = 1000
_FIELDS = {"number-kept": "phone", OTHER_DATE: "date"}
"""Which field a notice of the archive is about, where it is not the flat."""
_KINDS: dict[str, Literal["owner", "repeat"]] = {"accepted": "owner", "merged": "repeat"}


@dataclass(frozen=True)
class ImportResult:
    """What an import did; `problems` and `summary` are in the caller's language.

    `counts` are rows by verdict (accepted, merged, rejected) and what `store.imports.Counts` names.
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
        with answers_within(BOUNDS.longest):
            async with pool.acquire() as db, db.transaction():
                await open_building(db, building_id)
                merged = await import_rows(db, building_id, _flat(first, staged))
                reading.add_notices(merged)
                report = await asyncio.to_thread(_report, path, reading.rows, locale)
                return await _keep(db, building_id, path, file_name, locale, reading, merged, report)


async def report(pool: Pool, import_id: str) -> tuple[str, str, bytes] | None:
    """The name, content type and bytes of an import's report; None for an unknown import."""
    async with pool.acquire() as db:
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
        changed_numbers=merged.counts.changed_numbers > 0,
    )
    rows = {"accepted": summary.accepted, "merged": summary.merged, "rejected": summary.rejected}
    sentences = (
        summary_text(summary, locale),
        changes_text(changes, locale),
        dates_text(summary.problems.get(OTHER_DATE, 0), locale),
    )
    said = " ".join(filter(None, sentences))
    problems = Findings(reading.rows, locale)
    return ImportResult(kept.id, said, rows | changes, problems, name, kept.to_follow, kept.enrols)


class _Reading:
    """One pass over a roster: hands the owners on and keeps of each row only what became of it."""

    def __init__(self, path: Path) -> None:
        self.rows: list[RosterRow] = []
        self.tally = Tally()
        self.owners = self._owners(path)

    def _owners(self, path: Path) -> Iterator[StagedOwner]:
        for row in read_roster(path):
            self.tally.add(row)
            self.rows.append(replace(row, owner=None) if row.owner else row)
            if row.owner:
                yield _staged(len(self.rows) - 1, row)

    def add_notices(self, merged: Merged) -> None:
        """What the archive had to say about rows, beside what the file itself did."""
        for position, code in merged.notices:
            self.rows[position] = self.rows[position].noted(_FIELDS.get(code, "room"), code)
            self.tally.note(code)


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


def _report(path: Path, rows: Sequence[RosterRow], locale: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="huifang-report-") as folder:
        target = Path(folder) / "report"
        write_report(path, rows, target, locale)
        return target.read_bytes()


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
