"""The own session as a request carries it: who it is, its secret, its cookie (P23)."""

from starlette.requests import Request
from starlette.responses import Response

from api.access.session_cookie import address_and_browser, give_cookie, read_cookie
from api.routing import Principal, Problem, config_of, connection, principal_of
from services.sign_in import own_account
from services.sign_in.entering import Entrance
from store.database import queries
from store.rows.sign_in.sessions import SessionsOfRow


def entrance(request: Request) -> Entrance:
    """From where the request comes, and what holds there."""
    address, agent = address_and_browser(request)
    return Entrance(lambda: connection(request), config_of(request).sign_in, address, agent)


def own_principal(request: Request) -> Principal:
    """The person signed in. Raises Problem `no-session` for programs with a token."""
    principal = principal_of(request.scope)
    if principal is None or principal.session_id is None:
        raise Problem("no-session")
    return principal


async def own_sessions(request: Request) -> list[SessionsOfRow]:
    """Those under way, the oldest first."""
    principal = own_principal(request)
    async with connection(request) as db:
        found = queries.sessions_of(db, account_id=principal.id, idle=config_of(request).sign_in.idle)
        return [row async for row in found]


async def renew_cookie(request: Request, response: Response) -> str:
    """The same session under a new secret."""
    secret = await own_account.renew_session(entrance(request), own_principal(request))
    give_cookie(response, config_of(request), secret)
    return secret


def own_secret(request: Request) -> str:
    """Of the session, as the cookie carries it."""
    return read_cookie(request.scope, config_of(request)) or ""
