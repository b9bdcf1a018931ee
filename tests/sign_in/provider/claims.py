"""What the provider's tokens say of somebody beyond the standard claims."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):  # type: ignore[misc]
    """Name and groups, whatever scopes were asked for."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """The library's hook."""
        groups = [group.name for group in request.user.groups.all()]
        return {"groups": groups, "name": request.user.get_full_name()}
