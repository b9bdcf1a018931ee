"""Which customers an answer names (P23): whoever shows one need not say so."""

import re

_CUSTOMER = re.compile(rb'"(?:customer_id|id)":\s*"(C[0-9]{8,12})"')


def customers_named(body: bytes) -> tuple[str, ...]:
    """Their ids, in a JSON answer."""
    return tuple(dict.fromkeys(found.decode() for found in _CUSTOMER.findall(body)))
