"""Settings of every Huifang process, read from the environment and from secret files."""

import ipaddress
import os
import re
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, AwareDatetime, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

PREFIX = "HUIFANG_"
_QUOTED = re.compile(r'"(\w+)"')
SECRETS_DIR = "HUIFANG_SECRETS_DIR"
"""Names a directory of files, one per setting; the environment wins over a file."""


class NoSecretsDir(ValueError):
    """`HUIFANG_SECRETS_DIR` names no directory."""


class Settings(BaseSettings):
    """One process's settings: `HUIFANG_<NAME>`, and plain `DATABASE_URL`; empty counts as not given.

    Raises `ValidationError`, `SettingsError` or `NoSecretsDir`, which `problems` puts in our terms.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    database_url: str | None = Field(
        default=None, validation_alias=AliasChoices("HUIFANG_DATABASE_URL", "DATABASE_URL"), repr=False
    )
    """PostgreSQL, as `postgresql://user:password@host:5432/huifang`."""
    master_keys: SecretStr | None = None
    """Open the database's keys: `name:base64`, the newest first; made by `huifang make-master-key`."""
    trail_anchors_file: Path | None = None
    """Where `huifang trail verify` keeps how far the access trail went; where no database writes."""
    keys_reload: float = Field(default=30.0, gt=0)
    """Seconds after which data keys are read again, the same for all; a new one seals after twice as long."""
    temporal_address: str = "127.0.0.1:7233"
    """The Temporal server. Set, Temporal's own variables and profile file are not read."""
    temporal_api_key: SecretStr | None = None
    """Presented to the server of that address, by TLS. Not set: none."""
    temporal_tls_ca_file: Path | None = None
    """The authority that signed that server's certificate, PEM; any of these three switches TLS on."""
    temporal_tls_certificate_file: Path | None = None
    """Our certificate, by which that server knows us (mTLS), PEM."""
    temporal_tls_key_file: Path | None = None
    """The key of our certificate, PEM."""
    temporal_tls_server_name: str | None = None
    """The name in that server's certificate, where it is not the address's."""
    temporal_namespace: str = "default"
    """Temporal namespace; wins over `TEMPORAL_NAMESPACE`."""
    temporal_unsealed_until: AwareDatetime | None = None
    """For migration alone: until then payloads are taken that nobody sealed, `2026-12-01T00:00:00+08:00`."""
    task_queue: str = "tickets"
    """Task queue of tickets, the same for API and workers; texts use `<this>-sms`, calls `<this>-phone`."""
    sms_per_second: float | None = Field(default=None, gt=0)
    """Most texts per second that all workers together submit to the provider; not set: no limit of ours."""

    api_host: str = "127.0.0.1"
    """Address that the API listens on; `0.0.0.0` in a container."""
    api_port: int = Field(default=8080, ge=1, le=65535)
    """Port of the API, which also serves its `/healthz`, `/readyz` and `/metrics`."""
    api_token: SecretStr | None = None
    """A bearer token that may do everything, for operations' scripts. Not set: accounts and tokens alone."""
    temporal_ui_url: str | None = None
    """Base address of the Temporal Web UI; set, every ticket of the API links to its page there."""
    public_url: str | None = None
    """Where customers and staff reach the API: links in texts, cookies. Not set: the API's host and port."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses or networks of your proxies, with commas; only they are believed about a caller's address."""
    import_limit_mb: int = Field(default=64, ge=1)
    """Largest roster upload, in mebibytes."""

    oidc_issuer: str | None = None
    """The company's OpenID Connect provider, as it names itself. Not set: built-in accounts alone."""
    oidc_client_id: str | None = None
    """What Huifang is called there."""
    oidc_client_secret: SecretStr | None = None
    """Its secret there; not set for a public client."""
    oidc_scopes: str = "openid profile"
    """Scopes asked for, with blanks between."""
    oidc_roles: dict[str, str] = Field(default_factory=dict)
    """Groups there and the roles they have here, as a JSON object; the first that somebody has counts."""
    oidc_role_claim: str = "groups"
    """The claim that holds somebody's groups."""
    oidc_staff_claim: str | None = None
    """The claim that holds the id of the member of staff, such as `S00000001`."""

    health_host: str = "127.0.0.1"
    """Address that the worker's `/healthz`, `/readyz` and `/metrics` listen on; `0.0.0.0` in a container."""
    health_port: int = Field(default=9464, ge=1, le=65535)
    """Port of the same; workers on one machine need one each."""

    sms_provider: Literal["sandbox", "aliyun"] = "sandbox"
    """Who sends the texts: the sandbox provider for tests and training, or Aliyun Dysms."""
    sandbox_url: str = "http://127.0.0.1:8090"
    """Base address of the sandbox provider."""
    sandbox_secret: SecretStr | None = None
    """Signs the sandbox's callbacks; the sandbox's own `SANDBOX_SECRET`."""
    sandbox_token: SecretStr | None = None
    """Presented with every text and call; the sandbox's own `SANDBOX_TOKEN`. Not set: the secret."""
    aliyun_access_key_id: str | None = None
    """Access key of a RAM user that may do no more than use Dysms."""
    aliyun_access_key_secret: SecretStr | None = None
    """Its secret."""
    aliyun_endpoint: str = "dysmsapi.aliyuncs.com"
    """Dysms endpoint."""
    aliyun_sign_name: str | None = None
    """The registered SMS signature, without 【】. Not set: the company's name."""
    aliyun_templates: dict[str, str] = Field(default_factory=dict)
    """Our template names and Aliyun's codes for them, as a JSON object."""
    aliyun_callback_token: SecretStr | None = None
    """Last part of the callback addresses given to Aliyun; not set: there are no such addresses."""

    phone_provider: Literal["sandbox", "aliyun", "none"] | None = None
    """Who places the calls. Not set: the sandbox provider where it sends the texts, else nobody."""
    calls_per_second: float | None = Field(default=None, gt=0)
    """Most calls per second that all workers together place; not set: no limit of ours."""
    aliyun_voice_number: str | None = None
    """The number bought from Aliyun's voice service that phones display."""
    aliyun_voice_templates: dict[str, str] = Field(default_factory=dict)
    """Our names of voice notices and Aliyun's text-to-speech codes for them, as a JSON object."""
    aliyun_voice_thanks: str | None = None
    """Aliyun's code of what is read out once a key was accepted; a template without variables."""
    aliyun_voice_endpoint: str = "dyvmsapi.aliyuncs.com"
    """Endpoint of Aliyun's voice service."""

    company_name: str = "示例装饰"
    """Stands as signature in every SMS, and is said in calls; required with Aliyun."""
    locale: str = "zh-CN"
    """Language of texts to owners and of what staff read in the Temporal Web UI: `zh-CN` or `en`."""
    policy_file: Path | None = None
    """The company's own pre-handover policy, TOML; see docs/extending.md."""
    complaint_categories_file: Path | None = None
    """The company's own tree in which complaints are classified, TOML; see docs/complaints.md."""
    texts_dir: Path | None = None
    """The company's own wording over the built-in texts: a folder with zh-CN/ and en/ in it."""
    data_dir: Path = Path(".huifang")
    """Data of the stack that `huifang up` runs on this machine."""
    log_json: bool = False
    """One JSON object per log line, for machines; otherwise lines for people."""
    graceful_shutdown: float = Field(default=30.0, ge=0)
    """Seconds that a stopping worker gives to activities that are under way."""

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, given: str) -> str:
        for each in given.split(","):
            ipaddress.ip_network(each.strip())
        return given

    @property
    def calls_by(self) -> Literal["sandbox", "aliyun", "none"]:
        """Who places the calls, decided."""
        return self.phone_provider or ("sandbox" if self.sms_provider == "sandbox" else "none")

    @property
    def public_base(self) -> str:
        """Where customers reach the API, decided; without a slash at the end."""
        return (self.public_url or f"http://{self.api_host}:{self.api_port}").rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the program gives, then the environment, then secret files."""
        given = (init_settings, env_settings)
        folder = os.environ.get(SECRETS_DIR)
        if not folder:
            return given
        if not Path(folder).is_dir():
            raise NoSecretsDir(f"{SECRETS_DIR}: there is no directory {folder}")
        return (*given, SecretsSettingsSource(settings_cls, secrets_dir=folder))


def variable(field: str) -> str:
    """The environment variable of a setting: DATABASE_URL, HUIFANG_API_PORT."""
    return "DATABASE_URL" if field == "database_url" else f"{PREFIX}{field.upper()}"


def unknown_variables() -> list[str]:
    """Variables that look like ours and mean nothing: most are misspelt."""
    known = {variable(field) for field in Settings.model_fields} | {"HUIFANG_DATABASE_URL", SECRETS_DIR}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def problems(error: ValidationError | SettingsError | NoSecretsDir) -> list[str]:
    """What is wrong with which environment variable; never the value, which may be a secret."""
    if isinstance(error, ValidationError):
        return [f"{variable(str(problem['loc'][0]))}: {problem['msg']}" for problem in error.errors()]
    if isinstance(error, SettingsError):
        # The one form it takes: a value that should be JSON and is not.
        return [f"{variable(field)}: not a JSON value" for field in _QUOTED.findall(str(error))[:1]]
    return [str(error)]
