"""What a report adds to a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Addition:
    """The column (from 0) of the first of the two cells, and their texts by line."""

    column: int
    texts: Mapping[int, tuple[str, str]]
