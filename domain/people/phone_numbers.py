"""Mobile numbers as people write them, and as they are shown where nobody is to call them."""

import re

import phonenumbers

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")
_STUCK = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
"""A number with letters at its side, which is none to those who look for numbers in a sentence."""
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
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


def covered(phone: str) -> str:
    """An E.164 number with its middle hidden, such as `199****0003`; abroad with its country code.

    Enough to recognise, too little to call.
    """
    try:
        parsed = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return "****" + phone[-2:]
    national = phonenumbers.national_significant_number(parsed)
    country = "" if parsed.country_code == 86 else f"+{parsed.country_code} "
    if len(national) < 10:
        return f"{country}****{national[-2:]}"
    return f"{country}{national[:3]}****{national[-4:]}"


def covered_within(said: str) -> str:
    """What somebody wrote, with every number in it as `covered`; web addresses stay as they are."""
    if _WEB_ADDRESS.fullmatch(said):
        return said
    pieces, end = [], 0
    for match in phonenumbers.PhoneNumberMatcher(said.translate(_FULL_WIDTH), _HOME):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        pieces += [said[end : match.start], covered(number)]
        end = match.end
    return _STUCK.sub(r"\1****\2", "".join((*pieces, said[end:])))
