"""The company's identity provider: OpenID Connect, authorization code with PKCE (P23)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import structlog
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Asymmetric ones alone: `none` and keys shared with the provider prove nothing."""
_LEEWAY = 60
"""Seconds that the provider's clock may be off."""
_FRESH = 3600.0
"""Seconds after which the provider's addresses and keys are read again."""
_AGAIN = 60.0
"""Seconds between two readings because of a key that is missed: forged tokens name keys there never were."""
_PATIENCE = httpx.Timeout(10.0)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_log = structlog.get_logger("api")


class ProviderRefused(Exception):
    """The provider, or what it sent, lets nobody in. The message is for the log; nobody stands in it."""


@dataclass(frozen=True)
class OidcConfig:
    """The provider, and what its claims mean here."""

    issuer: str
    client_id: str
    client_secret: str | None
    roles: Mapping[str, str]
    """Value of the role claim -> role; the first of these that somebody has counts."""
    scopes: str = "openid profile"
    role_claim: str = "groups"
    staff_claim: str | None = None
    """Which claim holds the id of the member of staff; None: none does."""

    def role_of(self, claims: Mapping[str, Any]) -> str | None:
        """The role that the provider gives somebody; None: may not come in."""
        given = claims.get(self.role_claim)
        held = (
            {given} if isinstance(given, str) else set(map(str, given)) if isinstance(given, list) else set()
        )
        return next((role for group, role in self.roles.items() if group in held), None)


@dataclass
class _Read:
    """What was read from the provider, and when."""

    metadata: dict[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None
    metadata_at: float = -_FRESH
    keys_at: float = -_FRESH


class OidcProvider:
    """One per API process; remembers the provider's addresses and keys for a while."""

    def __init__(self, config: OidcConfig) -> None:
        """Raises ValueError for an issuer without TLS that is not on this machine."""
        url = urlsplit(config.issuer)
        if url.scheme != "https" and url.hostname not in _LOOPBACK:
            raise ValueError("the issuer must be https")
        self.config, self._read = config, _Read()

    async def address(self, back: str, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in. Raises `ProviderRefused`."""
        metadata = await self._metadata()
        asked = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": back,
            "scope": self.config.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        endpoint = str(metadata["authorization_endpoint"])
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    async def claims(self, code: str, back: str, nonce: str, verifier: str) -> dict[str, Any]:
        """Who it is, by the ID token, and by userinfo where that says no role. Raises `ProviderRefused`."""
        metadata = await self._metadata()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
            "client_id": self.config.client_id,
        }
        tokens = await self._exchanged(metadata, form)
        claims = await self._checked(str(tokens.get("id_token", "")), nonce, tokens.get("access_token"))
        if self.config.role_claim not in claims and "userinfo_endpoint" in metadata:
            claims |= await self._userinfo(metadata["userinfo_endpoint"], tokens, claims["sub"])
        return claims

    async def _exchanged(self, metadata: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
        secret = self.config.client_secret
        ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = secret is not None and "client_secret_basic" in ways
        if secret is not None and not basic:
            form["client_secret"] = secret
        auth = httpx.BasicAuth(self.config.client_id, secret) if basic and secret is not None else None
        return await _asked("POST", metadata["token_endpoint"], data=form, auth=auth)

    async def _checked(self, token: str, nonce: str, access_token: Any) -> dict[str, Any]:
        """The ID token's claims: signature, issuer, audience, time and nonce are right."""
        opened = await self._opened(token)
        checked = CodeIDToken(
            opened.claims,
            opened.header,
            options={
                "iss": {"essential": True, "value": self.config.issuer},
                "aud": {"essential": True, "value": self.config.client_id},
                "sub": {"essential": True},
            },
            params={"nonce": nonce, "client_id": self.config.client_id, "access_token": access_token},
        )
        try:
            checked.validate(leeway=_LEEWAY)
        except Exception as error:  # the library's errors have no base of their own
            raise ProviderRefused(f"id_token: {type(error).__name__}") from None
        return dict(opened.claims)

    async def _opened(self, token: str) -> jwt.Token:
        for last in (False, True):
            try:
                return jwt.decode(token, await self._keys(missed=last), algorithms=list(_ALGORITHMS))
            except (InvalidKeyIdError, JoseError, ValueError) as error:
                # A key that we do not know may be a new one of the provider's: read them once more.
                if last or not isinstance(error, InvalidKeyIdError | ValueError):
                    raise ProviderRefused(f"id_token: {type(error).__name__}") from None
        raise AssertionError

    async def _userinfo(self, endpoint: str, tokens: dict[str, Any], sub: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        told = await _asked("GET", endpoint, headers=headers)
        if told.get("sub") != sub:
            raise ProviderRefused("userinfo: of somebody else")
        return {name: value for name, value in told.items() if name not in ("iss", "sub", "aud")}

    async def _metadata(self) -> dict[str, Any]:
        now = time.monotonic()
        if now - self._read.metadata_at >= _FRESH:
            issuer = self.config.issuer
            found = await _asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise ProviderRefused("metadata: of another issuer")
            self._read.metadata, self._read.metadata_at = found, now
        return self._read.metadata

    async def _keys(self, *, missed: bool) -> KeySet:
        now, kept = time.monotonic(), self._read.keys
        age = now - self._read.keys_at
        if kept is None or age >= _FRESH or (missed and age >= _AGAIN):
            kept = KeySet.import_key_set(await _asked("GET", (await self._metadata())["jwks_uri"]))  # type: ignore[arg-type]
            self._read.keys, self._read.keys_at = kept, now
        return kept


async def _asked(method: str, url: str, **options: Any) -> dict[str, Any]:
    """The provider's answer, which must be a JSON object. Raises `ProviderRefused`."""
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as http:
            answer = await http.request(method, url, **options)
        answer.raise_for_status()
        body = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        status = error.response.status_code if isinstance(error, httpx.HTTPStatusError) else ""
        raise ProviderRefused(f"{method}: {type(error).__name__} {status}".strip()) from None
    if not isinstance(body, dict):
        raise ProviderRefused(f"{method}: no JSON object")
    return body
