"""What Aliyun's codes mean for us: a table, read by `gateways.aliyun`.

From Aliyun's list "API error codes" of domestic messages (read in 2026); the gateway's own codes stand in
`gateways.aliyun_gateway_codes`. A code that stands nowhere has an unknown outcome: nothing is sent again
before it was looked up.
"""

from datetime import timedelta

THROTTLED = frozenset({
    # Of one number, per minute, hour or day; of the whole account, per day.
    "isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL",
})  # fmt: skip
"""Certainly not taken; retried by itself."""

WAITS = (
    ("小时级", timedelta(hours=1)), ("天级", timedelta(hours=1)),
    ("isv.DAY_LIMIT_CONTROL", timedelta(hours=1)), ("", timedelta(minutes=1)),
)  # fmt: skip
"""How long to leave a throttled number alone, by what code and message say (触发小时级流控Permits:5).

A daily limit ends at midnight or when somebody raises it: asking hourly costs nothing.
"""

NUMBER = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})
"""Permanent, and the number is wrong."""

REJECTED = frozenset({
    # The owner, or the operators' do-not-disturb list, wants no such texts.
    "isv.BLACK_KEY_CONTROL_LIMIT", "isv.CUSTOMER_REFUSED",
    # What stands in the text's variables: a symbol no phone can show, something like a link.
    "isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL", "isv.TEMPLATE_PARAMS_ILLEGAL",
    "isv.SMS_CONTENT_ILLEGAL", "isv.UNSUPPORTED_CONTENT", "isv.INVALID_PARAMETERS", "isv.INVALID_JSON_PARAM",
    "isv.MOBILE_COUNT_OVER_LIMIT",
})  # fmt: skip
"""Permanent for this text; the next one may pass."""

CONFIGURATION = frozenset({
    # Account, contract and money.
    "isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.ACCOUNT_NOT_EXISTS", "isv.ACCOUNT_ABNORMAL",
    "isv.SECURITY_FROZEN_ACCOUNT", "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE",
    "isv.MONTH_LIMIT_CONTROL", "isv.DENY_IP_RANGE", "isp.RAM_PERMISSION_DENY",
    # Signature, template and extension code.
    "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL", "isv.SIGN_STATE_ILLEGAL", "isv.SIGN_NAME_ILLEGAL",
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL", "isv.SMS_SIGN_EMOJI_ILLEGAL", "SIGNATURE_BLACKLIST",
    "isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS", "template_parameter_count_illegal",
    "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
    "isv.EXTEND_CODE_ERROR", "isv.ONE_CODE_MULTIPLE_SIGN", "isv.CODE_EXCEED_LIMIT", "isv.CODE_ERROR",
    # The trial signature and template, which reach registered numbers only.
    "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT", "isv.SMS_TEST_NUMBER_LIMIT", "isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL",
})  # fmt: skip
"""Certainly not taken; every text would fare the same, so a person is asked first."""

UNKNOWN = frozenset({
    # Aliyun says "call again"; whether the first call had an effect it does not say.
    "isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "InternalError", "ServiceUnavailable",
    # Our request arrived twice, so the first may have been taken.
    "SignatureNonceUsed",
})  # fmt: skip
"""May have been taken: looked up before anything is sent again. The same goes for codes not listed."""
