"""Numbers for Prometheus: requests by route and status, and how long they took."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from api.routing import PUBLIC, config_of

router = APIRouter(tags=["operations"])
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SHOWN = 'http_requests_total{method="GET",route="/buildings/{building_id}",status="200"} 42.0\n'


class Metrics:
    """The API's own series, in one registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register the series; a registry takes them only once."""
        labels = ["method", "route"]
        self._requests = Counter("http_requests", "HTTP requests", [*labels, "status"], registry=registry)
        self._seconds = Histogram(
            "http_request_duration_seconds", "Time to answer, in seconds", labels, registry=registry
        )

        self._odd = Counter(
            "huifang_webhook_items_odd",
            "Items of providers' callbacks that could not be read, kept for a person",
            ["provider", "what"],
            registry=registry,
        )

    def odd(self, provider: str, what: str) -> None:
        """One item of a callback could not be read."""
        self._odd.labels(provider, what).inc()

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request answered; unknown methods share a label, so that callers cannot invent series."""
        method = method if method in _METHODS else "OTHER"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Numbers for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}, "example": _SHOWN}}}},
    openapi_extra=PUBLIC,
)
async def metrics(request: Request) -> Response:
    """The text exposition format: `http_requests_total`, `http_request_duration_seconds`."""
    content = generate_latest(config_of(request).registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST)
