"""Catalogues of every text a customer or member of staff reads: zh-CN by default, en available."""

from texts.catalogue import (
    DEFAULT_LOCALE,
    LOCALES,
    TextsUnusable,
    home_of,
    load,
    meant,
    mentioned,
    named,
    negotiate,
    sms_templates,
    text,
)

__all__ = [
    "DEFAULT_LOCALE",
    "LOCALES",
    "TextsUnusable",
    "home_of",
    "load",
    "meant",
    "mentioned",
    "named",
    "negotiate",
    "sms_templates",
    "text",
]
