"""The API of the API's own tests."""

from tests.api.conftest import api as api
from tests.api.conftest import problem as problem
