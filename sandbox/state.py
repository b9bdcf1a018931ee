"""What the sandbox remembers: every submission, every reply, and events not yet taken by the webhook."""

import json
import sqlite3
import uuid
from datetime import UTC, datetime
from typing import Any


class State:
    """Kept in SQLite at `db_path`, or in memory when None. A reference may be stored more than once."""

    def __init__(self, db_path: str | None) -> None:
        self._db = sqlite3.connect(db_path or ":memory:", check_same_thread=False)
        self._db.execute("create table if not exists rows (id text primary key, kind text, data text)")
        self.behaviours: list[dict[str, Any]] = []

    def keep(self, kind: str, data: dict[str, Any]) -> str:
        """Store a row and return its new id."""
        row_id = uuid.uuid4().hex
        with self._db:
            self._db.execute("insert into rows values (?, ?, ?)", (row_id, kind, json.dumps(data)))
        return row_id

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """All rows of a kind, oldest first, each with its `id`."""
        found = self._db.execute("select id, data from rows where kind = ? order by rowid", (kind,))
        return [{"id": row_id, **json.loads(data)} for row_id, data in found]

    def forget(self, row_id: str) -> None:
        """Remove one row."""
        with self._db:
            self._db.execute("delete from rows where id = ?", (row_id,))

    def reset(self) -> None:
        """Forget everything."""
        with self._db:
            self._db.execute("delete from rows")
        self.behaviours.clear()

    def behaviour(self, phone: str) -> str:
        """The mode for the next submission to `phone`, using up one of its `times`."""
        for rule in self.behaviours:
            if rule["phone"] in (None, phone) and rule["times"] > 0:
                rule["times"] -= 1
                return str(rule["mode"])
        return "accept"


def now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat()
