"""What the command says, in the language of the environment or of `--lang`."""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress

from rich.console import Console

from api.http.wording import in_words
from services.refused import Refused
from texts import LOCALES, negotiate, text

_chosen = negotiate(os.environ.get("HUIFANG_LOCALE"))

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def take_language(arguments: Sequence[str]) -> list[str]:
    """Speak the language that `--lang` names, wherever it stands; returns the other arguments.

    Raises ValueError when it names none of ours.
    """
    global _chosen
    ours = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    ours.add_argument("--lang", nargs="?", choices=LOCALES, default=_chosen)
    try:
        found, others = ours.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise ValueError(str(error)) from None
    if found.lang is None:
        raise ValueError("--lang without a language")
    _chosen = found.lang
    return others


def locale() -> str:
    """The language spoken now."""
    return _chosen


def say(key: str, **values: object) -> str:
    """The text `key` of the command, without its prefix `cli-`."""
    return text(_chosen, f"cli-{key}", **values)


def refusal(refused: Refused) -> str:
    """What is refused, in the sentences that the API has for it."""
    rules = [f"invalid-{each.rule}" for each in refused.unfit]
    given = {name: value for each in refused.unfit for name, value in each.values.items()} | refused.values
    values = {name: in_words(_chosen, value) for name, value in given.items()}
    keys = rules or [f"problem-{refused.code}"]
    ends = "-action" if rules else "-detail"
    return " ".join(text(_chosen, key, **values) for each in keys for key in (each, each + ends))


def program() -> str:
    """How the caller would call this command again."""
    return "huifang" if shutil.which("huifang") else sys.argv[0]


# Before the commands are declared, and their help with them. What is wrong here is told when they run.
with suppress(ValueError):
    take_language(sys.argv[1:])

__all__ = ["LOCALES", "err", "locale", "out", "program", "refusal", "say", "take_language"]
