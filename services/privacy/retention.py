"""What has been kept long enough, kind by kind (P23; Article 47)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.privacy.retention_schedule import RetentionPolicy
from store.database import Connection, queries
from vault.values import Hidden


async def due(db: Connection, kind: str, policy: RetentionPolicy, most: int) -> list[str]:
    """Ids of what is due now, `most` of them."""
    now = datetime.now(UTC)
    period = period_of(kind, policy)
    find = getattr(queries, f"due_{kind}")
    found = find(db, before=now - period, most=most, **_more(kind, policy, now))
    return [row["id"] async for row in found]


def period_of(kind: str, policy: RetentionPolicy) -> timedelta:
    """How long the kind is kept; what had to be kept for somebody has a day of its own."""
    return timedelta() if kind == "rests" else getattr(policy, kind)


def _more(kind: str, policy: RetentionPolicy, now: datetime) -> Mapping[str, Any]:
    if kind == "leads":
        return {"contracts": now - policy.contracts, "after_sales": now - policy.after_sales}
    return {"nothing": ""} if kind == "former_staff" else {}


async def erase_due(db: Connection, kind: str, ids: list[str], policy: RetentionPolicy) -> None:
    """Make unrecognisable, or delete, what is due of a kind, by id; safe to repeat."""
    instead: dict[str, dict[str, Any]] = {
        "message_texts": {"hidden": Hidden(""), "nothing": ""},
        "ticket_texts": {"nothing_said": {}},
        "former_staff": {"names": ids, "nothing": ""},
    }
    before = datetime.now(UTC) - period_of(kind, policy)
    await getattr(queries, f"erase_{kind}")(db, ids=ids, before=before, **instead.get(kind, {}))
