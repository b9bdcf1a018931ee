"""What the API is given when it is put together."""

from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client import CollectorRegistry
from starlette.requests import Request
from temporalio.client import Client

from api.http.limits import Doors
from domain.access.callers import CallerPolicy
from domain.access.sign_in import SignInPolicy
from domain.playbooks.complaint_categories import BUILT_IN, Categories
from domain.playbooks.policies import Policies
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from domain.tickets.none_missed import NoneMissedPolicy
from gateways.identity.oidc import OidcProvider
from services.backend import Backend
from store.database import Pool

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class ApiConfig:
    """Dependencies and settings of one API process.

    A webhook whose secret is None does not exist (404).
    `locale` is the language of texts sent to owners; callers choose the language of answers themselves.
    """

    pool: Pool
    """From `store.database.connect`."""
    temporal: Client
    token: str | None = field(repr=False)
    """Of the settings; None: there are accounts and API tokens alone."""
    task_queue: str = "tickets"
    signature: str = "示例装饰"
    """The company's registered SMS signature, as `activities.messages.cadence_steps` uses it."""
    locale: str = "zh-CN"
    public_url: str = "http://127.0.0.1"
    """Where browsers reach the API; sessions' cookies need TLS, but on this machine alone."""
    sign_in: SignInPolicy = field(default_factory=SignInPolicy)
    callers: CallerPolicy = field(default_factory=CallerPolicy)
    """How often who calls may be found among others' customers."""
    oidc: OidcProvider | None = None
    """The company's identity provider; None: built-in accounts alone."""
    default_policy: PreHandoverPolicy = field(default_factory=PreHandoverPolicy)
    policies: Policies = field(default_factory=Policies)
    """Of all kinds of tickets but P1, whose policy is `default_policy`."""
    categories: Categories = BUILT_IN
    """What complaints are classified as."""
    none_missed: NoneMissedPolicy = field(default_factory=NoneMissedPolicy)
    sandbox_secret: str | None = field(default=None, repr=False)
    aliyun_callback_token: str | None = field(default=None, repr=False)
    temporal_ui_url: str | None = None
    """Base address of the Temporal Web UI; None: tickets carry no link to it."""
    version: str = "0.1.0"
    body_limit: int = _MEBIBYTE
    """Largest request body in bytes, except for rosters."""
    import_limit: int = 64 * _MEBIBYTE
    """Largest roster upload in bytes."""
    doors: Doors = field(default_factory=Doors)
    """How much one caller may send, and whose word about a caller's address counts."""
    claim_lease: timedelta = timedelta(seconds=20)
    """An idempotency key that was not renewed for so long may be taken over: its process has died."""
    keep_keys: timedelta = timedelta(hours=24)
    """How long the answer to an idempotency key can be had again."""
    backend_timeout: timedelta = timedelta(seconds=5)
    """How long Postgres or Temporal may keep a request waiting before it is answered 503."""
    unhealthy_after: timedelta = timedelta(minutes=3)
    """How long Postgres may answer nobody who asks before /healthz says: replace this process."""
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    """Where /metrics reads; pass the worker's registry to show both in one process."""

    @property
    def backend(self) -> Backend:
        """What services reach."""
        return Backend(self.pool, self.temporal, self.task_queue, self.backend_timeout)


def config_of(request: Request) -> ApiConfig:
    """The configuration `create_app` was given."""
    config: ApiConfig = request.app.state.config
    return config
