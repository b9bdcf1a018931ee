"""`huifang trail`, as an administrator calls it (P23)."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from store.trail import Look, Trail, head
from tests.town.keys import MASTER_KEYS
from tests.town.patience import LONG

_ROOT = Path(__file__).parents[2]
_SEVERAL = """
import contextlib, io, json, sys
from huifang.cli.app import app
answers = []
for words in json.loads(sys.argv[1]):
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(["trail", *words])
        except SystemExit as end:
            code = end.code or 0
    answers.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(answers))
"""


class Answer(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


def called(url: str, *commands: list[str], anchors: Path | None = None) -> list[Answer]:
    """Several commands in one process: it takes longer to start than they take."""
    environment = {"HUIFANG_DATABASE_URL": url, "HUIFANG_MASTER_KEYS": MASTER_KEYS, "HUIFANG_LOCALE": "en"}
    if anchors is not None:
        environment["HUIFANG_TRAIL_ANCHORS_FILE"] = str(anchors)
    command = [sys.executable, "-c", _SEVERAL, json.dumps(commands)]
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 0, done.stderr
    return [Answer(*answer) for answer in json.loads(done.stdout)]


async def test_verified_anchored_and_found_out(vault_url: str, vault_pool: Any) -> None:
    await Trail(vault_pool).keep(Look("file", "U00000001"), Look("owners", "U00000002"))
    async with vault_pool.acquire() as db:
        newest = await head(db)
    shown, whole, wrong = called(
        vault_url, ["head"], ["verify", "--from", str(newest)], ["verify", "--from", "seven:7"]
    )
    assert re.fullmatch(r"\d+:[0-9a-f]{64}\n", shown.out) and shown.out.strip() == str(newest)
    assert (whole.code, wrong.code) == (0, 2), whole.err
    assert "none changed" in whole.out and "number:mac" in wrong.err
    async with vault_pool.acquire() as db:
        await db.execute("ALTER TABLE trail DISABLE TRIGGER trail_is_appended_to")
        await db.execute("UPDATE trail SET account = 'U00000003' WHERE no = $1", newest.no)
    try:
        (broken,) = called(vault_url, ["verify"])
        assert broken.code == 1
        assert f"Row {newest.no} of the access trail was changed" in broken.err
    finally:
        async with vault_pool.acquire() as db:
            await db.execute("UPDATE trail SET account = 'U00000002' WHERE no = $1", newest.no)
            await db.execute("ALTER TABLE trail ENABLE TRIGGER trail_is_appended_to")


async def test_an_end_cut_off_since_last_time_is_found(
    vault_url: str, vault_pool: Any, tmp_path: Path
) -> None:
    """Whoever deletes the newest rows leaves a whole chain behind, which is shorter than it was."""
    anchors = tmp_path / "anchors"
    await Trail(vault_pool).keep(Look("file", "U00000001"), Look("owners", "U00000002"))
    whole, again = called(vault_url, ["verify"], ["verify"], anchors=anchors)
    assert (whole.code, again.code) == (0, 0), whole.err
    assert anchors.stat().st_mode & 0o077 == 0
    kept = anchors.read_text().splitlines()
    assert len(kept) == 2 and kept[0].split()[0] == kept[1].split()[0]
    async with vault_pool.acquire() as db:
        newest = await head(db)
        await db.execute("ALTER TABLE trail DISABLE TRIGGER trail_is_appended_to")
        await db.execute("DELETE FROM trail WHERE no = $1", newest.no)
    try:
        (cut,) = called(vault_url, ["verify"], anchors=anchors)
        assert cut.code == 1 and f"no row {newest.no}" in cut.err
        await Trail(vault_pool).keep(Look("file", "U00000003"))  # filled up again
        (replaced,) = called(vault_url, ["verify"], anchors=anchors)
        assert replaced.code == 1 and "does not match the anchor" in replaced.err
        assert len(anchors.read_text().splitlines()) == 2
        anchors.write_text("nonsense\n")
        (unreadable,) = called(vault_url, ["verify"], anchors=anchors)
        assert unreadable.code == 2 and "anchors" in unreadable.err
    finally:
        async with vault_pool.acquire() as db:
            await db.execute("ALTER TABLE trail ENABLE TRIGGER trail_is_appended_to")
