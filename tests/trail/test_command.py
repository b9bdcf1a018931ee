"""`huifang trail verify` and `head`, as an administrator calls them (P23)."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from store.trail import Look, Trail
from tests.keys import MASTER_KEYS

_ROOT = Path(__file__).parents[2]


def called(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"HUIFANG_DATABASE_URL": url, "HUIFANG_MASTER_KEYS": MASTER_KEYS, "HUIFANG_LOCALE": "en"}
    command = [sys.executable, "-m", "huifang.cli", "trail", *words]
    return subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=60)


async def test_verified_anchored_and_found_out(vault_url: str, vault_pool: Any) -> None:
    await Trail(vault_pool).keep(Look("file", "U00000001"), Look("owners", "U00000002"))
    anchor = called(vault_url, "head").stdout.strip()
    assert re.fullmatch(r"\d+:[0-9a-f]{64}", anchor)
    whole = called(vault_url, "verify", "--from", anchor)
    assert whole.returncode == 0 and "none changed" in whole.stdout, whole.stderr
    number = int(anchor.partition(":")[0])
    async with vault_pool.acquire() as db:
        await db.execute("ALTER TABLE trail DISABLE TRIGGER trail_is_appended_to")
        await db.execute("UPDATE trail SET account = 'U00000003' WHERE no = $1", number)
    try:
        broken = called(vault_url, "verify")
        assert broken.returncode == 1
        assert f"Row {number} of the access trail was changed" in broken.stderr
    finally:
        async with vault_pool.acquire() as db:
            await db.execute("UPDATE trail SET account = 'U00000002' WHERE no = $1", number)
            await db.execute("ALTER TABLE trail ENABLE TRIGGER trail_is_appended_to")


def test_an_anchor_that_is_none() -> None:
    wrong = called("postgresql://127.0.0.1:1/nowhere", "verify", "--from", "seven:7")
    assert wrong.returncode == 2
    assert "number:mac" in wrong.stderr
