"""What is told of an imported roster (P1). Fields are only ever added."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportToFollow:
    """A roster was imported into a building: its tickets follow."""

    import_id: str
    building_id: str
    locale: str = "zh-CN"
