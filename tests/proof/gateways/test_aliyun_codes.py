"""The code table: complete for what it was drawn from, and without contradictions."""

from itertools import combinations

import pytest

from gateways import aliyun_codes
from gateways.aliyun import CODES
from gateways.aliyun_gateway_codes import CONFIGURATION, THROTTLED
from gateways.outcomes import ConfigurationError, OutcomeUnknown, Rejected, Throttled

GROUPS = {
    "THROTTLED": Throttled, "NUMBER": Rejected, "REJECTED": Rejected,
    "CONFIGURATION": ConfigurationError, "UNKNOWN": OutcomeUnknown,
}  # fmt: skip
DOCUMENTED = [
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
    "isv.EXTEND_CODE_ERROR",
    "isv.SIGN_STATE_ILLEGAL",
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
    "isv.DENY_IP_RANGE",
    "isv.DAY_LIMIT_CONTROL",
    "isv.MONTH_LIMIT_CONTROL",
    "isv.SMS_CONTENT_ILLEGAL",
    "isv.SMS_SIGN_ILLEGAL",
    "isp.RAM_PERMISSION_DENY",
    "isv.OUT_OF_SERVICE",
    "isv.PRODUCT_UN_SUBSCRIPT",
    "isv.PRODUCT_UNSUBSCRIBE",
    "isv.ACCOUNT_NOT_EXISTS",
    "isv.ACCOUNT_ABNORMAL",
    "isv.SMS_TEMPLATE_ILLEGAL",
    "isv.SMS_SIGNATURE_ILLEGAL",
    "isv.INVALID_PARAMETERS",
    "isp.SYSTEM_ERROR",
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.MOBILE_COUNT_OVER_LIMIT",
    "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.BUSINESS_LIMIT_CONTROL",
    "isv.INVALID_JSON_PARAM",
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.PARAM_LENGTH_LIMIT",
    "isv.PARAM_NOT_SUPPORT_URL",
    "isv.AMOUNT_NOT_ENOUGH",
    "isv.TEMPLATE_PARAMS_ILLEGAL",
    "SignatureDoesNotMatch",
    "InvalidTimeStamp.Expired",
    "SignatureNonceUsed",
    "InvalidVersion",
    "InvalidAction.NotFound",
    "isv.SIGN_NAME_ILLEGAL",
    "SIGNATURE_BLACKLIST",
    "isp.GATEWAY_ERROR",
    "isv.CUSTOMER_REFUSED",
    "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT",
    "template_parameter_count_illegal",
    "isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL",
    "isv.SMS_TEST_NUMBER_LIMIT",
    "isv.SMS_SIGN_EMOJI_ILLEGAL",
    "isv.SECURITY_FROZEN_ACCOUNT",
    "isv.UNSUPPORTED_CONTENT",
    "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE",
    "isv.ONE_CODE_MULTIPLE_SIGN",
    "isv.CODE_EXCEED_LIMIT",
    "isv.CODE_ERROR",
]
"""Aliyun's list of API error codes, without those of other calls (signatures, short links, files)."""


def codes(group: str) -> frozenset[str]:
    found: frozenset[str] = getattr(aliyun_codes, group)
    return found | {"THROTTLED": THROTTLED, "CONFIGURATION": CONFIGURATION}.get(group, frozenset())


def test_every_documented_code_has_been_thought_about() -> None:
    assert set(DOCUMENTED) <= frozenset().union(*(codes(group) for group in GROUPS))


def test_no_code_means_two_things() -> None:
    for first, second in combinations(GROUPS, 2):
        assert not codes(first) & codes(second)


@pytest.mark.parametrize(("group", "error"), GROUPS.items())
def test_each_group_has_its_error(group: str, error: type[Exception]) -> None:
    for code in codes(group):
        known = CODES.error(code)
        assert type(known) is error and known.code == code
        assert getattr(known, "number_problem", False) is (group == "NUMBER")


@pytest.mark.parametrize("code", ["isv.SOMETHING_NEW", "None", "", "Throttling.SomethingNew"])
def test_a_code_nobody_knows_leaves_the_outcome_open(code: str) -> None:
    assert type(CODES.error(code)) is OutcomeUnknown
