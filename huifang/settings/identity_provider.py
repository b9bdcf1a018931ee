"""The company's identity provider, by the settings (P23)."""

from domain.access.roles import BUILT_IN
from gateways.identity.oidc import OidcConfig, OidcProvider
from huifang.settings.settings import Settings


class ProviderUnusable(ValueError):
    """`setting` does not fit; `why` is a text of the catalogue, `given` what does not fit."""

    def __init__(self, setting: str, why: str, given: str) -> None:
        super().__init__(f"{setting}: {given}")
        self.setting, self.why, self.given = setting, why, given


def identity_provider(settings: Settings) -> OidcProvider | None:
    """None without an issuer. Raises `ProviderUnusable`."""
    if settings.oidc_issuer is None:
        return None
    unknown = sorted(set(settings.oidc_roles.values()) - BUILT_IN.keys())
    if unknown:
        raise ProviderUnusable("HUIFANG_OIDC_ROLES", "no-such-role", ", ".join(unknown))
    secret = settings.oidc_client_secret
    config = OidcConfig(
        settings.oidc_issuer,
        settings.oidc_client_id or "",
        secret.get_secret_value() if secret else None,
        settings.oidc_roles,
        settings.oidc_scopes,
        settings.oidc_role_claim,
        settings.oidc_staff_claim,
    )
    try:
        return OidcProvider(config)
    except ValueError:
        raise ProviderUnusable("HUIFANG_OIDC_ISSUER", "needs-https", settings.oidc_issuer) from None
