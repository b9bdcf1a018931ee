"""`huifang account`: who may sign in, from the machine itself, when nobody can by the API (P23)."""

from typing import Annotated

import typer
from rich.table import Table

from domain.access.passwords import folded
from domain.access.roles import BUILT_IN
from huifang.cli import options
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import USAGE, Failure, told
from huifang.cli.on_database import on_database
from huifang.cli.parsing import Command, Commands
from huifang.cli.running import run
from huifang.cli.wording import out, say
from services.refused import Refused
from services.sign_in import accounts
from store.database import Connection, queries
from store.rows.sign_in.accounts import AccountsPageRow

app = typer.Typer(cls=Commands, no_args_is_help=True, help=say("help-account"))

_BY = "command"
_PAGE = 1000
Login = Annotated[str, typer.Argument(help=say("help-account-login"))]


def add(
    login: Login,
    role: Annotated[str, typer.Option(help=say("help-account-role"), metavar="|".join(BUILT_IN))],
    staff: Annotated[str | None, typer.Option(help=say("help-account-staff"), metavar="S…")] = None,
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """With a first password, shown once."""
    with told():
        if role not in BUILT_IN:
            raise Failure("no-such-role", USAGE, given=role, roles=", ".join(BUILT_IN))

        async def work(db: Connection) -> str:
            if staff is not None and await queries.get_staff(db, id=staff) is None:
                raise Failure("no-such-person", USAGE, given=staff)
            try:
                _, password = await accounts.open_account(db, login=login, role=role, staff_id=staff, by=_BY)
            except Refused as refused:
                if refused.code != "login-taken":
                    raise
                raise Failure("login-taken", USAGE, given=login) from None
            return password

        password = run(on_database(database_settings(data_dir), work))
        out.print(say("account-password", login=folded(login), password=password), markup=False)


def reset(
    login: Login,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help=say("help-account-second-factor"))
    ] = False,
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """A new first password; with the option, the second factor is set up anew as well."""
    with told():

        async def work(db: Connection) -> str:
            async with db.transaction():
                account = await _found(db, login)
                _, password = await accounts.reset_password(db, account, by=_BY)
                if second_factor:
                    await accounts.reset_second_factor(db, account, by=_BY)
            return password

        password = run(on_database(database_settings(data_dir), work))
        out.print(say("account-password", login=folded(login), password=password), markup=False)


def unlock(login: Login, data_dir: options.DataDir = options.DATA_DIR) -> None:
    """Wrong passwords are forgotten."""
    with told():

        async def work(db: Connection) -> None:
            await accounts.unlock_account(db, await _found(db, login), by=_BY)

        run(on_database(database_settings(data_dir), work))
        out.print(say("account-unlocked", login=folded(login)), markup=False)


def listing(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """Every account, with role and state; no names."""
    with told():
        rows = run(on_database(database_settings(data_dir), _all))
        table = Table()
        for column in ("id", "login", "role", "staff", "state"):
            table.add_column(say(f"account-column-{column}"))
        for row in rows:
            state = "locked" if row["locked"] else "active" if row["active"] else "inactive"
            cells = (row["id"], row["login"] or "–", row["role"], row["staff_id"] or "–")
            table.add_row(*cells, say(f"account-{state}"))
        out.print(table)


async def _all(db: Connection) -> list[AccountsPageRow]:
    rows: list[AccountsPageRow] = []
    while True:
        after = rows[-1]["id"] if rows else ""
        found = queries.accounts_page(db, role=None, active=None, after=after, most=_PAGE)
        page = [row async for row in found]
        rows += page
        if len(page) < _PAGE:
            return rows


async def _found(db: Connection, login: str) -> str:
    account = await queries.account_of_login(db, login=folded(login))
    if account is None:
        raise Failure("no-such-account", USAGE, given=login)
    return str(account)


for name, command in (("add", add), ("reset", reset), ("unlock", unlock), ("list", listing)):
    app.command(name, cls=Command, help=say(f"help-account-{name}"))(command)
