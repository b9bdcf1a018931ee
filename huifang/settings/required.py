"""Which settings a production process needs, by what the others choose; said all at once."""

from collections.abc import Iterator

from huifang.run.workers import SettingMissing
from huifang.settings.settings import Settings, variable


def require_for_worker(settings: Settings) -> None:
    """Raise `SettingMissing` that names everything a worker lacks."""
    _require(settings, (*_everywhere(settings), *_of_providers(settings)))


def require_for_api(settings: Settings) -> None:
    """Raise `SettingMissing` that names everything the API lacks."""
    provider = ("oidc_client_id", "oidc_roles") if settings.oidc_issuer else ()
    _require(settings, (*_everywhere(settings), *provider))


def _everywhere(settings: Settings) -> Iterator[str]:
    yield from ("database_url", "master_keys")
    if "aliyun" in _providers(settings):
        # What is sent to real people must not be signed with the example's name.
        yield "company_name"


def _of_providers(settings: Settings) -> Iterator[str]:
    if "sandbox" in _providers(settings) and settings.sandbox_token is None:
        yield "sandbox_secret"
    if "aliyun" in _providers(settings):
        yield from ("aliyun_access_key_id", "aliyun_access_key_secret")
    if settings.calls_by == "aliyun":
        yield from ("aliyun_voice_number", "aliyun_voice_thanks")


def _providers(settings: Settings) -> tuple[str, str]:
    return settings.sms_provider, settings.calls_by


def _require(settings: Settings, fields: tuple[str, ...]) -> None:
    # Given by somebody: the company's name has a default.
    lacking = [
        field for field in fields if field not in settings.model_fields_set or not getattr(settings, field)
    ]
    if lacking:
        raise SettingMissing(", ".join(variable(field) for field in lacking))
