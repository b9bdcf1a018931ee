"""Where idempotency keys were before: for routers that do not take them from `api.routing` yet."""

from api.access.idempotency import HEADER, KEYED, made, remember

__all__ = ["HEADER", "KEYED", "made", "remember"]
