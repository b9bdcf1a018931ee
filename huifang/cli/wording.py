"""What the command says, in the language of the environment or of `--lang`."""

import os

from rich.console import Console

from texts import LOCALES, negotiate, text

_chosen = negotiate(os.environ.get("HUIFANG_LOCALE"))

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def choose(locale: str) -> None:
    """Speak `locale` from now on."""
    global _chosen
    _chosen = negotiate(locale)


def locale() -> str:
    """The language spoken now."""
    return _chosen


def say(key: str, **values: object) -> str:
    """The text `key` of the command, without its prefix `cli-`."""
    return text(_chosen, f"cli-{key}", **values)


__all__ = ["LOCALES", "choose", "err", "locale", "out", "say"]
