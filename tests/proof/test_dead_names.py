"""No function, method, class or property stands in the product that nothing there uses (vulture looks)."""

from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[2]
_ROOMS = (
    "activities", "api", "domain", "gateways", "huifang", "roster", "sandbox", "services", "store", "texts",
    "vault", "workflows", "worker.py",
)  # fmt: skip
_KINDS = ("function", "method", "class", "property", "import", "unreachable_code")
_DECORATED = [
    "@router.*", "@workflow.*", "@activity.*", "@app.*", "@*.command", "@*.callback", "@model_validator",
    "@field_validator", "@act.validator",
]  # fmt: skip
"""Registered by what stands above them."""
_CALLED_ELSEWHERE = {
    # By libraries, by name.
    "to_string", "intercept_activity", "settings_customise_sources", "visit_*", "on_*",
    "to_payload", "from_payload", "intercept_client", "with_context",
    # By migrations, which are not looked at: each stays as it was released.
    "seal_what_is_there", "forget_what_was_there", "lock_what_is_there",
    # By tests, as the plain word for what they hold other code to.
    "may_call", "key_no_of", "is_bound",
}  # fmt: skip


def test_nothing_is_kept_that_nothing_uses() -> None:
    looking = Vulture(ignore_names=sorted(_CALLED_ELSEWHERE), ignore_decorators=_DECORATED)
    looking.scavenge(
        [str(ROOT / room) for room in _ROOMS], exclude=["*/store/rows/*", "*/migrations/*", "*/templates/*"]
    )
    found = [
        f"{Path(each.filename).relative_to(ROOT)}:{each.first_lineno} {each.typ} {each.name}"
        for each in looking.get_unused_code(min_confidence=60)
        if each.typ in _KINDS
    ]
    assert found == []
