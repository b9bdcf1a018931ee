"""Payloads of Temporal's opened for its Web UI and command line, by whoever may read them (P23).

The remote codec protocol: what comes in goes out in the same order, opened. Nothing is sealed here: whoever
could do that could write into tickets.
"""

import base64
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from starlette.requests import Request
from temporalio.api.common.v1 import Payload as TemporalPayload
from temporalio.converter import PayloadCodec

from api.access.web_ui import DECODE
from api.routing import (
    BODY,
    FieldError,
    Problem,
    Route,
    config_of,
    field_error,
    note_seen,
    principal_of,
    problems,
    request_id_of,
)
from vault.keyring import NotSealed, Tampered, UnknownKey
from vault.payload_codec import ENCODING

router = APIRouter(tags=["operations"], route_class=Route)

MOST = 2000
"""Payloads of one request; a page of history has fewer."""
_log = structlog.get_logger("api")


def _from_base64(given: Any) -> bytes:
    if isinstance(given, bytes):
        return given
    if not isinstance(given, str):
        raise ValueError("base64 as a text")
    return base64.b64decode(given, validate=True)


Base64 = Annotated[
    bytes,
    BeforeValidator(_from_base64),
    PlainSerializer(lambda content: base64.b64encode(content).decode(), return_type=str),
    WithJsonSchema({"type": "string", "format": "byte"}),
]
_EXAMPLE: dict[str, Any] = {"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "IuWcqOWkhOeQhiI="}


class Payload(BaseModel):
    """As Temporal writes one in JSON."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    metadata: dict[str, Base64] = Field(default_factory=dict)
    data: Base64 = b""


class Payloads(BaseModel):
    """In order."""

    payloads: list[Payload] = Field(max_length=MOST)


@router.post(
    DECODE,
    operation_id="decodePayloads",
    summary="Open what Temporal keeps sealed",
    responses=problems(*BODY),
)
async def decode(
    request: Request,
    given: Payloads,
    namespace: Annotated[str | None, Header(alias="X-Namespace", description="Temporal's.")] = None,
    preserve_references: Annotated[
        bool,
        Query(alias="preserveStorageRefs", description="The Web UI's; nothing is kept elsewhere."),
    ] = False,
) -> Payloads:
    """Called by the Temporal Web UI and the `temporal` command; what is not sealed comes back as it came."""
    client = config_of(request).temporal
    if namespace is not None and namespace != client.namespace:
        raise Problem("invalid", [field_error(request.scope, "header", "X-Namespace", "namespace")])
    codec = client.data_converter.payload_codec
    sealed = [_of_temporal(each) for each in given.payloads]
    opened = sealed if codec is None else await _opened(request, codec, sealed)
    count = sum(each.metadata.get("encoding") == ENCODING for each in sealed)
    if count:
        await note_seen(request, None, "payloads", count=count)
    return Payloads(payloads=[_in_json(each) for each in opened])


async def _opened(
    request: Request, codec: PayloadCodec, sealed: list[TemporalPayload]
) -> list[TemporalPayload]:
    """One by one, so that the one that does not open is named."""
    opened, refused = [], list[FieldError]()
    for number, payload in enumerate(sealed):
        try:
            opened += await codec.decode([payload])
        except (NotSealed, Tampered, UnknownKey) as error:
            refused.append(field_error(request.scope, "body", f"#/payloads/{number}/data", "payload"))
            principal = principal_of(request.scope)
            _log.warning(
                "payload_refused",
                error=type(error).__qualname__,
                principal=principal.id if principal else None,
                request_id=request_id_of(request.scope),
            )
    if refused:
        raise Problem("invalid", refused)
    return opened


def _of_temporal(payload: Payload) -> TemporalPayload:
    return TemporalPayload(metadata=payload.metadata, data=payload.data)


def _in_json(payload: TemporalPayload) -> Payload:
    return Payload(metadata=dict(payload.metadata), data=payload.data)
