"""Mobile numbers as people write them."""

import phonenumbers

_HOME = "CN"
_TEXTABLE = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def mobile(given: str) -> str | None:
    """E.164, of mainland China unless a country code says otherwise; None when texts cannot be sent to it."""
    try:
        number = phonenumbers.parse(given, _HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _TEXTABLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
