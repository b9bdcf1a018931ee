"""Looks texts up in the Fluent files beside this module."""

from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

DEFAULT_LOCALE = "zh-CN"
LOCALES = ("zh-CN", "en")


def _bundle(locale: str) -> FluentBundle:
    # Isolation marks would be sent to owners' phones as invisible characters.
    bundle = FluentBundle([locale], use_isolating=False)
    for file in sorted((Path(__file__).parent / locale).glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


# Read when imported: workflow code looks texts up, and may do no I/O of its own.
_BUNDLES = {locale: _bundle(locale) for locale in LOCALES}


def text(locale: str, key: str, **values: object) -> str:
    """The text `key` in `locale`.

    Raises KeyError when the catalogue has no such text, ValueError when a value it needs is missing:
    half a message must never reach a customer.
    """
    bundle = _BUNDLES.get(locale, _BUNDLES[DEFAULT_LOCALE])
    message = bundle.get_message(key)
    if message is None or message.value is None:
        raise KeyError(key)
    formatted, errors = bundle.format_pattern(
        message.value, {name: str(value) for name, value in values.items()}
    )
    if errors:
        raise ValueError(f"text {key}: {errors[0]}")
    return str(formatted)


def negotiate(accept_language: str | None) -> str:
    """The catalogue that fits an Accept-Language header best; zh-CN when none does."""
    ranked: list[tuple[float, str]] = []
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        try:
            quality = float(parameters.strip().removeprefix("q=")) if parameters else 1.0
        except ValueError:
            continue
        ranked.append((-quality, tag.lower()))
    for _, tag in sorted(ranked, key=lambda entry: entry[0]):
        for locale in LOCALES:
            if tag and tag.split("-")[0] == locale.split("-")[0]:
                return locale
    return DEFAULT_LOCALE
