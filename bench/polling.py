"""What systems that poll do: every so often they look for what has become due since the last look."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import asyncpg

_SETUP = """
CREATE TABLE polled_rungs (ticket_id text PRIMARY KEY, due_at timestamptz NOT NULL, told_at timestamptz);
CREATE INDEX ON polled_rungs (due_at) WHERE told_at IS NULL;
"""
_LOOK = "UPDATE polled_rungs SET told_at = clock_timestamp() WHERE told_at IS NULL AND due_at <= now()"


async def polled(
    database_url: str, due: Mapping[str, datetime], first: datetime, every: timedelta
) -> dict[str, datetime]:
    """When a look `every` so often after `first` finds each of the moments `due`.

    Found counts as told, though such systems too have to place the call then.
    """
    db = await asyncpg.connect(database_url)
    try:
        await db.execute(_SETUP)
        await db.copy_records_to_table("polled_rungs", records=[(*each, None) for each in due.items()])
        look, last = first, max(due.values())
        while look < last:
            look += every
            await asyncio.sleep((look - datetime.now(UTC)).total_seconds())
            await db.execute(_LOOK)
        return {row["ticket_id"]: row["told_at"] for row in await db.fetch("SELECT * FROM polled_rungs")}
    finally:
        await db.close()
