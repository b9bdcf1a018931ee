"""Examples of answers that are made of other answers, put together from theirs."""

from collections.abc import Mapping
from typing import Any

_MOMENTS = {"date": "2027-01-15", "date-time": "2026-12-16T10:00:00+08:00"}
_NONE = object()
_REF = "#/components/schemas/"


def complete(schemas: Mapping[str, dict[str, Any]]) -> None:
    """Give every object of `schemas` without an example one, where each part that it needs has its own."""
    for schema in schemas.values():
        if "examples" in schema:
            schema["examples"] = [_with_nulls(each, schema, schemas) for each in schema["examples"]]
    for schema in schemas.values():
        if schema.get("type") == "object" and "examples" not in schema:
            example = _example(schema, schemas, ())
            if example is not _NONE:
                schema["examples"] = [example]


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any], within: tuple[str, ...]) -> Any:
    """What `schema` looks like; `_NONE` where nobody has said. `within` ends trees."""
    if schema.get("examples"):
        return schema["examples"][0]
    for said in ("default", "const"):
        if said in schema:
            return schema[said]
    if "enum" in schema:
        return schema["enum"][0]
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        return _NONE if name in within else _example(schemas[name], schemas, (*within, name))
    if "anyOf" in schema:
        found = (_example(each, schemas, within) for each in schema["anyOf"])
        return next((each for each in found if each is not _NONE), _NONE)
    if schema.get("type") == "array":
        item = _example(schema["items"], schemas, within)
        return _NONE if item is _NONE else [item]
    if schema.get("type") == "object":
        return _object(schema, schemas, within)
    if schema.get("type") == "null":
        return None
    return _MOMENTS.get(schema.get("format", ""), _NONE)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], within: tuple[str, ...]) -> Any:
    parts = {name: _example(each, schemas, within) for name, each in schema.get("properties", {}).items()}
    if not parts or any(parts[name] is _NONE for name in schema.get("required", ())):
        return _NONE
    return {name: example for name, example in parts.items() if example is not _NONE}


def _with_nulls(example: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """The example as it was written: FastAPI leaves every null out of its document."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_REF)]
    if "anyOf" in schema:
        parts = [each for each in schema["anyOf"] if each.get("type") != "null"]
        return _with_nulls(example, parts[0], schemas) if len(parts) == 1 else example
    if isinstance(example, list) and "items" in schema:
        return [_with_nulls(each, schema["items"], schemas) for each in example]
    if not isinstance(example, dict) or "properties" not in schema:
        return example
    left_out = {name: None for name in schema.get("required", ()) if name not in example}
    return {
        name: _with_nulls(value, schema["properties"].get(name, {}), schemas)
        for name, value in {**example, **left_out}.items()
    }
