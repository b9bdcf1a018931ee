"""`python -m tests.privacy.document`: writes the record of processing into the documents."""

from pathlib import Path

from api.privacy.processing_record import record
from domain.privacy.retention_schedule import PrivacyPolicy

ROOT = Path(__file__).parents[2]
begin, end = "<!-- processing: begin -->", "<!-- processing: end -->"
_HEADS = {
    "en": ("data", "where", "what for", "ground", "kept", "seen by (in clear)", "recipients"),
    "zh-CN": ("个人信息", "存放位置", "处理目的", "合法性基础", "留存", "可见角色（明文）", "接收方"),
}
_DAYS = {"en": "{kept}: {days} days", "zh-CN": "{kept}：{days}天"}
_NEVER = {"en": "none", "zh-CN": "无"}


def table(locale: str) -> str:
    """The record in Markdown."""
    lines = ["| " + " | ".join(_HEADS[locale]) + " |", "|" + "---|" * len(_HEADS[locale])]
    stop = "、" if locale == "zh-CN" else ", "
    for each in record(PrivacyPolicy(), "", locale).processing:
        kept = each.kept if each.days is None else _DAYS[locale].format(kept=each.kept, days=each.days)
        cells = (
            each.title,
            " ".join(f"`{column}`" for column in each.where),
            stop.join(each.purposes),
            each.ground_title,
            kept,
            " ".join(f"`{name}`" for name in each.seen_by),
            stop.join(each.recipients) or _NEVER[locale],
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Both documents."""
    for name, locale in (("privacy.md", "en"), ("privacy.zh-CN.md", "zh-CN")):
        file = ROOT / "docs" / name
        before, _, rest = file.read_text(encoding="utf-8").partition(begin)
        _, _, after = rest.partition(end)
        file.write_text(f"{before}{begin}\n{table(locale)}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
