"""Archives of invented companies at size, kept between runs in a folder that git ignores."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from huifang.local.credentials import credentials
from huifang.local.embedded.postgres import EmbeddedPostgres
from store.database import Connection, prepare
from store.keys import open_keyring
from store.migrate import migrate
from vault.keyring import Keyring
from vault.master_keys import MasterKeys
from vault.tokens import digest
from vault.values import Hidden

KEPT = Path(__file__).parents[2] / ".huifang" / "bench"
"""Delete it to have the archives made anew."""
SIZES = (10_000, 100_000, 1_000_000)
"""Tickets; three customers for ten of them."""
AGENTS, CREWS, DEPARTMENTS, SALESPEOPLE = 33, 40, 6, 6
_FILL = Path(__file__).parent / "fill.sql"
_FIRST_NUMBER = 19_900_000_000
_SHARED = 50
"""One customer in so many has the number of another."""
_BLOCKS, _UNITS, _ROOMS = 40, 2, 60
ROLES = (
    ("agent", "S00000001", None, None),
    ("shift_lead", "S00000002", None, None),
    ("salesperson", f"S{AGENTS + 1:08d}", None, None),
    ("department_head", f"S{AGENTS + SALESPEOPLE + 1:08d}", "D000001", None),
    ("crew", f"S{AGENTS + SALESPEOPLE + DEPARTMENTS + 1:08d}", None, "W00000001"),
    ("service_supervisor", f"S{AGENTS + SALESPEOPLE + DEPARTMENTS + CREWS + 1:08d}", None, None),
    ("manager", f"S{AGENTS + SALESPEOPLE + DEPARTMENTS + CREWS + 2:08d}", None, None),
)


@dataclass(frozen=True)
class Archive:
    """One that is filled."""

    tickets: int
    database_url: str
    master_keys: str

    @property
    def customers(self) -> int:
        """How many there are."""
        return self.tickets * 3 // 10


def secret_of(role: str) -> str:
    """Of the session in which somebody of the role is signed in; nobody but this benchmark has it."""
    return hashlib.sha256(f"bench {role}".encode()).hexdigest()


def number_of(customer: int) -> str:
    """The number of the customer with this number in its id."""
    return f"+86{_FIRST_NUMBER + (customer - 1 if customer % _SHARED == 0 else customer)}"


def name_of(customer: int) -> str:
    """As above."""
    return f"测试业主{customer}"


@asynccontextmanager
async def archives(sizes: tuple[int, ...] = SIZES) -> AsyncIterator[list[Archive]]:
    """Filled and at the newest schema, on one server that runs as long as the block."""
    KEPT.mkdir(parents=True, exist_ok=True)
    KEPT.chmod(0o755)  # as root, Postgres runs as another user
    postgres = EmbeddedPostgres(KEPT)
    url = await postgres.start()
    try:
        yield [await _filled(url, tickets) for tickets in sizes]
    finally:
        await postgres.stop()


async def _filled(server: str, tickets: int) -> Archive:
    keys = credentials(KEPT).master_keys
    masters = MasterKeys.parse(keys)
    name = f"archive_{tickets}"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    admin = await asyncpg.connect(server)
    try:
        if not await _is_whole(admin, name):
            await admin.execute(f"DROP DATABASE IF EXISTS {name}")
            await admin.execute(f"CREATE DATABASE {name}")
            await asyncio.to_thread(migrate, url, masters)
            await _fill(url, await open_keyring(url, masters), tickets)
            await admin.execute(f"COMMENT ON DATABASE {name} IS '{_mark()}'")
        else:
            await asyncio.to_thread(migrate, url, masters)
    finally:
        await admin.close()
    return Archive(tickets, url, keys)


def _mark() -> str:
    """Of what an archive is made by: another one is made anew."""
    return hashlib.sha256(Path(__file__).read_bytes() + _FILL.read_bytes()).hexdigest()


async def _is_whole(admin: Connection, name: str) -> bool:
    said = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1"
    return bool(await admin.fetchval(said, name) == _mark())


async def _fill(url: str, keyring: Keyring, tickets: int) -> None:
    db = await asyncpg.connect(url)
    try:
        await prepare(db, keyring)
        await db.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        await _people(db, tickets * 3 // 10)
        await _staff(db)
        sql = _FILL.read_text("utf-8")
        for name, value in (
            ("tickets", tickets),
            ("agents", AGENTS),
            ("crews", CREWS),
            ("departments", DEPARTMENTS),
        ):
            sql = sql.replace(f":{name}", str(value))
        await db.execute(sql)
        await db.execute("VACUUM ANALYZE")
    finally:
        await db.close()


async def _people(db: Connection, customers: int) -> None:
    await db.execute(
        "CREATE TEMP TABLE people (n bigint PRIMARY KEY, name bytea, phone bytea, contract bytea)"
    )
    await db.copy_records_to_table(
        "people",
        records=(
            (n, name_of(n), number_of(n), f"HT-{n}" if n % 5 == 0 else None) for n in range(1, customers + 1)
        ),
    )
    await db.execute("CREATE TEMP TABLE sealed (what text, n bigint, value bytea)")
    parts = [("block", _BLOCKS, "{}栋"), ("unit", _UNITS, "{}单元"), ("room", _ROOMS, "{}01")]
    rows = [(what, n, form.format(n + 1)) for what, many, form in parts for n in range(many)]
    said = Hidden("示例文字，和真的一样长：厨房水槽下面漏水，请尽快安排师傅上门。")
    await db.copy_records_to_table(
        "sealed", records=[*rows, ("report", 0, {"what": said}), ("text", 0, said)]
    )


async def _staff(db: Connection) -> None:
    """Agents first, then salespeople, heads, crews' leaders, who sees all; one of each role is signed in."""
    roles = ["agent"] * AGENTS + ["salesperson"] * SALESPEOPLE + ["department_head"] * DEPARTMENTS
    roles += ["crew_leader"] * CREWS + ["service_supervisor", "manager"]
    heads, leaders = AGENTS + SALESPEOPLE, AGENTS + SALESPEOPLE + DEPARTMENTS
    for n in range(1, DEPARTMENTS + 1):
        await db.execute(
            "INSERT INTO departments (id, name, kind, head_id) VALUES ($1, $2, 'engineering', $3)",
            f"D{n:06d}",
            f"工程{n}部",
            f"S{heads + n:08d}",
        )
    for n in range(1, CREWS + 1):
        await db.execute(
            "INSERT INTO crews (id, name, leader_id, trades) VALUES ($1, $2, $3, ARRAY['plumbing'])",
            f"W{n:08d}",
            f"水电{n}队",
            f"S{leaders + n:08d}",
        )
    for n, role in enumerate(roles, 1):
        await db.execute(
            "INSERT INTO staff (id, name, phone, role) VALUES ($1, $2, $3, $4)",
            f"S{n:08d}",
            f"测试{n}",
            f"+86{19900100000 + n}",
            role,
        )
    for n, (role, staff, department, crew) in enumerate(ROLES, 1):
        await db.execute(
            "INSERT INTO accounts (id, login, staff_id, role) VALUES ($1, $2, $3, $4)",
            f"U{n:08d}",
            role,
            staff,
            role,
        )
        await db.execute(
            "UPDATE staff SET department_id = $2, crew_id = $3 WHERE id = $1", staff, department, crew
        )
        await db.execute(
            "INSERT INTO sessions (secret, account_id, by, expires_at, seen_at) "
            "VALUES ($1, $2, 'provider', now() + interval '10 years', now() + interval '10 years')",
            digest(secret_of(role)),
            f"U{n:08d}",
        )
