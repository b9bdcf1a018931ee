"""An office whose files are lent, with Postgres, Temporal and the phones behind it."""

from tests.stories.conftest import *  # noqa: F403
