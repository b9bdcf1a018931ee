"""Numbers as people write them."""

from domain.people.phone_numbers import mobile
from services.refused import unfit


def require_mobile(given: str, field: str = "phone") -> str:
    """The number in E.164; `field` is where it stands.

    Refuses `invalid` for one that no text can be sent to.
    """
    number = mobile(given)
    if number is None:
        raise unfit(field, "phone")
    return number
