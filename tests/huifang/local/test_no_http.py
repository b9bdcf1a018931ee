"""The embedded Temporal takes no orders over HTTP, not even from a page in a browser beside it (P23)."""

from pathlib import Path

import httpx
import pytest

from huifang.local.embedded.temporal import EmbeddedTemporal
from tests.town.patience import LONG
from tests.town.ports import free_port

START = {"workflowType": {"name": "Lending"}, "taskQueue": {"name": "tickets"}}


async def test_another_site_gives_no_orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [free_port(), free_port()]
    monkeypatch.setattr("huifang.local.embedded.temporal.free_ports", lambda _: ports)
    server = EmbeddedTemporal(tmp_path, free_port(), free_port(), "default", training=False)
    await server.start(LONG)
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=LONG) as browser:
            for host in (f"127.0.0.1:{ports[0]}", f"localhost:{ports[0]}", "evil.example"):
                # As a form of another site sends it: no preflight asks whether it may.
                answer = await browser.post(
                    f"http://127.0.0.1:{ports[0]}/api/v1/namespaces/default/workflows/lending-1",
                    headers={"Content-Type": "text/plain", "Host": host},
                    json=START,
                )
                assert answer.status_code == 403, answer.text
    finally:
        await server.stop()
