"""Which database a command works on, and the keys that open it."""

from pathlib import Path

from pydantic import SecretStr

from huifang.cli.failures import USAGE, Failure
from huifang.local.addresses import addresses
from huifang.local.credentials import credentials
from huifang.settings.settings import Settings

_ANCHORS = "trail-anchors"


def database_settings(data_dir: Path) -> Settings:
    """The environment's; without a database there, those of the stack that runs on `data_dir`.

    Raises `Failure` where there is neither.
    """
    settings = Settings()
    if settings.database_url is not None:
        return settings
    running = addresses(data_dir)
    if running is None:
        raise Failure("no-database", USAGE)
    return settings.model_copy(
        update={
            "database_url": running.database_url,
            "trail_anchors_file": settings.trail_anchors_file or data_dir / _ANCHORS,
            "master_keys": SecretStr(credentials(data_dir).master_keys),
            "temporal_address": running.temporal,
            "temporal_namespace": running.namespace,
            "task_queue": running.task_queue,
        }
    )
