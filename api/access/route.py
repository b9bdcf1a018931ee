"""The kind of route the API is made of: JSON bodies only, and repeated requests done once."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ClassVar

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Form, Query
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from api.access.idempotency import KEYED, once
from api.access.masking import stated_purpose
from api.access.permissions import operation_of, require_allowed
from api.access.sight import require_for_writing
from api.http.config import config_of
from api.http.hanging_up import READS, only_asks, while_awaited
from api.http.problems import Problem
from api.http.request_limits import read_form, require_plain_json
from api.http.request_scope import caller_of
from api.http.validation import field_error

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _Id(Convertor[str]):
    """A path segment without a colon, so that `/tickets/{id}:cancel` is not taken for `/tickets/{id}`."""

    regex: ClassVar[str] = "[^/:]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("id", _Id())


class Route(APIRoute):
    """Refuses who may not (403), bodies that are not JSON (415) and query parameters there are none of (422);
    honours Idempotency-Key where `KEYED` is a dependency; ends what only asks when its caller has gone.
    """

    def get_route_handler(self) -> Handler:
        """FastAPI's hook: what is called with the request."""
        handle = super().get_route_handler()
        declared = get_flat_params(self.dependant)
        parameters = [each.alias for each in declared if isinstance(each.field_info, Query)]
        field = self.body_field
        takes_json = field is not None and not isinstance(field.field_info, Form)
        keyed, reads = KEYED in self.dependencies, READS in self.dependencies
        operation = operation_of(self)

        async def handler(request: Request) -> Response:
            require_allowed(request, operation)
            limits = config_of(request).doors.limits
            if takes_json:
                _require_json(request)
                await require_plain_json(request, limits)
            elif field is not None:
                await read_form(request, limits)
            _require_known(request, parameters)
            caller_of(request.scope).purpose = stated_purpose(request)
            if only_asks(request.method, marked=reads):
                return await while_awaited(request, handle)
            await require_for_writing(request)
            if not keyed:
                return await handle(request)
            done = f"{request.method} {self.path_format}"
            return await once(request, done, lambda: handle(request), config_of(request))

        return handler


def _require_json(request: Request) -> None:
    given = request.headers.get("content-type")
    media = (given or "").partition(";")[0].strip().lower()
    if given is not None and media != "application/json" and not media.endswith("+json"):
        raise Problem("unsupported-media-type", (), {"Accept": "application/json"}, wanted="application/json")


def _require_known(request: Request, parameters: Sequence[str]) -> None:
    """A misspelt filter that is ignored shows everything as if it had been asked for."""
    kind, known = ("parameter", ", ".join(parameters)) if parameters else ("no-parameters", "")
    unknown = [name for name in request.query_params if name not in parameters]
    if unknown:
        raise Problem(
            "invalid", [field_error(request.scope, "query", name, kind, known=known) for name in unknown]
        )
