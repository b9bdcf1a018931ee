"""Health, numbers, logs and documentation."""

from typing import Any

import httpx
import pytest

from tests.town.patience import LONG


async def test_health_and_readiness(api: Any) -> None:
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as stranger:
        assert (await stranger.get("/healthz")).json()["status"] == "ok"
        assert (await stranger.get("/readyz")).json() == {"status": "ok", "postgres": "ok", "temporal": "ok"}


async def test_numbers_by_route_never_by_address(api: Any) -> None:
    building = await api.building()
    await api.http.get(f"/buildings/{building}")
    await api.http.request("PURR", "/buildings")
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as stranger:
        shown = (await stranger.get("/metrics")).text
    assert 'http_requests_total{method="GET",route="/buildings/{building_id}",status="200"}' in shown
    assert 'http_request_duration_seconds_bucket{le="0.1",method="POST",route="/buildings"}' in shown
    assert building not in shown and "PURR" not in shown


async def test_the_log_knows_routes_not_addresses(api: Any, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await api.http.get("/tickets?q=秘密", headers={"X-Request-ID": "bad id"})
    logged = capsys.readouterr().out
    assert answer.headers["x-request-id"] in logged and "bad id" not in logged
    assert "/tickets" in logged and "秘密" not in logged and "q=" not in logged


async def test_the_document_is_complete(api: Any) -> None:
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as stranger:
        document = (await stranger.get("/openapi.json")).json()
        assert (await stranger.get("/docs")).status_code == 200
    ids = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"] and operation["tags"] and operation["description"], where
            ids.add(operation["operationId"])
            public = operation.get("security") == []
            open_ = path.startswith(("/webhooks/", "/acceptances/", "/jobs/")) or where == "post /session"
            # What is shown once is not kept to be shown again: secrets, exported files, payloads in clear.
            # About the own session nothing is done twice.
            shown_once = bool({"sign-in", "accounts"} & set(operation["tags"]))
            shown_once = shown_once or path in ("/exports", "/codec/decode")
            # What only reads is read anew.
            only_reads = path == "/customers:search"
            assert public == (open_ or path in ("/healthz", "/readyz", "/metrics")), where
            names = [parameter["name"] for parameter in operation.get("parameters", [])]
            once = method == "post" and not (public or shown_once or only_reads)
            assert ("Idempotency-Key" in names) == once, where
            if not public:
                assert {"401", "422", "503"} <= set(operation["responses"]), where
    assert len(ids) == sum(len(operations) for operations in document["paths"].values())
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert "HTTPValidationError" not in document["components"]["schemas"]
