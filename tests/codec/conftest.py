"""The API of the API's own tests, and the processes of the worker's."""

from tests.api.conftest import api as api
from tests.api.conftest import problem as problem
from tests.worker.conftest import empty_database_url as empty_database_url
from tests.worker.test_production import company as company
