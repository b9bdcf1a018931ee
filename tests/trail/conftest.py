"""The API of the API's own tests, and a database of its own where the trail is tampered with."""

from tests.api.conftest import api as api
from tests.api.conftest import problem as problem
