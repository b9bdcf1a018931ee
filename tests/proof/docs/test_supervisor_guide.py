"""The commands of docs/supervisor.zh-CN.md, run as they stand on one of the example rosters."""

import asyncio
import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.town.api import TOKEN
from tests.town.patience import LONG

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "supervisor.zh-CN.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
SEQUENCE, DELAY = timedelta(days=45), timedelta(days=14)


def blocks() -> list[str]:
    """Ahead of today, whenever that is; otherwise as they are written."""
    given = DOCUMENT.read_text("utf-8")
    handover = date.today() + SEQUENCE
    for written, meant in zip(
        sorted(set(re.findall(r"20\d\d-\d\d-\d\d", given))), (handover, handover + DELAY), strict=True
    ):
        given = given.replace(written, meant.isoformat())
    return BLOCK.findall(given)


async def typed(api: Any, folder: Path, *commands: str, **known: str) -> str:
    """What the terminal shows. A command that is refused ends it."""
    script = "".join(commands).replace("curl -s ", "curl -s --fail-with-body --noproxy '*' -w '\\n' ")
    shell = await asyncio.create_subprocess_exec(
        "bash", "-e", "-o", "pipefail", "-c", script, cwd=folder,
        env={"API": api.url.rstrip("/"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | known,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(shell.communicate(), LONG)
    assert shell.returncode == 0, output.decode()
    return output.decode()


async def test_the_commands_do_what_they_say(api: Any, tmp_path: Path) -> None:
    (tmp_path / "authorization.txt").write_text(f"Authorization: Bearer {TOKEN}\n", encoding="utf-8")
    shutil.copy(ROOT / "examples" / "owners-demo.csv", tmp_path / "业主名单.csv")
    written = blocks()
    follow = next(number for number, block in enumerate(written) if "$OWNERSHIP" in block)
    begin = next(number for number, block in enumerate(written) if "/pre-handover --json" in block)

    await typed(api, tmp_path, *written[: begin + 1], 'echo "$BUILDING" > building')
    building = (tmp_path / "building").read_text().strip()
    assert "导入 9 行" in json.loads((tmp_path / "导入结果.json").read_text("utf-8"))["summary"]
    assert "问题与处理办法" in (tmp_path / "导入报告.csv").read_text("utf-8-sig")
    await api.until(f"{building}/pre-handover", lambda now: now.json()["tickets"] == {"waiting": 9})

    known = {"BUILDING": building}
    progress, owners, tickets = (
        json.loads(line)
        for line in (await typed(api, tmp_path, *written[begin + 1 : follow], **known)).splitlines()
    )
    assert progress["owners"]["active"] == len(owners["items"]) == len(tickets["items"]) == 9
    one, other, third = owners["items"][0], owners["items"][1], owners["items"][2]

    async def on(owner: Any, wanted: str) -> None:
        """Every block with `wanted` in it, with this owner's ids."""
        ids = {"CUSTOMER": owner["customer_id"], "OWNERSHIP": owner["ownership_id"]}
        await typed(api, tmp_path, *(block for block in rest if wanted in block), **known, **ids)

    rest = written[follow:]
    await on(one, "/timeline")
    await on(one, "handover_date")
    moved = (date.today() + SEQUENCE + DELAY).isoformat()
    assert (await api.http.get(building)).json()["handover_date"] == moved
    await on(one, '"phone"')
    await on(one, ":signed")
    assert (await api.closed(one["ownership_id"]))["close_reason"] in ("signed", "sold")
    await on(one, ":unsigned")
    await on(one, '"kind": "PreHandover"')
    path = f"/tickets/{one['ticket_id']}"
    await api.until(path, lambda now: now.json()["stage"] == "waiting")
    await on(other, ":cancel")
    assert (await api.closed(other["ownership_id"]))["close_reason"] == "cancelled"
    await on(third, ":opt-out")
    assert (await api.closed(third["ownership_id"]))["close_reason"] == "opted_out"
    await on(one, '"cancelled"')
    assert (await api.closed(one["ownership_id"]))["close_reason"] == "building_cancelled"
    tried = (
        "/timeline",
        "handover_date",
        '"phone"',
        ":signed",
        ":unsigned",
        "PreHandover",
        ":cancel",
        ":opt-out",
    )
    assert [block for block in rest if not any(each in block for each in (*tried, '"cancelled"'))] == []
