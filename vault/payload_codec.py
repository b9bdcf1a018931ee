"""What Temporal keeps of ours, sealed: arguments, results, failures, summaries (P23)."""

from collections.abc import Awaitable, Callable, Sequence

from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from vault.keyring import Keyring, NotSealed, UnknownKey
from vault.sealed import Kind

ENCODING = b"binary/encrypted"
"""As Temporal's own samples name it, so that its Web UI and command line say that something is sealed."""
_KEY = "encryption-key-id"


async def _nothing() -> None:
    """Where keys do not change."""


class SealingCodec(PayloadCodec):
    """Seals with the newest data key and opens with any.

    What is not sealed passes through: histories of before, and of tests, go on.
    """

    def __init__(self, keyring: Keyring, missed: Callable[[], Awaitable[None]] = _nothing) -> None:
        """`missed` is called when a key is not in `keyring`, and may load it."""
        self._keyring, self._missed = keyring, missed

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Sealed, each on its own."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """As they were before `encode`. Raises `NotSealed`, `UnknownKey`, `Tampered`."""
        try:
            return [self._opened(payload) for payload in payloads]
        except UnknownKey:
            await self._missed()
            return [self._opened(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        key = str(self._keyring.newest).encode()
        data = self._keyring.seal(Kind.PAYLOAD, payload.SerializeToString())
        return Payload(metadata={"encoding": ENCODING, _KEY: key}, data=data)

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        kind, plain = self._keyring.open(payload.data)
        if kind is not Kind.PAYLOAD:
            raise NotSealed("a value of the database, not a payload of Temporal's")
        try:
            return Payload.FromString(plain)
        except DecodeError:
            raise NotSealed("sealed, but no payload") from None
