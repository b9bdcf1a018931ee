"""SQL functions and row policies are made anew by every migration run, as `store/functions/` has them."""

import asyncio
from pathlib import Path

import asyncpg

from store.functions import ORDER
from store.functions.kinds import kinds_sql
from store.migrate import migrate
from tests.town.databases import migrated_database
from tests.town.keys import MASTERS

_FOLDER = Path(__file__).parents[2] / "store" / "functions"
_ROUTINES = """
SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_POLICIES = """
SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2
"""
_GUARDED = "SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1"


def test_every_file_has_its_place() -> None:
    assert sorted(ORDER) == sorted(path.stem for path in _FOLDER.glob("*.sql"))


async def test_every_function_of_the_database_stands_there(database_url: str) -> None:
    texts = "\n".join([kinds_sql(), *(path.read_text(encoding="utf-8") for path in _FOLDER.glob("*.sql"))])
    async with migrated_database(database_url) as url:
        db = await asyncpg.connect(url)
        names = {row[0] for row in await db.fetch(_ROUTINES)}
        await db.close()
    assert len(names) > 30
    assert not [name for name in names if f"CREATE OR REPLACE FUNCTION {name}(" not in texts
                and f"CREATE OR REPLACE PROCEDURE {name}(" not in texts]  # fmt: skip


async def test_what_was_changed_by_hand_is_as_it_should_be_after_the_next_run(database_url: str) -> None:
    async with migrated_database(database_url) as url:
        db = await asyncpg.connect(url)
        policies, guarded = await db.fetch(_POLICIES), await db.fetch(_GUARDED)
        await db.execute(
            "CREATE OR REPLACE FUNCTION person(customer text) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$"
        )
        await db.execute("ALTER POLICY asker ON customers USING (true)")
        await db.execute("DROP POLICY asker ON tickets")
        await db.execute("ALTER TABLE messages DISABLE ROW LEVEL SECURITY")
        assert await db.fetchval("SELECT person('C1')") == "x"
        await asyncio.to_thread(migrate, url, MASTERS)
        assert await db.fetchval("SELECT person('C1')") == "C1"
        assert await db.fetch(_POLICIES) == policies
        assert await db.fetch(_GUARDED) == guarded
        await db.close()


async def test_a_policy_that_stands_is_left_alone_and_locks_nobody_out(database_url: str) -> None:
    marks = "SELECT oid, xmin::text FROM pg_policy ORDER BY oid"
    async with migrated_database(database_url) as url:
        db = await asyncpg.connect(url)
        before = await db.fetch(marks)
        async with db.transaction():
            await db.execute("LOCK TABLE customers, tickets, messages IN ACCESS SHARE MODE")
            await asyncio.to_thread(migrate, url, MASTERS)
        assert await db.fetch(marks) == before
        await db.close()
