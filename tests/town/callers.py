"""The API with somebody of every role signed in, over real HTTP."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from domain.access.roles import BUILT_IN
from tests.town.archive import Archive
from tests.town.doors import Browser, Door


@dataclass
class Caller:
    """Somebody of a role, with what identifies their requests."""

    role: str
    browser: Browser
    staff_id: str | None

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """As our own page, or as a program with its token."""
        return await self.browser.call(method, path, **options)


async def somebody(door: Door, archive: Archive, role: str, **who: str | None) -> Caller:
    """Of this role: a member of staff who signed in, or a program with a token."""
    if role == "integration":
        return await program(door, sorted(BUILT_IN[role].permissions))
    staff_id = await archive.person(_STAFF.get(role, role), **who)
    person = await door.person(role, staff_id=staff_id)
    return Caller(role, await door.signed_in(person), staff_id)


async def program(door: Door, scopes: list[str]) -> Caller:
    """With a token of these scopes."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    body = {"name": "官网", "scopes": scopes, "expires_at": until}
    answer = await door.admin.post("/api-tokens", json=body)
    assert answer.status_code == 201, answer.text
    browser = door.browser(Authorization=f"Bearer {answer.json()['secret']}")
    return Caller("integration", browser, None)


_STAFF = {"crew": "crew_leader", "auditor": "manager", "administrator": "manager"}
"""What somebody with the role is on the staff, where that is called otherwise."""
