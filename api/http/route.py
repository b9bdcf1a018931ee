"""Where `Route` and `config_of` were before: for routers that do not take them from `api.routing` yet."""

from api.access.route import Route
from api.http.config import config_of

__all__ = ["Route", "config_of"]
