"""Puts the parts of a worker together from the settings."""

from typing import Any

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.buildings import BuildingActivities
from activities.enrolment import EnrolmentActivities
from activities.messages import MessageActivities
from activities.reconciliation import ReconciliationActivities
from gateways.aliyun import AliyunSms
from gateways.sandbox import SandboxSms
from gateways.sms import SmsGateway
from huifang.settings import Settings
from workflows.registry import WORKFLOWS


class SettingMissing(ValueError):
    """A setting that this choice of settings needs; the message names it."""


def sms_gateway(settings: Settings) -> SmsGateway:
    """The provider that `sms_provider` chooses. Raises `SettingMissing`."""
    if settings.sms_provider == "sandbox":
        token = settings.sandbox_token or settings.sandbox_secret
        if token is None:
            raise SettingMissing("HUIFANG_SANDBOX_SECRET")
        return SandboxSms(settings.sandbox_url, token.get_secret_value())
    if settings.aliyun_access_key_id is None or settings.aliyun_access_key_secret is None:
        raise SettingMissing("HUIFANG_ALIYUN_ACCESS_KEY_ID, HUIFANG_ALIYUN_ACCESS_KEY_SECRET")
    return AliyunSms(
        settings.aliyun_access_key_id,
        settings.aliyun_access_key_secret.get_secret_value(),
        settings.aliyun_templates,
        settings.aliyun_endpoint,
    )


def build_worker(
    settings: Settings, client: Client, pool: Any, gateway: SmsGateway, **options: Any
) -> Worker:
    """A worker for every workflow and activity; `options` go to `temporalio.worker.Worker`.

    Production runs workflows unsandboxed: the sandbox costs an order of magnitude more memory per idle
    ticket, and the tests run inside it.
    """
    queue = settings.task_queue
    signature = settings.aliyun_sign_name or settings.company_name
    activities = [
        *MessageActivities(pool, gateway, signature).activities(),
        *EnrolmentActivities(pool, client, queue).activities(),
        *BuildingActivities(pool, client).activities(),
        *ReconciliationActivities(pool, client, gateway, queue).activities(),
    ]
    return Worker(
        client,
        task_queue=queue,
        workflows=WORKFLOWS,
        activities=activities,
        workflow_runner=UnsandboxedWorkflowRunner(),
        **options,
    )
