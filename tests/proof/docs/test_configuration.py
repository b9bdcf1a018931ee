"""docs/configuration.md names every setting as it is, and nothing that is not there."""

import re
from pathlib import Path

import pytest

from huifang.settings.settings import SECRETS_DIR, Settings, variable
from huifang.settings.table import table, with_table

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])
OURS = re.compile(r"\bHUIFANG_[A-Z][A-Z_]*[A-Z]\b")


def test_the_table_is_todays() -> None:
    document = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert with_table(document) == document, "run: python -m huifang.settings.table docs/configuration.md"


def test_every_setting_says_what_it_is_for() -> None:
    assert not [name for name, field in Settings.model_fields.items() if not field.description]
    assert table().count("\n| `") == len(Settings.model_fields)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_settings_there_are(document: Path) -> None:
    known = {variable(field) for field in Settings.model_fields} | {SECRETS_DIR, "HUIFANG_DATABASE_URL"}
    assert set(OURS.findall(document.read_text(encoding="utf-8"))) <= known


def test_a_document_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="settings: begin"):
        with_table("# Nothing")
