"""Settings of every Huifang process, read from the environment."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One process's settings: `HUIFANG_<NAME>`, and plain `DATABASE_URL`.

    Raises `pydantic.ValidationError` naming the setting when a value does not fit.
    """

    model_config = SettingsConfigDict(env_prefix="HUIFANG_", extra="ignore", populate_by_name=True)

    database_url: str | None = Field(
        default=None, validation_alias=AliasChoices("HUIFANG_DATABASE_URL", "DATABASE_URL")
    )
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    task_queue: str = "tickets"
    sms_per_second: float | None = Field(default=None, gt=0)
    """Most texts per second that all workers together submit to the provider; None: no limit of ours."""

    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8080, ge=1, le=65535)
    api_token: SecretStr | None = None
    temporal_ui_url: str | None = None
    """Base address of the Temporal Web UI; set, every ticket of the API links to its page there."""
    import_limit_mb: int = Field(default=64, ge=1)
    """Largest roster upload, in mebibytes."""
    metrics_port: int = Field(default=9464, ge=1, le=65535)

    sms_provider: Literal["sandbox", "aliyun"] = "sandbox"
    sandbox_url: str = "http://127.0.0.1:8090"
    sandbox_secret: SecretStr | None = None
    sandbox_token: SecretStr | None = None
    aliyun_access_key_id: str | None = None
    aliyun_access_key_secret: SecretStr | None = None
    aliyun_endpoint: str = "dysmsapi.aliyuncs.com"
    aliyun_sign_name: str | None = None
    aliyun_templates: dict[str, str] = Field(default_factory=dict)
    aliyun_callback_token: SecretStr | None = None

    company_name: str = "示例装饰"
    """Also the signature of every SMS."""
    locale: str = "zh-CN"
    policy_file: Path | None = None
    data_dir: Path = Path(".huifang")
    log_json: bool = False
    graceful_shutdown: float = Field(default=30.0, ge=0)
    """Seconds that running activities are given to end."""
