"""The office that customers' files are kept in, and people of every role at the API's door."""

from tests.access.conftest import archive, door, doors, quick_hashes
from tests.api.conftest import problem
from tests.stories.conftest import building, place

__all__ = ["archive", "building", "door", "doors", "place", "problem", "quick_hashes"]
