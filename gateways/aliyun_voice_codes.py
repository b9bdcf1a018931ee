"""What the codes of Aliyun's voice service mean for us: two tables, read by `gateways.aliyun_voice`.

From its lists "API error codes", "error codes" of the API and "carrier response codes" (read in 2026).
"""

from datetime import timedelta

from domain.messages.calls import CallOutcome, Leg

THROTTLED = frozenset({
    # Of one number or one caller: once a minute, 5 an hour, 20 a day.
    "isv.BUSINESS_LIMIT_CONTROL",
    # Not at this hour.
    "isv.VOICE_ROBOT_NOT_PERIOD", "isv.VOICE_CALL_PERIOD_ERROR",
})  # fmt: skip
"""Certainly not placed; retried by itself."""

WAITS = (
    ("小时级", timedelta(hours=1)), ("天级", timedelta(hours=1)), ("PERIOD", timedelta(minutes=10)),
    ("", timedelta(minutes=1)),
)  # fmt: skip
"""How long to leave a number alone, by what code and message say."""

NUMBER = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})
"""Permanent, and the number is wrong."""

REJECTED = frozenset({
    # The callee has complained about such calls.
    "isv.COMPLAINT_REJECT", "ComplaintReject",
    # What stands in the notice's variables.
    "isv.BLACK_KEY_CONTROL_LIMIT", "isv.PARAM_NOT_SUPPORT_URL", "isv.PARAM_LENGTH_LIMIT",
    "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.INVALID_PARAMETERS", "isv.INVALID_JSON_PARAM", "InvalidParameters",
    "isv.MOBILE_COUNT_OVER_LIMIT",
})  # fmt: skip
"""Permanent for this call; the next one may pass."""

CONFIGURATION = frozenset({
    # Account, contract and money; `ENOUG` is how one list spells it.
    "isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.AMOUNT_NOT_ENOUG", "isv.ACCOUNT_NOT_EXISTS",
    "isv.ACCOUNT_ABNORMAL", "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE", "isp.RAM_PERMISSION_DENY",
    "isp.RES_OWNER_ID_UNKNOWN", "isp.USER_NOT_EXIST", "isp.USER_ASSERT_NOT_EXIST",
    # Templates and recordings.
    "isv.TTS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.VOICE_FILE_ILLEGAL", "isv.ASR_MODEL_ERROR",
    # Numbers that are shown: not ours, or closed after complaints.
    "isv.DISPLAY_NUMBER_ILLEGAL", "isv.BILLID_NOT_EXIST", "BillidNotExist", "isv.HIT_VOICE_SECURITY_RULE",
})  # fmt: skip
"""Certainly not placed; every call would fare the same, so a person is asked first."""

UNKNOWN = frozenset({
    # "The call could not be initiated; see the records for why": there may be one.
    "isv.VOICE_CALL_FAIL",
    "isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "isp.UNKNOWN", "InternalError", "ServiceUnavailable",
    # Our request arrived twice, so the first may have been taken.
    "SignatureNonceUsed",
})  # fmt: skip
"""May have been placed. The same goes for codes not listed."""

ENDS: dict[str, tuple[CallOutcome, Leg | None]] = {
    # Heard out, hung up early, no key in time; a bridge that both have ended.
    "200000": ("answered", None), "200001": ("answered", None), "200008": ("answered", None),
    "200100": ("answered", None), "300000": ("answered", None),
    # The phone called first: the callee of a notice, the agent of a bridge.
    "200002": ("busy", None), "200003": ("no_answer", None), "200004": ("wrong_number", None),
    "200005": ("unreachable", None), "200007": ("unreachable", None), "200010": ("unreachable", None),
    "200011": ("unreachable", None), "200130": ("unreachable", None), "408": ("no_answer", None),
    "482": ("unreachable", None),
    # The phone called second.
    "200105": ("unreachable", "customer"), "200111": ("refused", "customer"), "200112": ("busy", "customer"),
    "200113": ("no_answer", "customer"), "200116": ("wrong_number", "customer"),
    "200120": ("unreachable", "customer"),
    # The network's doing, or ours: the number shown, too many calls, the hour, a file that cannot be read.
    "200006": ("failed", None), "200012": ("failed", None), "200104": ("failed", None),
    "200117": ("failed", None), "200118": ("failed", None), "200119": ("failed", None),
    "200121": ("failed", None), "9996": ("failed", None), "999999": ("failed", None), "500": ("failed", None),
    "400": ("failed", None), "476": ("failed", None), "487": ("failed", None),
}  # fmt: skip
"""What became of a call and, where the code says so, whose phone decided it. Codes not listed: failed."""

UNDER_WAY = frozenset({"200", "200101", "200102", "200103", "200201"})
"""Ringing or talking, or the end is not known yet."""

KEY = "300000"
"""Among the reports of a call's progress: a key was pressed."""

NO_RECORD = frozenset({"100008.0"})
"""A look-up's answer while the call's record is not there yet."""
