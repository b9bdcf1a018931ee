"""What does not fit in a request, said in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.types import Scope

from api.http.problems import FieldError
from api.http.request_scope import locale_of
from texts import text

_KINDS: Mapping[str, str] = {
    "missing": "missing",
    "missing_argument": "missing",
    "extra_forbidden": "extra",
    "unexpected_keyword_argument": "extra",
    "string_type": "text",
    "string_unicode": "text",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "pattern",
    "int_type": "number",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "number",
    "float_type": "number",
    "float_parsing": "number",
    "greater_than_equal": "minimum",
    "greater_than": "above",
    "less_than_equal": "maximum",
    "less_than": "below",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "datetime_type": "moment",
    "datetime_parsing": "moment",
    "datetime_from_date_parsing": "moment",
    "datetime_object_invalid": "moment",
    "timezone_aware": "moment",
    "time_type": "time",
    "time_parsing": "time",
    "time_delta_type": "duration",
    "time_delta_parsing": "duration",
    "literal_error": "choice",
    "enum": "choice",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "json_invalid": "json",
    "model_type": "object",
    "model_attributes_type": "object",
    "dict_type": "object",
    "list_type": "list",
    "tuple_type": "list",
    "set_type": "list",
    "too_short": "too-few",
    "too_long": "too-many",
}
"""Pydantic's error types by what they mean to a caller; anything else is told as `value`."""

_LIMITS = ("min_length", "max_length", "ge", "gt", "le", "lt", "expected")


def field_errors(scope: Scope, errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's or FastAPI's list of errors, for people. Nothing of the input is repeated."""
    return [_told(scope, error) for error in errors]


def field_error(scope: Scope, location: str, pointer: str, kind: str, **values: object) -> FieldError:
    """One error of our own: `invalid-<kind>` and `invalid-<kind>-action` of the catalogue."""
    locale = locale_of(scope)
    return FieldError(
        location,
        pointer,
        text(locale, f"invalid-{kind}", **values),
        text(locale, f"invalid-{kind}-action", **values),
    )


def _told(scope: Scope, error: Mapping[str, Any]) -> FieldError:
    location, *rest = error["loc"]
    context = error.get("ctx") or {}
    values = {"limit": next((context[name] for name in _LIMITS if name in context), "")}
    # Our own rules raise PydanticCustomError with a type `huifang-<kind>`.
    kind = str(error["type"])
    ours = kind.startswith("huifang-")
    kind = kind.removeprefix("huifang-") if ours else _KINDS.get(kind, "value")
    return field_error(scope, str(location), _pointer(str(location), rest, kind), kind, **values)


def _pointer(location: str, path: Sequence[object], kind: str) -> str:
    if location != "body":
        return ".".join(str(part) for part in path)
    if kind == "json":
        return "#"
    steps = [str(part).replace("~", "~0").replace("/", "~1") for part in path]
    return "#" + "".join(f"/{step}" for step in steps)
