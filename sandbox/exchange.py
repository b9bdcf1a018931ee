"""The phone exchange: phones ring, are answered or not, keys are pressed, people talk and hang up."""

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from sqlite3 import Row
from typing import Any, Literal, get_args

from sandbox.call_orders import BridgeOrder, CallBehaviour, NoticeOrder, PhoneMode, SubmissionMode
from sandbox.state import State, iso

_KEY_PATIENCE = 60.0
"""Seconds that a notice waits for a key before it hangs up."""
_LONGEST_TALK = 3600.0
_AT_ONCE = ("busy", "unreachable", "wrong_number")
"""Where the phone does not even ring."""


class Exchange:
    """Kept in the same file as the texts; what is due while the server is down happens when it is back."""

    def __init__(self, state: State, ring: float) -> None:
        """`ring`: seconds before a phone that nobody answers, and no order speaks of, stops ringing."""
        self._state, self._db, self._ring_for = state, state.db, ring
        self.changed = asyncio.Event()
        """Set whenever something may be due earlier than before."""

    def order(self, behaviour: CallBehaviour) -> None:
        """Queue one behaviour behind those already queued."""
        with self._db:
            self._db.execute(
                "INSERT INTO call_orders (mode, phone, leg, times, plan) VALUES (?, ?, ?, ?, ?)",
                (
                    behaviour.mode,
                    behaviour.phone,
                    behaviour.leg,
                    behaviour.times,
                    behaviour.model_dump_json(),
                ),
            )

    def submission(self, phones: Sequence[str]) -> str:
        """What to do with an order of a call to these phones; uses up one of the behaviour's times."""
        with self._db:
            plans = (self._take(get_args(SubmissionMode), phone, None) for phone in phones)
            return next((str(plan["mode"]) for plan in plans if plan), "accept")

    def place(self, order: NoticeOrder | BridgeOrder, base: str) -> str:
        """Take a call, and let the first phone ring; returns the provider's id."""
        call, now = uuid.uuid4().hex, time.time()
        notice = order if isinstance(order, NoticeOrder) else None
        legs = {"callee": notice.phone} if notice else {}
        if isinstance(order, BridgeOrder):
            legs = {"agent": order.agent_phone, "customer": order.customer_phone}
        with self._db:
            self._db.execute(
                "INSERT INTO calls (id, reference, kind, text, keys, base, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    call, order.reference, "notice" if notice else "bridge", notice.text if notice else None,
                    json.dumps(notice.keys if notice else []), base, now,
                ),
            )  # fmt: skip
            for name, phone in legs.items():
                self._db.execute(
                    "INSERT INTO legs (call_id, name, phone, state, since) VALUES (?, ?, ?, 'waiting', ?)",
                    (call, name, phone, now),
                )
            self._event(call, now, "call_seen", {})
            self._ring(self._leg(call, next(iter(legs))), now)
        return call

    def calls(self, reference: str | None = None) -> list[dict[str, Any]]:
        """Every call taken, or those under one reference, oldest first, with its legs and its end."""
        rows = self._db.execute(
            "SELECT * FROM calls WHERE :reference IS NULL OR reference = :reference ORDER BY seq",
            {"reference": reference},
        )
        return [
            {
                **{name: row[name] for name in ("reference", "kind", "text", "key")},
                "provider_id": row["id"],
                "at": iso(row["at"]),
                "legs": [
                    {name: leg[name] for name in ("name", "phone", "state", "outcome")}
                    for leg in self._db.execute(
                        "SELECT * FROM legs WHERE call_id = ? ORDER BY seq", (row["id"],)
                    )
                ],
                "ended": json.loads(row["report"]) if row["report"] else None,
            }
            for row in rows
        ]

    def legs(self, phone: str) -> list[Row]:
        """The calls of one phone, oldest first, each joined with what the call is about."""
        return self._db.execute(
            "SELECT c.*, l.name, l.state, l.since, l.outcome, o.phone AS other"
            " FROM legs l JOIN calls c ON c.id = l.call_id"
            " LEFT JOIN legs o ON o.call_id = l.call_id AND o.seq <> l.seq"
            " WHERE l.phone = ? AND (l.state IN ('ringing', 'talking') OR l.outcome IS NOT NULL)"
            " ORDER BY c.seq",
            (phone,),
        ).fetchall()

    def act(self, call: str, phone: str, act: Literal["answer", "refuse", "hang_up"]) -> bool:
        """Somebody holding the phone does something; False where the moment for it has passed."""
        now = time.time()
        with self._db:
            leg = self._going(call, phone)
            if leg is None or (leg["state"] == "ringing") != (act in ("answer", "refuse")):
                return False
            if act == "answer":
                # From here on a person decides, whatever was ordered.
                self._db.execute("UPDATE legs SET plan = '{}' WHERE seq = ?", (leg["seq"],))
                self._answer(self._leg(call, leg["name"]), now)
            elif act == "refuse":
                self._finish(leg, "refused", now)
            else:
                self._hang_up(leg, now)
        return True

    def press(self, call: str, phone: str, key: str) -> bool:
        """Somebody presses a key while a notice is read; False where the moment for it has passed."""
        with self._db:
            leg = self._going(call, phone)
            if leg is None or leg["state"] != "talking" or leg["name"] != "callee":
                return False
            self._press(leg, key, time.time())
        return True

    def tick(self) -> None:
        """Let happen what is due, each at its own time and in order."""
        with self._db:
            while leg := self._db.execute(
                "SELECT * FROM legs WHERE due <= ? ORDER BY due, seq LIMIT 1", (time.time(),)
            ).fetchone():
                self._happen(leg)

    def next_due(self) -> float | None:
        """Seconds until the next thing happens by itself; None when nothing will."""
        due = self._db.execute("SELECT min(due) FROM legs").fetchone()[0]
        return None if due is None else max(0.0, due - time.time())

    def _happen(self, leg: Row) -> None:
        at: float = leg["due"]
        match leg["next"]:
            case "answer":
                self._answer(leg, at)
            case "press":
                self._press(leg, json.loads(leg["plan"])["key"], at)
            case "hang_up":
                self._hang_up(leg, at)
            case outcome:
                self._finish(leg, outcome, at)

    def _ring(self, leg: Row, at: float) -> None:
        plan = self._take(get_args(PhoneMode), leg["phone"], leg["name"]) or {"mode": "ring"}
        mode, given = plan["mode"], plan.get("delay")
        delay = self._state.delay if given is None else given
        following = {"answer_and_press": "answer", "refuse": "refused", "ring": "no_answer"}.get(mode, mode)
        if following == "no_answer" and given is None:
            delay = self._ring_for
        state = "waiting" if mode in _AT_ONCE else "ringing"
        self._db.execute(
            "UPDATE legs SET state = ?, since = ?, plan = ? WHERE seq = ?",
            (state, at, json.dumps(plan), leg["seq"]),
        )
        self._next(leg, following, at + delay)

    def _answer(self, leg: Row, at: float) -> None:
        self._db.execute(
            "UPDATE legs SET state = 'talking', since = ?, outcome = 'answered' WHERE seq = ?",
            (at, leg["seq"]),
        )
        plan = json.loads(leg["plan"])
        if leg["name"] == "agent":
            self._next(leg, None, None)
            self._ring(self._leg(leg["call_id"], "customer"), at)
        elif leg["name"] == "customer":
            self._join(leg, plan, at)
        elif plan.get("mode") == "answer_and_press":
            self._next(leg, "press", at + _lasts(plan))
        elif plan.get("mode") == "answer":
            self._next(leg, "hang_up", at + _lasts(plan))
        else:
            self._next(leg, "hang_up", at + _KEY_PATIENCE)

    def _join(self, customer: Row, plan: dict[str, Any], at: float) -> None:
        """Both are there. Whoever follows an order hangs up when it says so, the customer first."""
        self._db.execute("UPDATE calls SET joined = ? WHERE id = ?", (at, customer["call_id"]))
        agent = self._leg(customer["call_id"], "agent")
        ordered = json.loads(agent["plan"])
        if plan.get("mode") or not ordered.get("mode"):
            self._next(customer, "hang_up", at + (_lasts(plan) if plan.get("mode") else _LONGEST_TALK))
        else:
            self._next(customer, None, None)
            self._next(agent, "hang_up", at + _lasts(ordered))

    def _press(self, leg: Row, key: str, at: float) -> None:
        call = self._call(leg["call_id"])
        self._db.execute("UPDATE calls SET key = ? WHERE id = ?", (key, call["id"]))
        self._event(call["id"], at, "key_pressed", {"key": key})
        if key in json.loads(call["keys"]):
            self._finish(leg, "acknowledged", at)
        else:
            self._next(leg, "hang_up", at + _KEY_PATIENCE)

    def _hang_up(self, leg: Row, at: float) -> None:
        joined = self._call(leg["call_id"])["joined"]
        if leg["name"] == "agent" and joined is None:
            self._finish(leg, "failed", at, code="AGENT_HUNG_UP")
        else:
            self._finish(leg, "answered", at)

    def _finish(self, leg: Row, outcome: str, at: float, code: str | None = None) -> None:
        call = self._call(leg["call_id"])
        plan = json.loads(leg["plan"])
        spoke = outcome in ("answered", "acknowledged")
        began = call["joined"] if call["kind"] == "bridge" else leg["since"]
        talk = round(at - began) if spoke else 0
        if spoke and plan.get("mode") and leg["next"] in ("hang_up", "press"):
            talk = plan["talk"]
        body = {
            "outcome": outcome, "key": call["key"], "talk_seconds": talk, "code": code or outcome.upper(),
            "leg": None if spoke or leg["name"] == "callee" else leg["name"],
        }  # fmt: skip
        report = self._event(call["id"], at, "call_ended", body)
        if call["joined"] is not None and talk:
            url = f"{call['base']}recordings/{call['id']}.wav"
            self._event(call["id"], at, "call_recorded", {"url": url})
        self._db.execute("UPDATE calls SET report = ? WHERE id = ?", (json.dumps(report), call["id"]))
        self._db.execute("UPDATE legs SET outcome = ? WHERE seq = ?", (outcome, leg["seq"]))
        self._db.execute(
            "UPDATE legs SET state = 'ended', next = NULL, due = NULL,"
            " outcome = CASE WHEN state = 'ringing' THEN coalesce(outcome, 'no_answer') ELSE outcome END"
            " WHERE call_id = ?",
            (call["id"],),
        )

    def _next(self, leg: Row, following: str | None, due: float | None) -> None:
        self._db.execute("UPDATE legs SET next = ?, due = ? WHERE seq = ?", (following, due, leg["seq"]))
        self.changed.set()

    def _event(self, call: str, at: float, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        known = {"kind": kind, "provider_id": call, "reference": self._call(call)["reference"]}
        return self._state.event(at, known | body)

    def _take(self, modes: tuple[str, ...], phone: str, leg: str | None) -> dict[str, Any] | None:
        marks = ", ".join("?" for _ in modes)
        row = self._db.execute(
            f"SELECT * FROM call_orders WHERE mode IN ({marks}) AND (phone IS NULL OR phone = ?)"  # noqa: S608
            " AND (leg IS NULL OR leg = ? OR ? IS NULL) ORDER BY seq LIMIT 1",
            (*modes, phone, leg, leg),
        ).fetchone()
        if row is None:
            return None
        self._db.execute("UPDATE call_orders SET times = times - 1 WHERE seq = ?", (row["seq"],))
        self._db.execute("DELETE FROM call_orders WHERE times < 1")
        plan: dict[str, Any] = json.loads(row["plan"])
        return plan

    def _going(self, call: str, phone: str) -> Row | None:
        leg: Row | None = self._db.execute(
            "SELECT * FROM legs WHERE call_id = ? AND phone = ? AND state IN ('ringing', 'talking')",
            (call, phone),
        ).fetchone()
        return leg

    def _call(self, call: str) -> Row:
        row: Row = self._db.execute("SELECT * FROM calls WHERE id = ?", (call,)).fetchone()
        return row

    def _leg(self, call: str, name: str) -> Row:
        row: Row = self._db.execute(
            "SELECT * FROM legs WHERE call_id = ? AND name = ?", (call, name)
        ).fetchone()
        return row


def _lasts(plan: dict[str, Any]) -> float:
    return float(plan["talk"] if plan["lasts"] is None else plan["lasts"])


async def run(exchange: Exchange) -> None:
    """Run for ever: let happen what is due, and wait for what comes next."""
    while True:
        exchange.changed.clear()
        exchange.tick()
        try:
            await asyncio.wait_for(exchange.changed.wait(), exchange.next_due())
        except TimeoutError:
            continue
