"""A database of the release before knows to whom its files are open, as if it had been kept all along."""

import asyncio

import asyncpg

from store.keys import open_keyring
from store.migrate import migrate
from tests.town.keys import MASTERS
from vault.values import Values

_ARCHIVE = """
INSERT INTO staff (id, name, phone, role) VALUES
  ('S1', '{s1}', '{s1}', 'agent'), ('S2', '{s2}', '{s2}', 'salesperson'), ('S3', '{s3}', '{s3}', 'agent');
INSERT INTO customers (id, name, phone, agent_id, added_by, merged_into) VALUES
  ('C1', '{c1}', '{c1}', 'S1', 'S2', NULL), ('C2', '{c2}', '{c2}', NULL, 'S3', NULL),
  ('C3', '{c3}', '{c3}', NULL, NULL, 'C2'), ('C4', '{c4}', '{c4}', NULL, NULL, NULL);
INSERT INTO pre_sales (customer_id, stage, salesperson_id, updated_by) VALUES ('C2', 'potential', 'S2', 'S2');
INSERT INTO tickets
  (id, kind, stage, close_reason, customer_id, agent_id, version, opened_at, updated_at) VALUES
  ('repair-1', 'Repair', 'crew', NULL, 'C3', 'S1', 1, now(), now()),
  ('repair-2', 'Repair', 'closed', 'done', 'C4', 'S1', 1, now(), now() - interval '3 days'),
  ('repair-3', 'Repair', 'closed', 'withdrawn', 'C4', 'S3', 1, now(), now()),
  ('lending-1', 'Lending', 'lent', NULL, 'C4', 'S2', 1, now(), now());
INSERT INTO loans (id, customer_id, borrower_id, asked_until, granted_at, until)
  VALUES ('lending-1', 'C4', 'S2', now(), now(), now() + interval '1 day');
"""
_KEPT = "SELECT file_id, who, last, lent_until FROM open_files ORDER BY file_id, who"


async def test_the_files_of_the_release_before(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, MASTERS, "0041")
    sealed = Values(await open_keyring(empty, MASTERS))
    people = ("s1", "s2", "s3", "c1", "c2", "c3", "c4")
    plain = await asyncpg.connect(empty)
    try:
        numbers = {name: "\\x" + sealed.seal(f"+861990009000{n}").hex() for n, name in enumerate(people, 1)}
        await plain.execute(_ARCHIVE.format(**numbers))
        await asyncio.to_thread(migrate, empty, MASTERS)
        filled = await plain.fetch(_KEPT)
        await plain.execute("DELETE FROM open_files")
        await plain.execute("SELECT open_anew(array_agg(id)) FROM customers")
        assert filled == await plain.fetch(_KEPT)
        assert {(row["file_id"], row["who"]) for row in filled} == {
            ("C1", "S1"),
            ("C1", "S2"),
            ("C2", "S1"),
            ("C2", "S2"),
            ("C3", "S1"),
            ("C3", "S2"),
            ("C4", "S1"),
            ("C4", "S2"),
        }
    finally:
        await plain.close()
