"""The nightly deletion: what it is told and what it says (P23). Fields are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.privacy.retention_schedule import KINDS


@dataclass(frozen=True)
class Retain:
    """One night's run over `kinds`."""

    kinds: tuple[str, ...] = KINDS
    locale: str = "zh-CN"


@dataclass(frozen=True)
class EraseKind:
    """Erase what is due of one kind."""

    kind: str


@dataclass(frozen=True)
class Retained:
    """How much of each kind was erased."""

    erased: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RetentionRun:
    """A run to be remembered, under the id of its workflow run."""

    id: str
    started_at: datetime
    erased: Mapping[str, int]
