"""Which provider places the calls, and the worker of its queue with the provider's rate limit."""

from typing import Any

import pytest
from pydantic import SecretStr
from temporalio.testing import WorkflowEnvironment

from gateways.aliyun_voice import AliyunVoice
from gateways.sandbox import SandboxSms
from gateways.sandbox_phone import SandboxPhone
from huifang.run.workers import SettingMissing, build_workers, phone_gateway
from huifang.settings.settings import Settings

ALIYUN = {
    "aliyun_access_key_id": "LTAI-test", "aliyun_access_key_secret": SecretStr("s"),
    "aliyun_voice_number": "057100000000", "aliyun_voice_thanks": "TTS_2",
}  # fmt: skip
SANDBOX = {"sandbox_secret": SecretStr("s")}


@pytest.mark.parametrize(
    ("settings", "provider"),
    [
        (SANDBOX, SandboxPhone),
        (SANDBOX | {"sms_provider": "aliyun"}, type(None)),
        (SANDBOX | {"sms_provider": "aliyun", "phone_provider": "sandbox"}, SandboxPhone),
        (ALIYUN | {"phone_provider": "aliyun"}, AliyunVoice),
        (SANDBOX | {"phone_provider": "none"}, type(None)),
    ],
)
async def test_who_places_the_calls(settings: dict[str, Any], provider: type) -> None:
    gateway = phone_gateway(Settings(**settings))
    assert type(gateway) is provider
    if gateway is not None:
        await gateway.close()


@pytest.mark.parametrize(
    "missing", ["aliyun_access_key_secret", "aliyun_voice_number", "aliyun_voice_thanks"]
)
def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(SettingMissing, match=missing.upper()):
        phone_gateway(Settings(**{**ALIYUN, missing: None, "phone_provider": "aliyun"}))


async def test_calls_have_a_worker_of_their_own(pool: Any, temporal: WorkflowEnvironment) -> None:
    texts, phone = SandboxSms("http://127.0.0.1:1", "t"), SandboxPhone("http://127.0.0.1:1", "t")
    settings = Settings(task_queue="composed", calls_per_second=2.5)
    workers = build_workers(settings, temporal.client, pool, texts, phone)
    calling = workers[-1].config()
    assert calling["task_queue"] == "composed-phone"
    assert calling["max_task_queue_activities_per_second"] == 2.5
    alone = settings.model_copy(update={"task_queue": "composed-without"})
    without = build_workers(alone, temporal.client, pool, texts)
    assert [worker.task_queue for worker in without] == ["composed-without", "composed-without-sms"]
    await texts.close()
    await phone.close()
