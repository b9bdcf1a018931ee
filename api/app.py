"""Puts the API together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from api.access.claims import Claims
from api.access.door import BodyLimit, Door
from api.access.masking import HEADER
from api.access.permissions import require_listed
from api.access.route import Route
from api.access.trail import WITHOUT_PEOPLE, TrailKeeper
from api.access.web_ui import WebUiOnly
from api.buildings import buildings, import_reports, owner_list, owners
from api.buildings import crews as building_crews
from api.customers import corrections, dealing, duplicates, file_changes, file_lists, merges, returning
from api.customers import files as customer_files
from api.customers import owner_facts as customers
from api.customers import register as customer_list
from api.http.config import ApiConfig
from api.http.headers import SecureHeaders
from api.http.openapi import describe
from api.http.pace import Pace, RefusalsPace
from api.http.problem_handlers import handle_problems
from api.http.prompt_heads import prompt_heads
from api.http.request_limits import RequestLimits
from api.http.request_log import RequestLog
from api.http.request_scope import RequestScope
from api.messages import messages, odd_reports, phone_calls, replies, ringing, webhooks
from api.operations import codec, docs_page, health, metrics
from api.operations.metrics import Metrics
from api.people import absences, crews, departments, duty, people_to_tell, staff
from api.playbooks import (
    acceptances,
    acts,
    call_list,
    complaint_categories,
    complaint_statistics,
    loans,
    pre_handover,
    privacy_requests,
    reopening,
    taking_in,
)
from api.playbooks import pre_handover_tickets as ticket_acts
from api.privacy import consents, legal_holds, processing_record
from api.sign_in import accounts, api_tokens, my_account, oidc, sign_in
from api.sign_in import events as sign_in_events
from api.tickets import attachments, feedback, jobs, none_missed, tickets, timeline
from api.trail import exports
from api.trail import looks as trail_list
from domain.playbooks.checker import faults_among, told
from domain.playbooks.registry import PLAYBOOKS
from services.caller import system
from store.database import queries
from store.trail import Trail

_ROUTERS = (
    buildings.router,
    owners.router,
    owner_list.router,
    import_reports.router,
    pre_handover.router,
    tickets.router,
    ticket_acts.router,
    acts.router,
    attachments.router,
    taking_in.router,
    reopening.router,
    loans.router,
    exports.router,
    complaint_categories.router,
    complaint_statistics.router,
    acceptances.router,
    none_missed.router,
    feedback.router,
    jobs.router,
    call_list.router,
    timeline.router,
    customer_list.router,
    dealing.router,
    customer_files.router,
    file_lists.router,
    file_changes.router,
    returning.router,
    duplicates.router,
    merges.router,
    customers.router,
    corrections.router,
    consents.router,
    privacy_requests.router,
    legal_holds.router,
    processing_record.router,
    departments.router,
    sign_in.router,
    my_account.router,
    oidc.router,
    accounts.router,
    api_tokens.router,
    sign_in_events.router,
    staff.router,
    crews.router,
    building_crews.router,
    duty.router,
    absences.router,
    people_to_tell.router,
    messages.router,
    replies.router,
    odd_reports.router,
    phone_calls.router,
    ringing.router,
    trail_list.router,
    webhooks.router,
    codec.router,
    docs_page.router,
    health.router,
    metrics.router,
)
_HOUR = 3600.0
_log = structlog.get_logger("api")


def create_app(config: ApiConfig) -> FastAPI:
    """The application; pool and client stay the caller's to close. Raises ValueError without a token."""

    claims, counted = Claims(config), Metrics(config.registry)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with system():
            tasks = [
                asyncio.create_task(_forget_keys(config)),
                asyncio.create_task(claims.keep_renewing()),
            ]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    app = FastAPI(
        version=config.version, lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.state.config, app.state.claims, app.state.metrics = config, claims, counted
    app.state.routes = all_routes()
    require_listed(app.state.routes, Route)
    if wrong := faults_among(PLAYBOOKS):
        raise ValueError(told(wrong))
    for router in _ROUTERS:
        app.include_router(router)
    describe(app, HEADER, WITHOUT_PEOPLE)
    handle_problems(app)
    # The last one added is the first to see a request.
    app.add_middleware(BodyLimit, limit=config.body_limit, import_limit=config.import_limit)
    app.add_middleware(Pace, limits=config.doors.limits)
    app.add_middleware(Door, config=config)
    app.add_middleware(TrailKeeper, trail=Trail(config.pool, config.backend_timeout.total_seconds()))
    app.add_middleware(RefusalsPace, limits=config.doors.limits, settings_token=config.token)
    app.add_middleware(RequestLimits, limits=config.doors.limits)
    app.add_middleware(WebUiOnly, ui_url=config.temporal_ui_url)
    app.add_middleware(RequestLog, count=counted.count)
    app.add_middleware(RequestScope, patience=config.backend_timeout)
    app.add_middleware(SecureHeaders, public_url=config.public_url)
    return app


def all_routes() -> list[Any]:
    """Every route there is, in order."""
    return [route for router in _ROUTERS for route in router.routes]


def server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """A server for `app`, without uvicorn's own access log: it writes paths, which hold Aliyun's token."""
    doors = app.state.config.doors
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            # The one that bounds what comes before a body.
            http=prompt_heads(doors.limits.head_whole),
            h11_max_incomplete_event_size=doors.limits.head,
            timeout_graceful_shutdown=round(doors.limits.farewell.total_seconds()),
            forwarded_allow_ips=list(doors.trusted_proxies),
            access_log=False,
            log_config=None,
            server_header=False,
        )
    )


async def _forget_keys(config: ApiConfig) -> None:
    """Every hour, drop idempotency keys that have outlived `keep_keys`."""
    while True:
        try:
            async with config.pool.acquire() as db:
                await queries.forget_keys(db, keep=config.keep_keys)
                policy = config.sign_in
                await queries.forget_ended_sign_ins(db, idle=policy.idle, within=policy.tries_within)
        except Exception as error:
            _log.warning("idempotency_keys_not_forgotten", error=type(error).__qualname__)
        await asyncio.sleep(_HOUR)
