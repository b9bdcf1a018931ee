"""The one place that connects to Temporal: every process by the same settings."""

from typing import Any

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime

from huifang.run.payloads import data_converter, unsealed
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings


class TemporalConfigWrong(ValueError):
    """Temporal's own variables or profile file cannot be used; the message says why."""


def connect_options(settings: Settings) -> dict[str, Any]:
    """Where Temporal is and how to get in: `target_host`, `namespace`; TLS, API key and metadata where set.

    A `HUIFANG_TEMPORAL_ADDRESS` that was set speaks for itself. Without one, Temporal's own environment
    variables and profile file decide, as for its command line. Raises `TemporalConfigWrong`.
    """
    ours = {"target_host": settings.temporal_address, "namespace": settings.temporal_namespace}
    if "temporal_address" in settings.model_fields_set:
        return ours
    try:
        theirs: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
    except (RuntimeError, ValueError, OSError) as error:
        raise TemporalConfigWrong(f"TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE: {error}") from error
    if "temporal_namespace" in settings.model_fields_set:
        theirs.pop("namespace", None)
    return ours | theirs


async def connect_temporal(
    settings: Settings, keys: FreshKeys | None, *, lazy: bool = False, runtime: Runtime | None = None
) -> Client:
    """A client by `connect_options`. Lazy, it connects at its first call.

    `keys` None: for what reads and writes no payload. Raises `RuntimeError` when nobody answers, or answers
    with a refusal.
    """
    converter = data_converter(keys.keyring, keys.missed) if keys else unsealed
    return await Client.connect(
        **connect_options(settings), data_converter=converter, lazy=lazy, runtime=runtime
    )
