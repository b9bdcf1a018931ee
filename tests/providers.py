"""Providers as they also exist."""

from datetime import datetime

from gateways.outcomes import CannotTell
from gateways.sandbox import SandboxSms


class CannotBeAsked(SandboxSms):
    """A provider without a look-up: it sends as the sandbox does, and can tell nothing later."""

    async def lookup(self, reference: str, phone: str, attempted_at: datetime) -> CannotTell:
        """Never an answer."""
        return CannotTell()
