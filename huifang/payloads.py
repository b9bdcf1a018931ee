"""How values travel between workflows, activities and clients: as pydantic's JSON."""

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import CompositePayloadConverter, DataConverter, DefaultPayloadConverter

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


data_converter = DataConverter(payload_converter_class=SharedConverters)
