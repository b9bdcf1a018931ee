"""Settings from the environment and from files, and what is said when they do not fit."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from huifang.run.workers import SettingMissing
from huifang.settings.required import require_for_api, require_for_worker
from huifang.settings.settings import NoSecretsDir, Settings, problems, unknown_variables


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"HUIFANG_{field.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def wrong() -> list[str]:
    """What is said about the settings of this environment."""
    with pytest.raises((ValidationError, SettingsError, NoSecretsDir)) as caught:
        Settings()
    return problems(caught.value)


def test_what_does_not_fit_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIFANG_API_PORT", "12 or so")
    monkeypatch.setenv("HUIFANG_SMS_PER_SECOND", "-1")
    told = wrong()
    assert [line.partition(":")[0] for line in told] == ["HUIFANG_SMS_PER_SECOND", "HUIFANG_API_PORT"]
    assert "12 or so" not in str(told)


def test_what_should_be_json_and_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIFANG_ALIYUN_TEMPLATES", "{broken")
    assert wrong() == ["HUIFANG_ALIYUN_TEMPLATES: not a JSON value"]


def test_files_give_what_the_environment_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "database_url").write_text("postgresql://from-file\n")
    (tmp_path / "huifang_api_token").write_text("from-file\n")
    (tmp_path / "huifang_aliyun_templates").write_text('{"pre-handover-visit": "SMS_1"}')
    monkeypatch.setenv("HUIFANG_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://from-environment")
    settings = Settings()
    assert settings.database_url == "postgresql://from-environment"
    assert settings.api_token is not None and settings.api_token.get_secret_value() == "from-file"
    assert settings.aliyun_templates == {"pre-handover-visit": "SMS_1"}


def test_a_missing_directory_of_files_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIFANG_SECRETS_DIR", str(tmp_path / "none"))
    assert "HUIFANG_SECRETS_DIR" in wrong()[0]


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIFANG_API_TOKEN", "")
    monkeypatch.setenv("HUIFANG_API_PORT", "")
    assert Settings().api_token is None and Settings().api_port == 8080


def test_a_misspelt_variable_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIFANG_API_TOKNE", "secret")
    monkeypatch.setenv("HUIFANG_DATABASE_URL", "postgresql://example")
    assert unknown_variables() == ["HUIFANG_API_TOKNE"]


@pytest.mark.parametrize(
    ("chosen", "api", "worker"),
    [
        ({}, ["DATABASE_URL", "MASTER_KEYS"], ["DATABASE_URL", "MASTER_KEYS", "SANDBOX_SECRET"]),
        (
            {"HUIFANG_SMS_PROVIDER": "aliyun", "HUIFANG_PHONE_PROVIDER": "aliyun"},
            ["DATABASE_URL", "MASTER_KEYS", "COMPANY_NAME"],
            ["DATABASE_URL", "MASTER_KEYS", "COMPANY_NAME", "ALIYUN_ACCESS_KEY_ID",
             "ALIYUN_ACCESS_KEY_SECRET", "ALIYUN_VOICE_NUMBER", "ALIYUN_VOICE_THANKS"],
        ),
        (
            {"HUIFANG_SANDBOX_TOKEN": "t", "DATABASE_URL": "postgresql://x", "HUIFANG_MASTER_KEYS": "x",
             "HUIFANG_OIDC_ISSUER": "https://login.example"},
            ["OIDC_CLIENT_ID", "OIDC_ROLES"],
            [],
        ),
    ],
)  # fmt: skip
def test_everything_that_is_missing_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str], api: list[str], worker: list[str]
) -> None:
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    for require, lacking in ((require_for_api, api), (require_for_worker, worker)):
        named: list[str] = []
        try:
            require(Settings())
        except SettingMissing as error:
            named = str(error).split(", ")
        assert [name.removeprefix("HUIFANG_") for name in named] == lacking
