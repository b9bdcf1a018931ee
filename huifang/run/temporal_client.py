"""The one place that connects to Temporal: every process by the same settings."""

from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime
from temporalio.service import TLSConfig

from huifang.run.payloads import sealing, unsealed
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from vault.keyring import EVER

_log = structlog.get_logger("keys")


class TemporalConfigWrong(ValueError):
    """Temporal's own variables or profile file cannot be used; the message says why."""


def connect_options(settings: Settings) -> dict[str, Any]:
    """Where Temporal is and how to get in: `target_host`, `namespace`; TLS, API key and metadata where set.

    A `HUIFANG_TEMPORAL_ADDRESS` that was set speaks for itself. Without one, Temporal's own environment
    variables and profile file decide, as for its command line. Raises `TemporalConfigWrong`.
    """
    ours = {"target_host": settings.temporal_address, "namespace": settings.temporal_namespace}
    how = _way_in(settings)
    if "temporal_address" in settings.model_fields_set:
        return ours | how
    if how:
        raise TemporalConfigWrong(
            "HUIFANG_TEMPORAL_API_KEY, HUIFANG_TEMPORAL_TLS_…: HUIFANG_TEMPORAL_ADDRESS"
        )
    try:
        theirs: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
    except (RuntimeError, ValueError, OSError) as error:
        raise TemporalConfigWrong(f"TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE: {error}") from error
    if "temporal_namespace" in settings.model_fields_set:
        theirs.pop("namespace", None)
    return ours | theirs


def _way_in(settings: Settings) -> dict[str, Any]:
    """Key and certificates of our own settings."""
    ca, certificate = settings.temporal_tls_ca_file, settings.temporal_tls_certificate_file
    key, found = settings.temporal_tls_key_file, dict[str, Any]()
    if (certificate is None) != (key is None):
        raise TemporalConfigWrong("HUIFANG_TEMPORAL_TLS_CERTIFICATE_FILE, HUIFANG_TEMPORAL_TLS_KEY_FILE")
    if settings.temporal_api_key is not None:
        found = {"api_key": settings.temporal_api_key.get_secret_value(), "tls": True}
    if ca or certificate or settings.temporal_tls_server_name:
        found["tls"] = TLSConfig(_read(ca), settings.temporal_tls_server_name, _read(certificate), _read(key))
    return found


def _read(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        raise TemporalConfigWrong(f"{path}: {error.strerror}") from error


async def connect_temporal(
    settings: Settings, keys: FreshKeys | None, *, lazy: bool = False, runtime: Runtime | None = None
) -> Client:
    """A client by `connect_options`. Lazy, it connects at its first call.

    `keys` None: for what reads and writes no payload. Raises `RuntimeError` when nobody answers, or answers
    with a refusal.
    """
    clear: dict[str, Any] = {"data_converter": unsealed}
    how = sealing(keys.keyring, keys.missed, unsealed_until(settings)) if keys else clear
    return await Client.connect(**connect_options(settings), **how, lazy=lazy, runtime=runtime)


def unsealed_until(settings: Settings) -> datetime:
    """Until when what nobody sealed is taken, as the settings say it; said in the log."""
    if settings.temporal_unsealed_until is None:
        return EVER
    _log.warning("unsealed_payloads_taken", until=settings.temporal_unsealed_until.isoformat())
    return settings.temporal_unsealed_until
