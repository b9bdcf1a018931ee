"""The sandbox's memory: submissions, replies, orders, and events that the webhook has not taken yet."""

import asyncio
import json
import sqlite3
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.orders import Behaviour, PhoneReply, Submission

_SCHEMA = Path(__file__).with_name("schema.sql").read_text("utf-8")
_OUTCOMES = {"fail_delivery": "failed", "no_receipt": None}


@dataclass(frozen=True)
class Treatment:
    """What happens to one submission; `delay` is in seconds before its receipt."""

    mode: str
    delay: float


class State:
    """Kept in SQLite at `db_path`, or in memory when None.

    A reference may be stored more than once: that is how a double sending shows.
    """

    def __init__(self, db_path: str | None = None, delay: float = 1.0) -> None:
        """`delay` is the seconds before a receipt or reply goes out, where an order names none."""
        self.db = sqlite3.connect(db_path or ":memory:", check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(_SCHEMA)
        self.delay = delay
        self.arrived = asyncio.Event()
        """Set whenever an event was stored."""

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def order(self, steps: Iterable[Behaviour | PhoneReply]) -> None:
        """Queue the steps of one script; replies that nothing stands before go at once."""
        script = uuid.uuid4().hex
        with self.db:
            for step in steps:
                reply = isinstance(step, PhoneReply)
                values = {"mode": None, "text": None, "times": 1} | step.model_dump()
                self.db.execute(
                    "INSERT INTO steps (script, kind, phone, mode, text, times, delay)"
                    " VALUES (:script, :kind, :phone, :mode, :text, :times, :delay)",
                    {**values, "script": script, "kind": "reply" if reply else "behaviour"},
                )
            self._advance(script)

    def treatment(self, phone: str) -> Treatment:
        """How to treat the next submission to `phone`; uses up one of the order's times."""
        with self.db:
            step = self.db.execute(
                "SELECT * FROM steps WHERE kind = 'behaviour' AND (phone IS NULL OR phone = ?)"
                " ORDER BY seq LIMIT 1",
                (phone,),
            ).fetchone()
            if step is None:
                return Treatment("accept", self.delay)
            self.db.execute("UPDATE steps SET times = times - 1 WHERE seq = ?", (step["seq"],))
            self.db.execute("DELETE FROM steps WHERE times < 1")
        return Treatment(step["mode"], self.delay if step["delay"] is None else step["delay"])

    def accept(self, sms: Submission, treatment: Treatment) -> str:
        """Store a submission and the receipt it will have; returns the provider's id."""
        provider_id, now = uuid.uuid4().hex, time.time()
        outcome, due = _OUTCOMES.get(treatment.mode, "delivered"), now + treatment.delay
        with self.db:
            self.db.execute(
                "INSERT INTO messages (id, reference, phone, text, signature, at, outcome, due)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (provider_id, sms.reference, sms.phone, sms.text, sms.signature, now, outcome, due),
            )
            if outcome:
                self.event(due, {
                    "kind": "receipt", "provider_id": provider_id, "reference": sms.reference,
                    "delivered": outcome == "delivered",
                    "code": "DELIVERED" if outcome == "delivered" else "FAILED",
                })  # fmt: skip
        return provider_id

    def advance(self) -> None:
        """Send the replies that are next in their scripts."""
        with self.db:
            for row in self.db.execute("SELECT DISTINCT script FROM steps WHERE kind = 'reply'").fetchall():
                self._advance(row["script"])

    def messages(self, reference: str | None = None, phone: str | None = None) -> list[dict[str, Any]]:
        """Submissions, oldest first, with what the network has said so far as `state`."""
        now = time.time()
        asked = {"reference": reference, "phone": phone}
        where = " AND ".join(f"{key} = :{key}" for key, value in asked.items() if value is not None) or "true"
        rows = self.db.execute(f"SELECT * FROM messages WHERE {where} ORDER BY seq", asked)  # noqa: S608
        return [
            {
                **{key: row[key] for key in ("id", "reference", "phone", "text", "signature")},
                "state": row["outcome"] if row["outcome"] and row["due"] <= now else "sent",
                "at": iso(row["at"]),
            }
            for row in rows
        ]

    def recent_phones(self, most: int) -> list[str]:
        """The phones something happened to last, the latest first."""
        rows = self.db.execute(
            "SELECT phone FROM (SELECT phone, at FROM messages"
            " UNION ALL SELECT phone, at FROM replies WHERE at <= ?"
            " UNION ALL SELECT phone, since FROM legs"
            " WHERE state IN ('ringing', 'talking') OR outcome IS NOT NULL)"
            " GROUP BY phone ORDER BY max(at) DESC LIMIT ?",
            (time.time(), most),
        )
        return [row["phone"] for row in rows]

    def replies(self, phone: str | None = None) -> list[dict[str, Any]]:
        """What phones, or one phone, have sent back so far, oldest first."""
        rows = self.db.execute(
            "SELECT id, phone, text, at FROM replies"
            " WHERE at <= :now AND (:phone IS NULL OR phone = :phone) ORDER BY at, seq",
            {"now": time.time(), "phone": phone},
        )
        return [{**dict(row), "at": iso(row["at"])} for row in rows]

    def due_events(self, most: int) -> list[tuple[int, dict[str, Any]]]:
        """The events that may go out now, in order, each with the number to forget it by."""
        rows = self.db.execute(
            "SELECT seq, body FROM events WHERE due <= ? ORDER BY due, seq LIMIT ?", (time.time(), most)
        )
        return [(row["seq"], json.loads(row["body"])) for row in rows]

    def next_due(self) -> float | None:
        """Seconds until the next event may go out; None when there is none."""
        due = self.db.execute("SELECT min(due) FROM events").fetchone()[0]
        return None if due is None else max(0.0, due - time.time())

    def forget(self, events: Iterable[int]) -> None:
        """Remove events that were taken."""
        with self.db:
            self.db.executemany("DELETE FROM events WHERE seq = ?", [(seq,) for seq in events])

    def reset(self) -> None:
        """Forget everything."""
        with self.db:
            for table in ("messages", "replies", "events", "steps", "calls", "legs", "call_orders"):
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608 -- the names above

    def _advance(self, script: str) -> None:
        steps = self.db.execute("SELECT * FROM steps WHERE script = ? ORDER BY seq", (script,)).fetchall()
        earliest = time.time()
        for step in steps:
            if step["kind"] != "reply":
                return
            earliest = self._reply(step["phone"], step["text"], earliest + step["delay"])
            self.db.execute("DELETE FROM steps WHERE seq = ?", (step["seq"],))

    def _reply(self, phone: str, text: str, at: float) -> float:
        # People answer what they have received: never before the last text to them has arrived.
        arrived = self.db.execute("SELECT max(due) FROM messages WHERE phone = ?", (phone,)).fetchone()[0]
        at = max(at, arrived or at)
        self.db.execute(
            "INSERT INTO replies (id, phone, text, at) VALUES (?, ?, ?, ?)",
            (uuid.uuid4().hex, phone, text, at),
        )
        self.event(at, {"kind": "reply", "phone": phone, "text": text, "provider_id": None})
        return at

    def event(self, due: float, body: dict[str, Any]) -> dict[str, Any]:
        """Store an event that may go out from `due` on, in the caller's transaction; returns it whole."""
        body = {"event_id": uuid.uuid4().hex, "at": iso(due), **body}
        self.db.execute("INSERT INTO events (due, body) VALUES (?, ?)", (due, json.dumps(body)))
        self.arrived.set()
        return body


def iso(seconds: float) -> str:
    """The moment in ISO 8601, UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
