"""The OpenAPI document shows an example of every body and every answer, and each fits its own schema."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.app import create_app
from api.http.config import ApiConfig

_DOCUMENT = create_app(ApiConfig(pool=None, temporal=None, token="t")).openapi()  # type: ignore[arg-type]
_SCHEMAS = _DOCUMENT["components"]["schemas"]


def _media() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every request body and every successful answer, with what it is called."""
    for operations in _DOCUMENT["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{name}-request", media
            for status, answer in operation["responses"].items():
                for media in answer.get("content", {}).values() if status < "300" else ():
                    # Files are what was handed over, whatever that was.
                    if media.get("schema", {}).get("format") != "binary":
                        yield f"{name}-{status}", media


def _examples(media: dict[str, Any]) -> list[Any]:
    if "example" in media:
        return [media["example"]]
    schema = media["schema"]
    named = _SCHEMAS[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    return list(named.get("examples", []))


@pytest.mark.parametrize("media", [pytest.param(media, id=name) for name, media in _media()])
def test_there_is_an_example_and_it_fits(media: dict[str, Any]) -> None:
    examples = _examples(media)
    assert examples
    schema = {**media["schema"], "components": {"schemas": _SCHEMAS}}
    for example in examples:
        Draft202012Validator(schema).validate(example)
