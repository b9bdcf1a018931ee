"""What typer says by itself, in the caller's language: wrong arguments, and the frame of --help."""

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from typer import rich_utils
from typer._click import Context
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup, TyperOption

from huifang.cli.failures import USAGE, Failure
from huifang.cli.wording import LOCALES, err, say, take_language

rich_utils.ARGUMENTS_PANEL_TITLE = say("title-arguments")
rich_utils.OPTIONS_PANEL_TITLE = say("title-options")
rich_utils.COMMANDS_PANEL_TITLE = say("title-commands")
rich_utils.DEFAULT_STRING = say("title-default")
rich_utils.ENVVAR_STRING = say("title-environment")
rich_utils.REQUIRED_LONG_STRING = say("title-required")


class Command(TyperCommand):
    """One command."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """`--help`, explained in the caller's language."""
        return _explained(super().get_help_option(ctx))


class Commands(TyperGroup):
    """All commands; `--lang` may stand anywhere."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """`--help`, explained in the caller's language."""
        return _explained(super().get_help_option(ctx))

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """The command that `args` begins with. Raises `Failure` when there is none."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError:
            raise Failure("no-such-command", USAGE, given=args[0]) from None

    def main(self, args: Sequence[str] | None = None, **options: Any) -> NoReturn:  # type: ignore[override]
        """Run one; never returns."""
        options["standalone_mode"] = False
        try:
            given = take_language(sys.argv[1:] if args is None else args)
        except ValueError:
            _refuse(say("no-such-language", languages=", ".join(LOCALES)))
        try:
            code = super().main(given, **options)
        except NoArgsIsHelpError:
            sys.exit(USAGE)
        except Failure as error:
            _refuse(say(error.key, **error.values))
        except UsageError as error:
            path = error.ctx.command_path if error.ctx else "huifang"
            _refuse(f"{_said(error)}\n{say('see-help', command=path)}")
        except ClickException as error:
            _refuse(error.format_message())
        sys.exit(code)


def _explained(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = say("help-help")
    return option


def _said(error: UsageError) -> str:
    match error:
        case NoSuchOption():
            return say("no-such-option", given=error.option_name)
        case MissingParameter():
            return say("missing-parameter", name=_name(error))
        case BadParameter():
            return say("bad-parameter", name=_name(error), detail=error.message.rstrip("."))
        case _:
            return say("wrong-arguments", detail=error.message.rstrip("."))


def _name(error: BadParameter) -> str:
    if error.param is None:
        return ""
    options = [option for option in error.param.opts if option.startswith("-")]
    return options[0] if options else error.param.metavar or str(error.param.name)


def _refuse(message: str) -> NoReturn:
    err.print(message, style="bold red", markup=False)
    sys.exit(USAGE)
