"""How values travel between workflows, activities and clients: as pydantic's JSON, sealed (P23)."""

from collections.abc import Awaitable, Callable

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
)

from vault.keyring import Keyring
from vault.payload_codec import SealingCodec

_JSON = PydanticJSONPlainPayloadConverter()
_OTHERS = DefaultPayloadConverter.default_encoding_payload_converters[:-1]
"""All but the SDK's own JSON, which comes last."""


class SharedConverters(CompositePayloadConverter):
    """As the SDK's `PydanticPayloadConverter`, and the same on the wire.

    The SDK makes a payload converter for every running workflow. Pydantic's validators, which take much
    more memory and time to build than a ticket, are shared among all of them here.
    """

    def __init__(self) -> None:
        super().__init__(*_OTHERS, _JSON)


unsealed = DataConverter(payload_converter_class=SharedConverters)
"""For clients that read and write no payload, and for the benchmark that asks what sealing costs."""


def data_converter(keyring: Keyring, missed: Callable[[], Awaitable[None]] | None = None) -> DataConverter:
    """The product's: payloads sealed with the keys of `keyring`, and what errors say with them.

    `missed` may load a key that `keyring` lacks. One codec for the whole process: it keeps no state.
    """
    return DataConverter(
        payload_converter_class=SharedConverters,
        payload_codec=SealingCodec(keyring, missed) if missed else SealingCodec(keyring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
