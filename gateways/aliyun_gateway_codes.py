"""Codes of Aliyun's OpenAPI gateway, from its list "Common errors" (read in 2026): every service has them."""

THROTTLED = frozenset({"Throttling", "Throttling.User", "Throttling.Api"})
"""The gateway's own limits on requests: certainly not taken."""

CONFIGURATION = frozenset({
    # Keys, permissions, the clock of this machine, the address.
    "SignatureDoesNotMatch", "IncompleteSignature", "InvalidAccessKeyId.NotFound",
    "InvalidAccessKeyId.Inactive", "InvalidTimeStamp.Expired", "InvalidTimeStamp.Format", "NoPermission",
    "Forbidden", "Forbidden.RAM", "Forbidden.RiskControl", "Forbidden.UserVerification",
    "InvalidVersion", "InvalidAction.NotFound", "InvalidApi.NotFound", "InvalidProduct.NotFound",
})  # fmt: skip
"""Certainly not taken; every other request would fare the same."""
