"""The record of processing, and the periods after which data goes (P23; Articles 17, 54 to 56)."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import Route, as_system, config_of, locale_of, problems, wording
from domain.access.roles import BUILT_IN, Shown
from domain.privacy.personal_data import REGISTER, Category
from domain.privacy.retention_schedule import KINDS, PrivacyPolicy
from services.privacy.retention import due, period_of
from store.database import queries
from texts import text

router = APIRouter(tags=["privacy"], route_class=Route)

MOST_COUNTED = 1000
_PERIOD: dict[str, Any] = {
    "kind": "provider_events", "title": "短信和电话服务商的回执原文", "days": 30, "due": 12, "more": False,
    "erased_last": 340,
}  # fmt: skip
_PROCESSING: dict[str, Any] = {
    "category": "messages", "title": "发出的短信", "purposes": ["营销短信"], "ground": "consent",
    "ground_title": "个人同意（第十三条第一项）", "where": ["messages.phone", "messages.text"],
    "seen_by": {"agent": "purpose"}, "kept": "短信正文和号码", "days": 365,
    "recipients": ["短信服务商（发送所需的号码和正文）"],
}  # fmt: skip


class Period(BaseModel):
    """A kind, how long it is kept, and what is due now."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PERIOD]})

    kind: str
    title: str
    days: int | None = Field(description="Days it is kept; null where each entry has a day of its own.")
    due: int = Field(description="How many the next run would erase, counted up to 1000.")
    more: bool = Field(description="Whether more are due than were counted.")
    erased_last: int | None = Field(description="How many the last run erased.")


class Retention(BaseModel):
    """The periods in force and the last run."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"last_run": "2026-11-25T03:10:02+08:00", "periods": [_PERIOD]}]}
    )

    last_run: datetime | None
    periods: list[Period]


class Processing(BaseModel):
    """One category of personal data."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PROCESSING]})

    category: str
    title: str
    purposes: list[str]
    ground: str
    ground_title: str
    where: list[str] = Field(description="Every column it is kept in.")
    seen_by: dict[str, str] = Field(
        description="Roles that see it: always, or when a purpose is stated. Others see it masked, or not."
    )
    kept: str
    days: int | None
    recipients: list[str]


class ProcessingRecord(BaseModel):
    """What is processed, why, where, for how long, and who sees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "个人信息处理活动记录",
                    "company": "示例装饰",
                    "kept_where": "公司自有数据库",
                    "cross_border": "无。",
                    "sensitive": "不收集。",
                    "assessment": "第五十五条。",
                    "processing": [_PROCESSING],
                }
            ]
        }
    )

    title: str
    company: str
    kept_where: str
    cross_border: str
    sensitive: str
    assessment: str = Field(description="When an impact assessment comes first (Articles 55, 56).")
    processing: list[Processing]


@router.get(
    "/privacy/retention",
    operation_id="getRetention",
    summary="How long what is kept, and what is due",
    responses=problems(),
)
async def retention(request: Request) -> Retention:
    """What the next nightly run would erase, and what the last one did. Nothing is erased by asking."""
    policy, locale = config_of(request).policies.of(PrivacyPolicy).retention, locale_of(request.scope)
    async with as_system(request) as db:  # counts, of everybody
        last = await queries.last_retention_run(db)
        found = {kind: len(await due(db, kind, policy, MOST_COUNTED + 1)) for kind in KINDS}
    return Retention(
        last_run=None if last is None else last["ended_at"],
        periods=[
            Period(
                kind=kind,
                title=wording(locale, "period", kind),
                days=period_of(kind, policy).days or None,
                due=min(found[kind], MOST_COUNTED),
                more=found[kind] > MOST_COUNTED,
                erased_last=None if last is None else last["erased"].get(kind),
            )
            for kind in KINDS
        ],
    )


@router.get(
    "/privacy/processing",
    operation_id="getProcessingRecord",
    summary="The record of processing",
    responses=problems(),
)
async def processing(request: Request) -> ProcessingRecord:
    """Made of the register that deletion and copies are made of, the roles, and the policy in force."""
    config, locale = config_of(request), locale_of(request.scope)
    return record(config.policies.of(PrivacyPolicy), config.signature, locale)


def record(policy: PrivacyPolicy, company: str, locale: str) -> ProcessingRecord:
    """The record under a policy, in `locale`."""

    def say(key: str) -> str:
        return text(locale, f"processing-{key}")

    return ProcessingRecord(
        title=say("title"),
        company=company,
        kept_where=say("kept-where"),
        cross_border=say("cross-border"),
        sensitive=say("sensitive"),
        assessment=say("assessment"),
        processing=[_processing(each, policy, locale) for each in REGISTER.categories.values()],
    )


def _processing(category: Category, policy: PrivacyPolicy, locale: str) -> Processing:
    period = getattr(policy.retention, category.kept, None)
    return Processing(
        category=category.name,
        title=text(locale, f"category-of-{category.name}"),
        purposes=[text(locale, f"purpose-{each}") for each in category.purposes],
        ground=category.ground,
        ground_title=text(locale, f"ground-{category.ground}"),
        where=[column for place in REGISTER.of(category.name) for column in place.columns],
        seen_by={
            name: role.shows[category.shows].value
            for name, role in BUILT_IN.items()
            if role.shows[category.shows] is not Shown.NEVER
        },
        kept=text(locale, f"period-{category.kept}"),
        days=None if period is None else period.days,
        recipients=[text(locale, f"recipient-{each}") for each in category.recipients],
    )
