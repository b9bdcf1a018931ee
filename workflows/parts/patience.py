"""How long an attempt of a ticket's activity may take, and how it is repeated until there is an answer."""

from datetime import timedelta

from temporalio.common import RetryPolicy

TRY = timedelta(minutes=1)
UNTIL_ANSWERED = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))
WHILE_PEOPLE_WAIT = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=2))
"""For calls and texts to people who are to act, and for whoever is on the phone."""
