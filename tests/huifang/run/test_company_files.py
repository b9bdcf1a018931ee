"""The shipped example of a company's own files is started: by `up`, as the API, as the worker (F7)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.huifang.run.test_worker import settings as settings
from tests.town.commands import ROOT, Up
from tests.town.patience import LONG
from tests.town.ports import free_port
from tests.town.processes import API, started, worker

_EXAMPLE = ROOT / "examples" / "company"
_AHEAD = timedelta(days=45)
FILES = {
    "HUIFANG_POLICY_FILE": str(_EXAMPLE / "policy.toml"),
    "HUIFANG_TEXTS_DIR": str(_EXAMPLE),
    "HUIFANG_COMPLAINT_CATEGORIES_FILE": str(_EXAMPLE / "complaint-categories.toml"),
}


def of_the_company(api: httpx.Client) -> tuple[str, list[str]]:
    """The last text of a building's sequence, and how complaints are sorted."""

    def call(method: str, path: str, **body: Any) -> Any:
        answer = api.request(method, path, json=body or None)
        assert answer.is_success, answer.text
        return answer.json()

    handover = (datetime.now(UTC) + _AHEAD).date().isoformat()
    building = call("POST", "/buildings", name="示例·云湖", handover_date=handover)["id"]
    sequence = call("POST", f"/buildings/{building}/pre-handover", policy={})
    kinds = call("GET", "/complaint-categories")["items"]
    return sequence["messages"][-1]["step_name"], [each["name"] for each in kinds]


_ITS_OWN = ("交房前1天领钥匙提醒", ["施工质量", "园林", "其他"])


def test_up_takes_them(home: Path) -> None:
    with Up(home / "company").running(**FILES) as running:
        assert of_the_company(running.api) == _ITS_OWN


async def test_the_worker_takes_them(settings: dict[str, str]) -> None:
    async with worker(settings | FILES) as running:
        await running.says("worker_ready")
        assert await running.stop() == 0


async def test_the_api_takes_them(settings: dict[str, str]) -> None:
    port, token = free_port(), "test-token"
    asked = {"HUIFANG_API_PORT": str(port), "HUIFANG_API_TOKEN": token}
    async with started(API, port, **settings, **FILES, **asked) as running:
        await running.answers("/readyz")
        with httpx.Client(
            base_url=running.url,
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
            timeout=LONG,
        ) as api:
            assert of_the_company(api) == _ITS_OWN
