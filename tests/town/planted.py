"""Looks for planted texts in whatever form a program may have written them."""

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload, SearchAttributes


def forms(text: str) -> Iterator[bytes]:
    """Of `text`, as bytes that a file would hold."""
    plain = text.encode()
    yield plain
    for coding in ("utf-16-le", "utf-16-be", "gb18030"):
        yield text.encode(coding)
    for content in (plain, text.encode("utf-16-le")):
        yield content.hex().encode()
        yield content.hex().upper().encode()
        yield from _base64(content)
    yield json.dumps(text)[1:-1].encode()
    yield quote(text).encode()


def _base64(content: bytes) -> Iterator[bytes]:
    """Wherever it begins: what stands before moves it by a byte or two; edges are its neighbours'."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + content)
        first, last = (0, 2, 3)[before], len(coded) - (0, 4)[(before + len(content)) % 3 != 0]
        yield coded[first + (2 if before else 0) : last]
        yield coded[first + (2 if before else 0) : last].replace(b"+", b"-").replace(b"/", b"_")


def found(planted: dict[str, str], places: dict[str, bytes]) -> list[str]:
    """What was found where; texts by their keys, so that a failing test writes none of them down."""
    return [
        f"{name} in {place}"
        for name, text in planted.items()
        for place, content in places.items()
        if any(form in content for form in set(forms(text)))
    ]


def payloads(message: Message) -> Iterator[Payload]:
    """Every payload within, but for search attributes: the server reads those."""
    if isinstance(message, Payload):
        yield message
        return
    if isinstance(message, SearchAttributes):
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            values = list(value.values())
        else:
            values = list(value) if field.is_repeated else [value]
        for each in values:
            if isinstance(each, Message):
                yield from payloads(each)
