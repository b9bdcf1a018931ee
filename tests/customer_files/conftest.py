"""The office that customers' files are kept in."""

from tests.api.conftest import problem
from tests.stories.conftest import building, place

__all__ = ["building", "place", "problem"]
