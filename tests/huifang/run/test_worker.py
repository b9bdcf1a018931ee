"""`python worker.py` as a company runs it: a process of its own on real servers."""

import os
import socket
import uuid
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from temporalio.testing import WorkflowEnvironment

import worker as product
from domain.tickets.task_queues import phone_queue, sms_queue
from huifang.local.embedded.temporal import EmbeddedTemporal
from tests.town.ports import free_port
from tests.town.processes import MIGRATE, WORKER, environment, finished, started, worker

SECRETS = {"HUIFANG_SANDBOX_SECRET": "test-secret"}


@pytest.fixture
def settings(
    temporal: WorkflowEnvironment, pool: Any, database_url: str, provider_url: str
) -> dict[str, str]:
    """A worker's, on the servers of the tests and a queue of its own."""
    return SECRETS | {
        "DATABASE_URL": database_url,
        "HUIFANG_TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "HUIFANG_SANDBOX_URL": provider_url,
        "HUIFANG_TASK_QUEUE": f"worker-{uuid.uuid4().hex[:8]}",
    }


async def test_it_serves_until_it_is_told_to_stop(settings: dict[str, str]) -> None:
    async with worker(settings | {"HUIFANG_TYPO": "1"}) as running:
        queue = settings["HUIFANG_TASK_QUEUE"]
        served = (await running.says("worker_ready"))["task_queues"]
        assert set(served) == {queue, sms_queue(queue), phone_queue(queue)}
        assert (await running.says("setting_unknown"))["name"] == "HUIFANG_TYPO"
        needs = (await running.answers("/readyz")).json()
        assert needs == {"status": "ok", "postgres": "ok", "temporal": "ok", "polling": "ok"}
        alive = (await running.answers("/healthz")).json()
        assert alive == {"status": "ok", "polling": "ok", "postgres": "ok"}
        assert await running.stop() == 0
        assert await running.says("worker_stopped")


async def test_one_port_shows_temporals_series_and_ours(settings: dict[str, str]) -> None:
    async with worker(settings) as running:
        await running.answers("/readyz")
        families = {
            family.name: family
            for family in text_string_to_metric_families((await running.answers("/metrics")).text)
        }
        polled = {sample.labels.get("task_queue") for sample in families["temporal_num_pollers"].samples}
        queue = settings["HUIFANG_TASK_QUEUE"]
        assert {queue, f"{queue}-sms"} <= polled
        assert families["huifang_tickets_overdue"].samples[0].value >= 0
        assert families["huifang_messages_unknown"].samples[0].value >= 0
        assert families["process_resident_memory_bytes"].samples[0].value > 0
        assert {"huifang_message_steps", "huifang_activity_failures"} <= families.keys()


async def test_it_waits_for_the_schema_and_for_temporal(
    empty_database_url: str, provider_url: str, tmp_path: Path
) -> None:
    server = EmbeddedTemporal(tmp_path, free_port(), free_port(), "default", training=False)
    settings = SECRETS | {
        "DATABASE_URL": empty_database_url,
        "HUIFANG_TEMPORAL_ADDRESS": server.address,
        "HUIFANG_SANDBOX_URL": provider_url,
    }
    async with worker(settings) as running:
        assert (await running.says("waiting_for_migrations"))["do"] == "run: huifang migrate"
        assert (await running.answers("/healthz")).json()["status"] == "ok"
        assert (await running.answers("/readyz", 503)).json()["postgres"] == "unavailable"
        code, told = await finished(MIGRATE, DATABASE_URL=empty_database_url)
        assert code == 0, told
        assert (await running.says("waiting_for_temporal"))["address"] == server.address
        assert (await running.answers("/readyz", 503)).json() == {
            "status": "unavailable",
            "postgres": "ok",
            "temporal": "unavailable",
            "polling": "unavailable",
        }
        await server.start()
        try:
            await running.says("worker_ready")
            await running.answers("/readyz")
        finally:
            await server.stop()
        lost = (await running.answers("/readyz", 503)).json()
        assert (lost["postgres"], lost["temporal"]) == ("ok", "unavailable")
        assert await running.stop() == 0


async def test_it_waits_for_postgres_and_can_be_stopped_meanwhile(provider_url: str) -> None:
    nobody = f"postgresql://huifang:hidden-password@127.0.0.1:{free_port()}/huifang"
    async with worker(SECRETS | {"DATABASE_URL": nobody}) as running:
        line = await running.says("waiting_for_postgres")
        assert line["server"] == "127.0.0.1"
        assert (await running.answers("/readyz", 503)).json()["postgres"] == "unavailable"
        assert await running.stop() == 0
        assert "hidden-password" not in f"{running.lines}{running.plain}" and running.plain == []


async def test_it_waits_for_a_namespace_that_is_not_there(settings: dict[str, str]) -> None:
    async with worker(settings | {"HUIFANG_TEMPORAL_NAMESPACE": "not-registered"}) as running:
        line = await running.says("waiting_for_temporal")
        assert (line["namespace"], line["refused"]) == ("not-registered", "NOT_FOUND")
        assert await running.stop() == 0


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"DATABASE_URL": ""}, ["setting missing: DATABASE_URL"]),
        (
            {"DATABASE_URL": "", "HUIFANG_SMS_PROVIDER": "aliyun"},
            [
                "setting missing: DATABASE_URL, HUIFANG_COMPANY_NAME,"
                " HUIFANG_ALIYUN_ACCESS_KEY_ID, HUIFANG_ALIYUN_ACCESS_KEY_SECRET\n"
            ],
        ),
        (
            {"HUIFANG_MASTER_KEYS": "words"},
            ["setting HUIFANG_MASTER_KEYS: a master key is written"],
        ),
        ({"DATABASE_URL": "mysql://example"}, ["setting DATABASE_URL: write postgresql://"]),
        (
            {"HUIFANG_HEALTH_PORT": "many", "HUIFANG_SMS_PROVIDER": "pigeon"},
            ["HUIFANG_HEALTH_PORT", "HUIFANG_SMS_PROVIDER"],
        ),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wrong: dict[str, str],
    named: list[str],
) -> None:
    """In this process: a process of its own for each would say the same ten times as dear."""
    given = environment(**(SECRETS | {"DATABASE_URL": database_url} | wrong))
    for name in os.environ.keys() - given.keys():
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(product, "configure_logging", lambda **_: None)  # of the whole process
    code = product.main()
    told = capsys.readouterr().err
    assert code == 2 and "docs/configuration.md" in told
    assert all(name in told for name in named), told
    assert "Traceback" not in told and "mysql://example" not in told and "pigeon" not in told


async def test_a_refusal_is_the_exit_code() -> None:
    code, told = await finished(WORKER, **SECRETS, DATABASE_URL="")
    assert code == 2 and told.startswith("setting missing: DATABASE_URL\n")
    assert "docs/configuration.md" in told and "Traceback" not in told


async def test_a_taken_port_is_named(settings: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with started(WORKER, port, **settings, HUIFANG_HEALTH_PORT=str(port)) as running:
            assert await running.process.wait() == 2
            await running.stop()
            assert "HUIFANG_HEALTH_PORT" in "".join(running.plain)
