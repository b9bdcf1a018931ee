"""Logs of a process that runs by itself: one line per event on standard error, for people or as JSON.

Never a value that came with an error: messages of databases and providers hold names and numbers.
"""

import logging
import sys
import traceback
from collections.abc import Iterable
from typing import Any

import structlog
from structlog.typing import EventDict, Processor
from temporalio.runtime import LogForwardingConfig, LoggingConfig, TelemetryFilter

from huifang.run.log_redaction import one_line, redacting

_FRAMES = 12
_QUIET = ("httpx", "httpcore", "alembic", "uvicorn")
TEMPORAL_CORE = "temporalio.core"


def configure_logging(*, as_json: bool, secrets: Iterable[str] = ()) -> None:
    """Send what structlog and the standard library log the same way, from INFO up.

    `secrets` are never written, wherever they come from (`huifang.run.log_redaction.secrets_of`).
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_error,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                one_line,
                redacting(renderer, secrets),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A failed attempt is logged once, by `huifang.run.logging_activities`.
    logging.getLogger("temporalio.activity").setLevel(logging.ERROR)


def temporal_logging() -> LoggingConfig:
    """What Temporal's core has to say goes the same way."""
    return LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(
            logger=logging.getLogger(TEMPORAL_CORE),
            append_target_to_name=False,
            prepend_target_on_message=False,
        ),
    )


def name_error(_: Any, __: str, event: EventDict) -> EventDict:
    """An exception becomes its type and where it was raised: `error` and `where`."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"], event["where"] = type(error).__qualname__, where(error)
    return event


def where(error: BaseException) -> list[str]:
    """Its innermost frames, as `room/file.py:line function`."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in frames]
