"""What Chinese readers see is set as Chinese is, and a company may put its own wording over ours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import texts.catalogue as catalogue
from domain.messages.sms import SINGLE_SEGMENT, compose
from texts import TextsUnusable, load, sms_templates, text

ROOT = Path(__file__).parents[2]
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(f"[{HAN}\u3000-\u303f\u201c\u201d][,:;!?()]|[,:;!?()][{HAN}\u201c\u201d]")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE, TARGET = re.compile(r"`[^`\n]*`"), re.compile(r"(?<=\])\([^)\s]+\)")
CHINESE = [
    *(ROOT / "texts" / "zh-CN").rglob("*.ftl"),
    ROOT / "README.zh-CN.md",
    *(ROOT / "docs").glob("*.zh-CN.md"),
]
MEANT = ("\u65f6:\u5206",)  # how a time is written


@pytest.mark.parametrize("file", CHINESE, ids=lambda file: file.name)
def test_punctuation_in_chinese_is_full_width(file: Path) -> None:
    content = FENCED.sub("", file.read_text(encoding="utf-8"))
    # What stands around code in a Chinese sentence is Chinese; inside it, and in a link's target, it is not.
    content = TARGET.sub("", CODE.sub("\u7801", content))
    for written in MEANT:
        content = content.replace(written, "")
    assert [line for line in content.splitlines() if HALF_WIDTH.search(line)] == []


@pytest.fixture
def restored() -> Iterator[None]:
    kept = dict(catalogue._BUNDLES)
    yield
    catalogue._BUNDLES.update(kept)
    catalogue._plain.cache_clear()


def company(folder: Path, content: str) -> Path:
    (folder / "zh-CN").mkdir()
    (folder / "zh-CN" / "sms.ftl").write_text(content, encoding="utf-8")
    return folder


def test_a_company_words_its_own_messages(tmp_path: Path, restored: None) -> None:
    load(company(tmp_path, "pre-handover-visit = {$name}您好\npre-handover-keys = {$building}领钥匙\n"))
    assert text("zh-CN", "pre-handover-visit", name="李示例") == "李示例您好"
    assert "pre-handover-keys" in sms_templates("pre-handover")
    assert "恭喜" in text("zh-CN", "pre-handover-congratulation", name="李", building="云湖", date="1月1日")


@pytest.mark.parametrize("template", sorted(sms_templates("pre-handover")))
def test_a_text_to_an_owner_with_usual_names_costs_one_segment(template: str) -> None:
    body = text("zh-CN", template, name="欧阳示", building="示例国际花园", date="2027年12月28日")
    draft = compose(body, "示例装饰", text("zh-CN", "opt-out-wording"), "marketing")
    assert draft.characters <= SINGLE_SEGMENT and draft.segments == 1, draft


@pytest.mark.parametrize(
    ("content", "why"), [("pre-handover-visit = {$nmae}您好\n", "nmae"), ("pre-handover-visit\n", "sms.ftl")]
)
def test_wording_that_cannot_be_sent_is_refused_whole(
    tmp_path: Path, restored: None, content: str, why: str
) -> None:
    with pytest.raises(TextsUnusable, match=why):
        load(company(tmp_path, content + "opt-out-wording = 退订回T\n"))
    assert text("zh-CN", "opt-out-wording") == "拒收请回复R"


def test_a_company_s_file_counts_in_its_folder_and_where_it_lay_before_there_were_folders(
    tmp_path: Path, restored: None
) -> None:
    folder = company(tmp_path, "pre-handover-visit = {$name}您好\npre-handover-keys = 领钥匙\n") / "zh-CN"
    (folder / "customers").mkdir()
    (folder / "customers" / "sms.ftl").write_text("pre-handover-visit = {$name}早上好\n", encoding="utf-8")
    load(tmp_path)
    assert text("zh-CN", "pre-handover-visit", name="李示例") == "李示例早上好"
    assert text("zh-CN", "pre-handover-keys") == "领钥匙" and "pre-handover-keys" in sms_templates(
        "pre-handover"
    )


def test_wording_of_a_notice_that_mentions_what_it_is_not_given_is_refused_whole(
    tmp_path: Path, restored: None
) -> None:
    folder = company(tmp_path, "opt-out-wording = 退订回T\n") / "zh-CN"
    (folder / "telling.ftl").write_text("voice-repair-no-crew = 工单 { $tikcet } 请派工\n", encoding="utf-8")
    with pytest.raises(TextsUnusable, match=r"voice-repair-no-crew: [$]tikcet"):
        load(tmp_path)
    assert text("zh-CN", "opt-out-wording") == "拒收请回复R"
    (folder / "telling.ftl").write_text("voice-repair-no-crew = 工单 { $ticket } 请派工\n", encoding="utf-8")
    load(tmp_path)
    assert text("zh-CN", "voice-repair-no-crew", ticket="R1") == "工单 R1 请派工"


def test_wording_of_earlier_releases_goes_on_working_and_gets_no_more_than_ours(
    tmp_path: Path, restored: None
) -> None:
    folder = company(tmp_path, "opt-out-wording = 退订回T\n") / "zh-CN"
    old = "voice-repair-crew = 新工单 { $ticket }，{ $due }前到场\nsms-complaint-new = 投诉 { $ticket }\n"
    (folder / "telling.ftl").write_text(old, encoding="utf-8")
    load(tmp_path)
    given = {"ticket": "R1", "due": "17:00", "place": "示例花园", "late": "no"}
    assert text("zh-CN", "voice-repair-crew", **given) == "新工单 R1，17:00前到场"
    for unknown in ("voice-repair-crew = { $customer }报修\n", "sms-complaint-accept = { $due }\n"):
        (folder / "telling.ftl").write_text(unknown, encoding="utf-8")
        with pytest.raises(TextsUnusable):
            load(tmp_path)
