"""Task queues: one for tickets, and one per provider beside it: a provider's rate limit slows nobody else."""


def sms_queue(tickets: str) -> str:
    """The queue of the SMS provider, for the ticket queue `tickets`.

    Derived, not set: two deployments in one namespace need only differ in one name.
    """
    return f"{tickets}-sms"


def phone_queue(tickets: str) -> str:
    """The queue of the phone provider, for the ticket queue `tickets`."""
    return f"{tickets}-phone"
