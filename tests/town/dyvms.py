"""Aliyun's voice service on a local socket: the same gateway as Dysms, other actions."""

import json
import uuid
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.town.dysms import Answer, Dysms, listening

PRODUCTS = {"IvrCall": "11000000300005", "ClickToDial": "11000000300004"}
SHOWN = "057100000000"


@dataclass
class Dyvms(Dysms):
    """`details` is what look-ups tell of a call, by its id and from when on; plans are as for Dysms."""

    details: dict[str, tuple[datetime, Any]] = field(default_factory=dict)

    def _act(self, action: str, query: dict[str, str]) -> Any:
        if action in PRODUCTS:
            return self._place(action, query)
        if action != "QueryCallDetailByCallId":
            return 404, {"Code": "InvalidAction.NotFound", "Message": "refused"}
        return self.plans.pop(0) if self.plans else self._found(query)

    def _place(self, action: str, query: dict[str, str]) -> Any:
        plan = self.plans.pop(0) if self.plans else None
        if plan in ("drop-before", "html") or isinstance(plan, tuple):
            return plan
        call = f"{uuid.uuid4().int % 10**12}^{uuid.uuid4().int % 10**12}"
        self.taken.append({**query, "action": action, "call": call})
        return plan or (200, {"Code": "OK", "Message": "OK", "CallId": call, "RequestId": uuid.uuid4().hex})

    def _found(self, query: dict[str, str]) -> Answer:
        call = next((row for row in self.taken if row["call"] == query["CallId"]), None)
        if call is None or PRODUCTS[call["action"]] != query["ProdId"]:
            return 200, {"Code": "OK", "Message": "OK", "Data": ""}
        began, details = self.details.get(query["CallId"], (datetime.now(UTC), None))
        since = datetime.fromtimestamp(int(query["QueryDate"]) / 1000, UTC)
        there = details is not None and since <= began < since + timedelta(days=1)
        return 200, {"Code": "OK", "Message": "OK", "Data": json.dumps(details) if there else ""}


def dyvms() -> AbstractAsyncContextManager[Dyvms]:
    """A fresh one on a free port."""
    return listening(Dyvms())
