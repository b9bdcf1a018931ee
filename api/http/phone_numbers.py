"""Where `mobile` was before: for routers that do not take it from `domain.people` yet."""

from domain.people.phone_numbers import mobile

__all__ = ["mobile"]
