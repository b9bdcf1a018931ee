"""Tokens of other programs: shown once, narrow, and good for a while (P23)."""

from collections.abc import Collection
from datetime import datetime

from domain.access.roles import BUILT_IN
from domain.access.sign_in import SignInPolicy
from services.refused import Refused, unfit
from services.sign_in.record import note
from store.database import Connection, queries
from store.rows.sign_in.tokens import ApiTokenRow
from vault.tokens import digest, make_api_token


async def make_token(
    db: Connection,
    policy: SignInPolicy,
    *,
    name: str,
    role: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: str,
) -> tuple[ApiTokenRow, str]:
    """The token, and its secret, which is kept nowhere: who loses it makes another one.

    `scopes` are permissions of the role. Refuses `invalid`.
    """
    beyond = set(scopes) - (BUILT_IN[role].permissions - policy.never_by_token)
    if beyond:
        raise unfit("scopes", "scopes", role=role, scopes=", ".join(sorted(beyond)))
    now = datetime.now(expires_at.tzinfo)
    if not now < expires_at <= now + policy.longest_token:
        raise unfit("expires_at", "expiry", days=policy.longest_token.days)
    secret = make_api_token()
    async with db.transaction():
        row = await queries.add_api_token(
            db,
            name=name,
            secret=digest(secret),
            role=role,
            scopes=sorted(set(scopes)),
            made_by=by,
            expires_at=expires_at,
        )
        await note(db, "token_made", None, by=by, token_id=row["id"])
    return row, secret


async def revoke_token(db: Connection, token_id: str, *, by: str | None) -> None:
    """From the next request on. Refuses `no-such-token`."""
    async with db.transaction():
        if await queries.revoke_api_token(db, id=token_id) is None:
            raise Refused("no-such-token")
        await note(db, "token_revoked", None, by=by, token_id=token_id)
