"""Dysms on a local socket: RPC over HTTP with ACS3-HMAC-SHA256, every signature verified by its own means."""

import asyncio
import hashlib
import hmac
import json
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

KEY_ID, KEY_SECRET = "LTAI-test", "aliyun-test-secret"
BEIJING = timezone(timedelta(hours=8))
_SIGNED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}
_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})"
)

Answer = tuple[int, Any]
S = TypeVar("S", bound="Dysms")


@dataclass
class Dysms:
    """What it was asked, what it took, and what it shall do with the next submissions.

    A plan is an answer (status and body), or "drop" (take it, then reset the connection), "drop-before"
    (reset without taking it), "hang" (take it and never answer), "html" (something between us answers).
    """

    requests: list[dict[str, str]] = field(default_factory=list)
    taken: list[dict[str, str]] = field(default_factory=list)
    plans: list[Any] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    port: int = 0
    _nonces: set[str] = field(default_factory=set)

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *fields = head.split("\r\n")[:-2]
        method, target, _ = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in fields)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        query = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
        self.requests.append({**query, "action": headers.get("x-acs-action", "")})
        plan = self._refusal(method, target, query, headers, body) or self._act(
            headers["x-acs-action"], query
        )
        if plan in ("drop", "drop-before"):
            writer.transport.abort()
            return
        if plan == "hang":
            await reader.read()
        elif plan == "html":
            await self._write(writer, 502, b"<html>Bad Gateway</html>", "text/html")
        else:
            status, answer = plan
            await self._write(writer, status, json.dumps(answer).encode(), "application/json;charset=utf-8")
        writer.close()

    async def _write(self, writer: asyncio.StreamWriter, status: int, body: bytes, kind: str) -> None:
        more = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    def _refusal(
        self, method: str, target: str, query: dict[str, str], headers: dict[str, str], body: bytes
    ) -> Answer | None:
        """What the gateway says before the request reaches the service."""
        given = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if given is None:
            return _error(400, "IncompleteSignature")
        key_id, names, signature = given.groups()
        if key_id != KEY_ID:
            return _error(404, "InvalidAccessKeyId.NotFound")
        if not set(names.split(";")) >= _SIGNED:
            return _error(400, "IncompleteSignature")
        digest = hashlib.sha256(body).hexdigest()
        canonical = "\n".join([
            method, urlsplit(target).path,
            "&".join("=".join(quote(part, safe="~") for part in pair) for pair in sorted(query.items())),
            "".join(f"{name}:{headers[name]}\n" for name in names.split(";")), names, digest,
        ])  # fmt: skip
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        expected = hmac.new(KEY_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
        if headers["x-acs-content-sha256"] != digest or not hmac.compare_digest(signature, expected):
            return _error(400, "SignatureDoesNotMatch")
        sent = datetime.fromisoformat(headers["x-acs-date"])
        if abs(datetime.now(UTC) - sent) > timedelta(minutes=15):
            return _error(400, "InvalidTimeStamp.Expired")
        if headers["x-acs-signature-nonce"] in self._nonces:
            return _error(400, "SignatureNonceUsed")
        self._nonces.add(headers["x-acs-signature-nonce"])
        known = headers["x-acs-version"] == "2017-05-25"
        return None if known else _error(400, "InvalidVersion")

    def _act(self, action: str, query: dict[str, str]) -> Any:
        if action == "SendSms":
            return self._send(query)
        return self._details(query) if action == "QuerySendDetails" else _error(404, "InvalidAction.NotFound")

    def _send(self, query: dict[str, str]) -> Any:
        plan = self.plans.pop(0) if self.plans else None
        if plan in ("drop-before", "html") or isinstance(plan, tuple):
            return plan
        biz = uuid.uuid4().hex
        self.take(query["OutId"], query["PhoneNumbers"].removeprefix("+86"), biz=biz, **query)
        return plan or (200, {"Code": "OK", "Message": "OK", "BizId": biz, "RequestId": uuid.uuid4().hex})

    def take(self, out_id: str, phone: str, day: str | None = None, **more: str) -> None:
        """File a text under the phone and Beijing's day, as if it had been submitted."""
        day = day or datetime.now(BEIJING).strftime("%Y%m%d")
        self.taken.append({**more, "OutId": out_id, "PhoneNum": phone, "day": day})

    def _details(self, query: dict[str, str]) -> Answer:
        if self.plans:
            return self.plans.pop(0)
        size, page = int(query["PageSize"]), int(query["CurrentPage"])
        assert 1 <= size <= 50
        found = [
            {"OutId": row["OutId"], "PhoneNum": row["PhoneNum"], "SendStatus": 3, "ErrCode": "DELIVERED"}
            for row in self.taken
            if row["PhoneNum"] == query["PhoneNumber"] and row["day"] == query["SendDate"]
        ]
        shown = found[(page - 1) * size : page * size]
        total = len(found) if self.announced is None else self.announced
        return 200, {
            "Code": "OK", "Message": "OK", "TotalCount": str(total),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown},
        }  # fmt: skip


def _error(status: int, code: str) -> Answer:
    return status, {"Code": code, "Message": "refused", "RequestId": uuid.uuid4().hex, "HostId": "x"}


def dysms() -> AbstractAsyncContextManager[Dysms]:
    """A fresh one on a free port."""
    return listening(Dysms())


@asynccontextmanager
async def listening(served: S) -> AsyncIterator[S]:
    """`served` on a free port."""
    server = await asyncio.start_server(served.handle, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
