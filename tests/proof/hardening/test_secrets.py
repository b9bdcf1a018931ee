"""No secret in what a process says: planted ones, errors provoked, everything read that came out."""

import io
import json
import logging
import sys
from typing import Any

import httpx
import psutil
import pytest
import structlog

from api.http.config import ApiConfig
from huifang.run.log_redaction import HIDDEN, secrets_of
from huifang.run.logging_setup import configure_logging
from huifang.settings.settings import Settings
from tests.town.keys import MASTER_KEYS, MASTERS
from tests.town.patience import LONG
from tests.town.ports import free_port
from tests.town.processes import API, WORKER, finished, started

_TOKEN, _PASSWORD = "planted-api-token-1", "planted-database-password-2"
_SECRETS = {
    "HUIFANG_API_TOKEN": _TOKEN,
    "HUIFANG_SANDBOX_SECRET": "planted-sandbox-secret-3",
    "HUIFANG_SANDBOX_TOKEN": "planted-sandbox-token-4",
    "HUIFANG_ALIYUN_CALLBACK_TOKEN": "planted-callback-token-5",
    "HUIFANG_ALIYUN_ACCESS_KEY_SECRET": "planted-key-secret-6",
}
_NUMBER = "19900061234"


def with_password(database_url: str) -> str:
    return database_url.replace("postgres:@", f"postgres:{_PASSWORD}@").replace(
        "postgres@", f"postgres:{_PASSWORD}@"
    )


def no_secret(text: str) -> None:
    keys = [part for key in MASTER_KEYS.split(",") for part in (key.strip(), key.strip().partition(":")[2])]
    for secret in (*_SECRETS.values(), _PASSWORD, *keys):
        assert secret not in text, secret


async def test_an_api_in_trouble_says_nothing_secret(pool: Any, database_url: str) -> None:
    port, url = free_port(), with_password(database_url)
    assert _PASSWORD in url
    nowhere = f"127.0.0.1:{free_port()}"
    settings = {
        **_SECRETS,
        "DATABASE_URL": url,
        "HUIFANG_TEMPORAL_ADDRESS": nowhere,
        "HUIFANG_API_PORT": str(port),
    }
    async with started(API, port, **settings) as running:
        await running.answers("/healthz")
        command = " ".join(psutil.Process(running.process.pid).cmdline())
        async with httpx.AsyncClient(base_url=running.url, trust_env=False, timeout=LONG) as http:
            bearer = {"Authorization": f"Bearer {_TOKEN}"}
            answers = [
                await http.get("/readyz"),
                await http.get("/buildings", headers={"Authorization": f"Bearer {_TOKEN}x"}),
                await http.get(f"/buildings?token={_TOKEN}", headers=bearer),
                await http.get(f"/{_TOKEN}/{_NUMBER}", headers=bearer),
                await http.post("/buildings", headers=bearer, content=b"{" + _TOKEN.encode()),
                await http.post(
                    f"/webhooks/aliyun/{_SECRETS['HUIFANG_ALIYUN_CALLBACK_TOKEN']}/replies", json={}
                ),
                await http.post("/webhooks/aliyun/wrong/replies", json=[]),
                await http.post("/webhooks/sandbox", json={"events": []}),
                await http.post("/buildings/B0000001/pre-handover", headers=bearer, json={}),
            ]
        assert {answer.status_code for answer in answers} >= {400, 401, 404, 422}
        await running.stop()
    said = json.dumps(running.lines, ensure_ascii=False) + "".join(running.plain)
    assert "webhook_refused" in said
    for text in (said, command, *(answer.text + str(answer.headers) for answer in answers)):
        no_secret(text)
    assert _NUMBER not in said


async def test_processes_that_cannot_start_say_nothing_secret() -> None:
    wrong = {"DATABASE_URL": f"postgres//{_PASSWORD}"}
    port = {"HUIFANG_API_PORT": _SECRETS["HUIFANG_API_TOKEN"]}
    keys = {"HUIFANG_MASTER_KEYS": f"first:{_SECRETS['HUIFANG_SANDBOX_SECRET']}"}
    for command, settings in ((WORKER, wrong), (API, port | keys)):
        code, said = await finished(command, **{**wrong, **_SECRETS, **settings})
        assert code != 0 and said
        no_secret(said)


def test_nothing_secret_in_what_objects_say_of_themselves(
    pool: Any, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    for name, value in {**_SECRETS, "DATABASE_URL": with_password(database_url)}.items():
        monkeypatch.setenv(name, value)
    settings = Settings(master_keys=MASTER_KEYS)
    config = ApiConfig(
        None, None, _TOKEN,  # type: ignore[arg-type]
        sandbox_secret=_SECRETS["HUIFANG_SANDBOX_SECRET"],
        aliyun_callback_token=_SECRETS["HUIFANG_ALIYUN_CALLBACK_TOKEN"],
    )  # fmt: skip
    for said in (repr(settings), str(settings), repr(config), repr(MASTERS), str(MASTERS)):
        no_secret(said)
    assert {*_SECRETS.values(), _PASSWORD} <= set(secrets_of(settings))


@pytest.mark.parametrize("as_json", [True, False])
def test_the_last_look_at_a_line(as_json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging(as_json=as_json, secrets=[_TOKEN])
    try:
        structlog.get_logger("test").warning(
            "odd\nlevel=info event=forged", token=f"Bearer {_TOKEN}", phone=f"+86{_NUMBER}",
            told=["a\r\nb", {"c": f"call {_NUMBER}!\u2028\x1b[2J"}], id="B0000001", at=1790000000000,
        )  # fmt: skip
        logging.getLogger("other").error("password %s\nnext", _TOKEN)
    finally:
        structlog.reset_defaults()
        root.handlers[:], root.level = before
    said = stream.getvalue()
    assert len(said.splitlines()) == 2, said
    for bad in (_TOKEN, _NUMBER, "\x1b[2J", "\r", "\u2028"):
        assert bad not in said
    assert said.count(HIDDEN) == 4 and "B0000001" in said and "1790000000000" in said
