"""`huifang import-owners`: a roster into a building, with progress and report."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from huifang.cli import options
from huifang.cli.counting import counting
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import USAGE, Failure, told
from huifang.cli.running import run
from huifang.cli.wording import locale, out, say
from huifang.run.temporal_client import connect_options, connect_temporal
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from roster import write_report
from services.buildings.buildings import open_building
from services.buildings.import_follow_up import follow_import
from services.buildings.rosters import ImportResult, import_roster
from services.refused import Refused
from store.database import Pool, connect

_SHOWN = 20


def import_owners(
    file: Annotated[Path, typer.Argument(help=say("help-file"))],
    building: Annotated[str, typer.Option(help=say("help-building"))],
    save_report: Annotated[Path | None, typer.Option(help=say("help-save-report"))] = None,
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """Every row ends accepted, merged or rejected; the same file again changes nothing."""
    with told():
        if not file.is_file():
            raise Failure("no-such-file", USAGE, file=file)
        _can_save(file, save_report)
        run(_import(database_settings(data_dir), file, building, save_report))


def _can_save(roster: Path, report: Path | None) -> None:
    """Refuse before the import what could not be saved after it."""
    if report is None:
        return
    if report.suffix.lower() != roster.suffix.lower():
        raise Failure("report-kind", USAGE, kind=roster.suffix)
    if report.resolve() == roster.resolve():
        raise Failure("report-over-roster", USAGE)
    report.open("ab").close()


async def _import(settings: Settings, file: Path, building_id: str, save_to: Path | None) -> None:
    keys = await FreshKeys.open(settings)
    pool = await connect(str(settings.database_url), keys.keyring, size=2)
    try:
        await _open_building(pool, building_id)
        with counting("rows-read") as read:
            result = await import_roster(
                pool,
                building_id,
                file,
                file_name=file.name,
                locale=locale(),
                progress=read,
            )
        _show(result)
        await _save(file, result, save_to)
        if result.to_follow:
            await _follow(settings, keys, result, building_id)
    finally:
        await pool.close()


async def _open_building(pool: Pool, building_id: str) -> None:
    async with pool.acquire() as db:
        try:
            await open_building(db, building_id)
        except Refused as refused:
            raise Failure(refused.code, USAGE, building=building_id) from None


def _show(result: ImportResult) -> None:
    out.print(f"[bold]{result.summary}[/bold]")
    if not result.problems:
        return
    table = Table()
    for name in ("row", "column", "problem", "action"):
        # Chinese has no spaces to break at: folded, so that a narrow terminal shows what to do to its end.
        table.add_column(say(f"column-{name}"), overflow="fold")
    for finding in result.problems[:_SHOWN]:
        table.add_row(str(finding.row), finding.column, finding.problem, finding.action)
    out.print(table, soft_wrap=False)
    if len(result.problems) > _SHOWN:
        out.print(say("more-problems", count=len(result.problems) - _SHOWN))


async def _save(roster: Path, result: ImportResult, save_to: Path | None) -> None:
    """The whole file with its problems, made from the file at hand: none of it is kept."""
    if save_to is None:
        return
    await asyncio.to_thread(write_report, roster, result.rows, save_to, locale())
    out.print(say("report-saved", file=save_to))


async def _follow(settings: Settings, keys: FreshKeys, result: ImportResult, building_id: str) -> None:
    try:
        client = await connect_temporal(settings, keys)
    except RuntimeError:
        address = connect_options(settings)["target_host"]
        raise Failure("imported-not-enrolled", address=address) from None
    await follow_import(client, settings.task_queue, result.import_id, building_id, settings.locale)
    if result.enrols:
        out.print(say("enrolling"))
