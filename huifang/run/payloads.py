"""How values travel between workflows, activities and clients: as pydantic's JSON, sealed (P23)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypedDict

from temporalio.api.common.v1 import Payload
from temporalio.client import Interceptor
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    EncodingPayloadConverter,
)
from temporalio.exceptions import ApplicationError

from huifang.run.sealed_messages import SealedMessages
from vault.keyring import EVER, Keyring
from vault.payload_codec import REFUSED, SealingCodec, why_refused

_JSON = PydanticJSONPlainPayloadConverter()
_OTHERS = DefaultPayloadConverter.default_encoding_payload_converters[:-1]
"""All but the SDK's own JSON, which comes last."""


class _Refused(EncodingPayloadConverter):
    """What nobody acts on: an update is rejected, a signal is dropped, an activity or a workflow fails."""

    @property
    def encoding(self) -> str:
        return REFUSED.decode()

    def to_payload(self, value: Any) -> None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        why = (why_refused(payload) or b"").decode()
        raise ApplicationError(f"refused: {why}", type="NotSealed", non_retryable=True)


_REFUSED = _Refused()


class SharedConverters(CompositePayloadConverter):
    """As the SDK's `PydanticPayloadConverter`, and the same on the wire.

    The SDK makes a payload converter for every running workflow. Pydantic's validators, which take much
    more memory and time to build than a ticket, are shared among all of them here.
    """

    def __init__(self) -> None:
        super().__init__(*_OTHERS, _REFUSED, _JSON)


unsealed = DataConverter(payload_converter_class=SharedConverters)
"""For clients that read and write no payload, and for the benchmark that asks what sealing costs."""


class Sealing(TypedDict):
    """What a client of Temporal's is connected with, so that it and its workers seal."""

    data_converter: DataConverter
    interceptors: Sequence[Interceptor]


def sealing(
    keyring: Keyring,
    missed: Callable[[], Awaitable[None]] | None = None,
    unsealed_until: datetime = EVER,
) -> Sealing:
    """The product's: payloads sealed with the keys of `keyring`, and what errors say with them.

    `missed` may load a key that `keyring` lacks. `unsealed_until`: see `SealingCodec`.
    """
    codec = SealingCodec(keyring, *([missed] if missed else []), unsealed_until=unsealed_until)
    converter = DataConverter(
        payload_converter_class=SharedConverters,
        payload_codec=codec,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
    return Sealing(data_converter=converter, interceptors=[SealedMessages(codec)])
