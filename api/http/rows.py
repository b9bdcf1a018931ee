"""From rows of the database to models of the API."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel


def same_names(model: type[BaseModel], row: Mapping[str, Any], but: Collection[str] = ()) -> dict[str, Any]:
    """The model's fields from a row whose columns are called the same.

    `Any`, since pydantic checks the values; `but` are fields that are no columns, or shown otherwise.
    """
    return {name: row[name] for name in model.model_fields if name not in but}
