"""The kind of route the API is made of: JSON bodies only, and repeated requests done once."""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api.config import ApiConfig
from api.idempotency import KEYED, once
from api.problems import Problem

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _Id(Convertor[str]):
    """A path segment without a colon, so that `/tickets/{id}:cancel` is not taken for `/tickets/{id}`."""

    regex: ClassVar[str] = "[^/:]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("id", _Id())


def config_of(request: Request) -> ApiConfig:
    """The configuration `create_app` was given."""
    config: ApiConfig = request.app.state.config
    return config


def route_template(scope: Scope) -> str:
    """The route of a request with placeholders, never its path; `unknown` when none fits."""
    return str(getattr(scope.get("route"), "path_format", "unknown"))


class Route(APIRoute):
    """Refuses bodies that are not JSON (415) and honours Idempotency-Key where `KEYED` is a dependency."""

    def get_route_handler(self) -> Handler:
        """FastAPI's hook: what is called with the request."""
        handle = super().get_route_handler()
        field = self.body_field
        takes_json = field is not None and not isinstance(field.field_info, Form)
        keyed = KEYED in self.dependencies

        async def handler(request: Request) -> Response:
            if takes_json:
                _require_json(request)
            if not keyed:
                return await handle(request)
            config = config_of(request)
            return await once(
                request, f"{request.method} {self.path_format}", lambda: handle(request), config
            )

        return handler


def _require_json(request: Request) -> None:
    given = request.headers.get("content-type")
    media = (given or "").partition(";")[0].strip().lower()
    if given is not None and media != "application/json" and not media.endswith("+json"):
        raise Problem("unsupported-media-type", (), {"Accept": "application/json"}, wanted="application/json")
