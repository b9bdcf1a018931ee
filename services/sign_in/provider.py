"""Whoever comes back from the identity provider, and the account that it gives them (P23)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from domain.access.roles import BUILT_IN
from gateways.identity.oidc import OidcConfig
from services.refused import Refused
from services.sign_in.accounts import add_account, changing, found
from services.sign_in.record import note
from store.database import Connection, queries

_BY = "provider"
_LONGEST_NAME = 100


async def admit(db: Connection, config: OidcConfig, claims: Mapping[str, Any]) -> str | None:
    """The account of whoever comes back, made at first sign-in; None when he or she may not come in.

    Role and name follow the provider every time; without a role there, sessions end.
    """
    role, said, name = config.role_of(claims), f"{config.issuer} {claims['sub']}", _name(claims)
    identity = exact(said)
    async with changing(db):
        known = await queries.account_of_identity(db, identity=identity) or await _of_before(db, said)
        if role is None or role not in BUILT_IN:
            if known is not None:
                await queries.end_sessions(db, account_id=known, except_id=None)
            return None
        staff_id = await _staff(db, config, claims, known)
        if known is None:
            try:
                return await add_account(
                    db, None, role, by=_BY, name=name, staff_id=staff_id, identity=identity
                )
            except Refused:
                return None
        return known if await _follows(db, known, role, name, staff_id) else None


def exact(identity: str) -> str:
    """The identity as it is kept: what is found by its index is folded, and of this no two may be alike.

    Subjects are compared sign by sign (OpenID Connect Core, 2): `Kx9aB` and `kX9Ab` are two people.
    """
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


async def _of_before(db: Connection, said: str) -> str | None:
    """The account of somebody who came before identities were kept exactly; kept exactly from now on."""
    row = await queries.account_of_folded_identity(db, identity=said)
    if row is None or row["identity"] != said:
        return None
    await queries.keep_identity(db, id=row["id"], identity=exact(said))
    return row["id"]


async def _follows(
    db: Connection, account_id: str, role: str, name: str | None, staff_id: str | None
) -> bool:
    """Whether the account may still be used; then it is as the provider says."""
    account = await found(db, account_id)
    if not account["usable"]:
        return False
    staff_id = staff_id or account["staff_id"]
    if (role, name, staff_id) != (account["role"], account["own_name"], account["staff_id"]):
        await queries.revise_account(db, id=account_id, active=True, role=role, name=name, staff_id=staff_id)
        if role != account["role"]:
            await queries.end_sessions(db, account_id=account_id, except_id=None)
            await note(db, "account_changed", account_id, by=_BY)
    return True


async def _staff(
    db: Connection, config: OidcConfig, claims: Mapping[str, Any], account: str | None
) -> str | None:
    """The member of staff that the provider names, unless it is somebody else's account already."""
    named = claims.get(config.staff_claim) if config.staff_claim else None
    if not isinstance(named, str):
        return None
    person, holder = await queries.get_staff(db, id=named), await queries.account_of_staff(db, staff_id=named)
    fits = person is not None and person["active"] and holder in (None, account)
    return named if fits else None


def _name(claims: Mapping[str, Any]) -> str | None:
    given = claims.get("name") or claims.get("preferred_username")
    shown = "".join(sign for sign in given if sign.isprintable()) if isinstance(given, str) else ""
    return shown.strip()[:_LONGEST_NAME] or None
