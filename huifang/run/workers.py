"""Puts the parts of the workers together from the settings."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.buildings.changes import BuildingActivities
from activities.buildings.import_follow_up import ImportFollowUpActivities
from activities.messages.cadence_steps import MessageActivities
from activities.messages.calls import CallActivities
from activities.messages.notices import NoticeActivities
from activities.people.staff import StaffActivities
from activities.playbooks.acceptances import AcceptanceActivities
from activities.playbooks.enrolment import EnrolmentActivities
from activities.playbooks.privacy_requests import PrivacyActivities
from activities.privacy.retention import RetentionActivities
from activities.tickets.reconciliation import ReconciliationActivities
from activities.tickets.records import TicketActivities
from domain.privacy.retention_schedule import PrivacyPolicy
from domain.tickets.task_queues import phone_queue, sms_queue
from gateways.aliyun import AliyunSms
from gateways.aliyun_voice import AliyunVoice
from gateways.phone import PhoneGateway
from gateways.sandbox import SandboxSms
from gateways.sandbox_phone import SandboxPhone
from gateways.sms import SmsGateway
from huifang.run.guarded_workflows import guarded
from huifang.run.playbook_checks import require_whole
from huifang.settings.company_policy import read_company
from huifang.settings.settings import Settings
from store.database import Pool
from workflows.registry import WORKFLOWS


class SettingMissing(ValueError):
    """A setting that this choice of settings needs; the message names it."""


def sms_gateway(settings: Settings) -> SmsGateway:
    """The provider that `sms_provider` chooses. Raises `SettingMissing`."""
    if settings.sms_provider == "sandbox":
        return SandboxSms(settings.sandbox_url, _sandbox_token(settings))
    return AliyunSms(*_aliyun_key(settings), settings.aliyun_templates, settings.aliyun_endpoint)


def phone_gateway(settings: Settings) -> PhoneGateway | None:
    """The provider that `phone_provider` chooses; None where nobody places calls. Raises `SettingMissing`."""
    if settings.calls_by == "none":
        return None
    if settings.calls_by == "sandbox":
        return SandboxPhone(settings.sandbox_url, _sandbox_token(settings))
    if settings.aliyun_voice_number is None or settings.aliyun_voice_thanks is None:
        raise SettingMissing("HUIFANG_ALIYUN_VOICE_NUMBER, HUIFANG_ALIYUN_VOICE_THANKS")
    return AliyunVoice(
        *_aliyun_key(settings),
        settings.aliyun_voice_number,
        settings.aliyun_voice_templates,
        settings.aliyun_voice_thanks,
        settings.aliyun_voice_endpoint,
    )


def _sandbox_token(settings: Settings) -> str:
    token = settings.sandbox_token or settings.sandbox_secret
    if token is None:
        raise SettingMissing("HUIFANG_SANDBOX_SECRET")
    return token.get_secret_value()


def _aliyun_key(settings: Settings) -> tuple[str, str]:
    if settings.aliyun_access_key_id is None or settings.aliyun_access_key_secret is None:
        raise SettingMissing("HUIFANG_ALIYUN_ACCESS_KEY_ID, HUIFANG_ALIYUN_ACCESS_KEY_SECRET")
    return settings.aliyun_access_key_id, settings.aliyun_access_key_secret.get_secret_value()


@asynccontextmanager
async def working(
    settings: Settings,
    client: Client,
    pool: Pool,
    gateway: SmsGateway,
    phone: PhoneGateway | None = None,
    **options: Any,
) -> AsyncIterator[tuple[Worker, ...]]:
    """Workers for every workflow and activity, polling for as long as the block lasts.

    `phone` None: these workers place no calls. `options` go to each `temporalio.worker.Worker`.
    """
    async with AsyncExitStack() as running:
        workers = build_workers(settings, client, pool, gateway, phone, **options)
        for worker in workers:
            await running.enter_async_context(worker)
        yield workers


def build_workers(
    settings: Settings,
    client: Client,
    pool: Pool,
    gateway: SmsGateway,
    phone: PhoneGateway | None = None,
    **options: Any,
) -> tuple[Worker, ...]:
    """One worker for tickets and records, one for each provider with its rate limit.

    Production runs workflows unsandboxed: the sandbox costs an order of magnitude more memory per idle
    ticket, and the tests run inside it.
    """
    company, queue = read_company(settings), settings.task_queue
    signature = settings.aliyun_sign_name or settings.company_name
    messages = MessageActivities(pool, gateway, signature)
    notices = NoticeActivities(pool, gateway, signature, settings.public_base)
    records = [
        *messages.activities(),
        *TicketActivities(pool, company.categories).activities(),
        *EnrolmentActivities(pool, client, queue).activities(),
        *BuildingActivities(pool, client).activities(),
        *ImportFollowUpActivities(pool, client, queue).activities(),
        *ReconciliationActivities(
            pool, client, gateway, queue, settings.locale, notices.send_notice
        ).activities(),
        *StaffActivities(pool).activities(),
        *PrivacyActivities(pool, client, queue, settings.locale).activities(),
        *RetentionActivities(pool, company.tickets.of(PrivacyPolicy)).activities(),
    ]
    require_whole()
    runner = options.pop("workflow_runner", UnsandboxedWorkflowRunner())
    options["workflow_runner"] = guarded(runner, client.data_converter)
    workers = [
        Worker(client, task_queue=queue, workflows=WORKFLOWS, activities=records, **options),
        Worker(
            client,
            task_queue=sms_queue(queue),
            activities=[
                *messages.sending(),
                *notices.sending(),
                *AcceptanceActivities(notices, settings.public_base).sending(),
            ],
            max_task_queue_activities_per_second=settings.sms_per_second,
            **options,
        ),
    ]
    if phone is not None:
        calling = Worker(
            client,
            task_queue=phone_queue(queue),
            activities=CallActivities(pool, phone, client, settings.company_name).activities(),
            max_task_queue_activities_per_second=settings.calls_per_second,
            **options,
        )
        workers.append(calling)
    return tuple(workers)
