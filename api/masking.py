"""Telephone numbers as the API shows them: enough to recognise, too little to call."""

import phonenumbers


def masked(phone: str) -> str:
    """An E.164 number with its middle hidden, such as `199****0003`; abroad with its country code."""
    try:
        parsed = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return "****" + phone[-2:]
    national = phonenumbers.national_significant_number(parsed)
    country = "" if parsed.country_code == 86 else f"+{parsed.country_code} "
    if len(national) < 10:
        return f"{country}****{national[-2:]}"
    return f"{country}{national[:3]}****{national[-4:]}"
