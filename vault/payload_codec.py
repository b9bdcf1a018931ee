"""What Temporal keeps of ours, sealed: arguments, results, failures, summaries (P23).

Each is bound to the ticket it belongs to and to what it is meant to be there: nobody but who has the keys can
make one, and a real one says nothing anywhere else (decision 0029).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec, SerializationContext, WithSerializationContext

from vault.keyring import EVER, Keyring, NotSealed, Tampered, UnknownKey
from vault.payload_place import Bound, Place, place_of
from vault.sealed import Kind

ENCODING = b"binary/encrypted"
"""As Temporal's own samples name it, so that its Web UI and command line say that something is sealed."""
REFUSED = b"binary/refused"
"""Instead of a payload that nobody acts on; whoever wants to read it hears why."""
PLAIN, UNBOUND, ELSEWHERE, FORGED = b"plain", b"unbound", b"elsewhere", b"forged"
"""Why it is refused: not sealed; sealed before payloads were bound; another place's; not made by us."""
_KEY, _BOUND_TO, _MEANT, _WHY = "encryption-key-id", "bound-to", "huifang-meant", "why"
_LATE = timedelta(days=7)
"""For so long what was sealed before is taken: a ticket may have waited for a worker meanwhile."""


async def _nothing() -> None:
    """Where keys do not change."""


@dataclass(frozen=True)
class Tolerance:
    """Until when, by the clock of whoever was told, what is not bound was taken."""

    plain_until: datetime
    unbound_until: datetime

    def takes(self, why: bytes, at: datetime) -> bool:
        """Whether something refused for this reason was fine at that moment."""
        until = {PLAIN: self.plain_until, UNBOUND: self.unbound_until}.get(why, EVER)
        return at < until


class SealingCodec(PayloadCodec, WithSerializationContext):
    """Seals with the newest data key and opens with any.

    With the SDK's context it judges: what is not sealed, or belongs elsewhere, becomes a `REFUSED` payload.
    Without one it only shows, which is what the Web UI's codec endpoint does.
    """

    def __init__(
        self,
        keyring: Keyring,
        missed: Callable[[], Awaitable[None]] = _nothing,
        *,
        unsealed_until: datetime = EVER,
        place: Place | None = None,
    ) -> None:
        """`missed` is called when a key is not in `keyring`, and may load it.

        `unsealed_until`: what is not sealed is taken until then (for migration alone).
        """
        self._keyring, self._missed, self._place = keyring, missed, place
        self._unsealed_until = unsealed_until

    def with_context(self, context: SerializationContext) -> "SealingCodec":
        """The same, for what belongs to that ticket or activity."""
        return SealingCodec(
            self._keyring, self._missed, unsealed_until=self._unsealed_until, place=place_of(context)
        )

    @property
    def binds(self) -> bool:
        """Whether what is sealed now is bound."""
        return self._keyring.binds

    @property
    def tolerance(self) -> Tolerance:
        """What of before is taken, as the keys say now."""
        binds_from = self._keyring.binds_from
        late = binds_from if binds_from == EVER else _later(binds_from)
        return Tolerance(max(binds_from, self._unsealed_until), max(late, self._unsealed_until))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Sealed, each on its own."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """As they were before `encode`, or `REFUSED`.

        Raises `UnknownKey`; without context `NotSealed` and `Tampered` as well.
        """
        try:
            return [self._judged(payload) for payload in payloads]
        except UnknownKey:
            await self._missed()
            return [self._judged(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        metadata = {"encoding": ENCODING, _KEY: str(self._keyring.newest).encode()}
        plain = payload.SerializeToString()
        if not self.binds:
            return Payload(metadata=metadata, data=self._keyring.seal(Kind.PAYLOAD, plain))
        bound = Bound.now(self._place).written()
        data = self._keyring.seal(Kind.BOUND_PAYLOAD, plain, bound_to=bound)
        return Payload(metadata={**metadata, _BOUND_TO: bound}, data=data)

    def _judged(self, payload: Payload) -> Payload:
        if self._place is None:
            return self._opened(payload)[0] if _is_sealed(payload) else payload
        if not _is_sealed(payload):
            return self._unless_tolerated(PLAIN, payload)
        try:
            opened, bound = self._opened(payload)
        except (NotSealed, Tampered):
            return refused(FORGED)
        if bound is None:
            return self._unless_tolerated(UNBOUND, opened)
        if not bound.belongs_to(self._place):
            return refused(ELSEWHERE)
        opened.metadata[_MEANT] = bound.meant.encode()
        return opened

    def _unless_tolerated(self, why: bytes, payload: Payload) -> Payload:
        return payload if self.tolerance.takes(why, datetime.now(UTC)) else refused(why, payload)

    def _opened(self, payload: Payload) -> tuple[Payload, Bound | None]:
        bound_to = payload.metadata.get(_BOUND_TO, b"")
        kind, plain = self._keyring.open(payload.data, bound_to)
        if kind not in (Kind.PAYLOAD, Kind.BOUND_PAYLOAD):
            raise NotSealed("a value of the database, not a payload of Temporal's")
        try:
            bound = Bound.read(bound_to) if kind is Kind.BOUND_PAYLOAD else None
            return Payload.FromString(plain), bound
        except (DecodeError, ValueError):
            raise NotSealed("sealed, but no payload") from None


def refused(why: bytes, payload: Payload | None = None) -> Payload:
    """What stands for a payload that nobody acts on; `payload` is what it would have been."""
    return Payload(
        metadata={"encoding": REFUSED, _WHY: why}, data=payload.SerializeToString() if payload else b""
    )


def why_refused(payload: Payload) -> bytes | None:
    """The reason; None where it is not refused."""
    return payload.metadata.get(_WHY, FORGED) if payload.metadata.get("encoding") == REFUSED else None


def would_have_been(payload: Payload) -> Payload:
    """What was refused for being `PLAIN` or `UNBOUND`."""
    return Payload.FromString(payload.data)


def meaning_of(payload: Payload) -> str | None:
    """As what an opened payload was sealed; None where it is not bound."""
    meant = payload.metadata.get(_MEANT)
    return None if meant is None else meant.decode()


def is_bound(payload: Payload) -> bool:
    """Whether a payload as Temporal keeps it is sealed and bound."""
    return _is_sealed(payload) and _BOUND_TO in payload.metadata


def _is_sealed(payload: Payload) -> bool:
    return payload.metadata.get("encoding") == ENCODING


def _later(moment: datetime) -> datetime:
    return moment if moment.year >= datetime.max.year else moment + _LATE
