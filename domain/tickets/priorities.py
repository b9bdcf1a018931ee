"""What goes first when workers are busy (P18): Temporal's priority keys, 1 before 5."""

URGENT = 1
ORDINARY = 3
CAMPAIGN = 4
"""Cadences to many people at once: a building of 10,000 owners never delays a complaint."""
