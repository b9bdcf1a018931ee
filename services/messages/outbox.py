"""The rules every outbox keeps (docs/decisions/0003): what may follow an attempt, by what is known of it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from temporalio.exceptions import ApplicationError

from gateways.outcomes import (
    Accepted,
    ConfigurationError,
    OutcomeUnknown,
    ProviderError,
    Rejected,
    Throttled,
    Unavailable,
)

ASK_AGAIN = timedelta(seconds=15)
"""How soon a provider is asked about an attempt that may have been taken."""

PutBack = Callable[[str | None], Awaitable[None]]
"""Puts the row back to `queued`, with the code of the refusal if there was one."""


async def attempt(
    submitting: Awaitable[Accepted], put_back: PutBack, lookup_settles: timedelta
) -> Accepted | Rejected:
    """The end of one attempt whose row already says that it is under way.

    Raises a retryable ApplicationError for every other end: what was certainly not taken is put back first,
    what may have been taken stays under way, so that the next run asks the provider.
    """
    try:
        return await submitting
    except Rejected as error:
        return error
    except (Throttled, Unavailable, ConfigurationError) as error:
        await put_back(error.code)
        raise not_taken(error) from error
    except OutcomeUnknown as error:
        soon = min(ASK_AGAIN, lookup_settles)
        raise ApplicationError(f"may have been taken: {error.code}", next_retry_delay=soon) from error


async def not_found(attempted_at: datetime, lookup_settles: timedelta, put_back: PutBack) -> ApplicationError:
    """What to raise when the provider knows nothing of an attempt: wait, or begin again."""
    wait = settles_in(attempted_at, lookup_settles)
    if wait > timedelta(0):
        return ApplicationError("waiting until the provider's answer is definite", next_retry_delay=wait)
    await put_back(None)
    return ApplicationError("not taken: trying again", next_retry_delay=timedelta(milliseconds=1))


def overtaken() -> ApplicationError:
    """What a late attempt raises whose row a later one has in hand: only that one may say how it ended."""
    return ApplicationError("overtaken by a later attempt", next_retry_delay=ASK_AGAIN)


def settles_in(attempted_at: datetime, lookup_settles: timedelta) -> timedelta:
    """How long until the provider's word about the attempt is final; not positive when it is."""
    return lookup_settles - (datetime.now(UTC) - attempted_at)


def not_taken(error: ProviderError) -> ApplicationError:
    """A retryable error that says when to try again, where the provider said it."""
    delay = error.retry_after if isinstance(error, Throttled) else None
    return ApplicationError(f"not taken: {error.code}", type="NotTaken", next_retry_delay=delay)
