"""How long an activity of a ticket may take, and how often it is tried: until there is an answer."""

from datetime import timedelta

from temporalio.common import RetryPolicy

TRY = timedelta(minutes=1)
UNTIL_ANSWERED = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))
