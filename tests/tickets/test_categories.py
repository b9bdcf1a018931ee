"""The tree of complaints: read from a file, refused where it is not one, named in both languages."""

from pathlib import Path

import pytest

import texts.catalogue as catalogue
from api.playbooks.complaint_categories import category_name
from domain.playbooks.complaint_categories import BUILT_IN, LONGEST, Categories, Category, read
from huifang.settings.company_policy import CompanyFileUnusable, read_company
from huifang.settings.settings import Settings
from texts import LOCALES


def all_of(tree: tuple[Category, ...]) -> list[Category]:
    return [found for each in tree for found in (each, *all_of(each.parts))]


def test_tables_are_branches_and_lists_are_leaves() -> None:
    tree = read('[work.wet]\nleak = ["construction"]\ndamp = []\n[other]\nother = []\n')
    assert [each.code for each in tree.leaves()] == ["work.wet.leak", "work.wet.damp", "other.other"]
    assert tree.concerns("work.wet.leak") == ("construction",)
    assert tree.leaf("work.wet") is None and tree.leaf("nothing") is None and tree.concerns(None) == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no category"),
        ("[work]\n", "without categories"),
        ("[work]\nleak = 1\n", "work.leak"),
        ("[work]\nleak = [1]\n", "work.leak"),
        ("[work]\nleak = ['Two Words']\n", "work.leak"),
        ("[Work]\nleak = []\n", "lower-case"),
        ("[work]\n'le.ak' = []\n", "lower-case"),
        (f"[{'a' * 30}.{'b' * 30}]\nc = []\n", str(LONGEST)),
        ("[work\n", "Expected"),
    ],
)
def test_what_is_no_tree_is_refused_with_its_place(content: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(content)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_built_in_category_has_a_name(locale: str) -> None:
    codes = [each.code for each in all_of(BUILT_IN.tree)]
    assert len(codes) > 20 and [code for code in codes if category_name(locale, code) == code] == []


def test_built_in_categories_reach_the_departments_of_the_rule() -> None:
    kinds = {kind for each in BUILT_IN.leaves() for kind in each.concerns}
    assert kinds == {"design", "purchasing", "construction"}


def test_a_company_has_its_own_tree(tmp_path: Path) -> None:
    file = tmp_path / "categories.toml"
    file.write_text('[garden]\nplants = ["purchasing"]\n', encoding="utf-8")
    found: Categories = read_company(Settings(complaint_categories_file=file)).categories
    assert [each.code for each in found.leaves()] == ["garden.plants"]
    assert category_name("en", "garden.plants") == "garden.plants"  # until the company names it
    assert read_company(Settings()).categories is BUILT_IN


def test_the_example_of_a_company_s_tree_has_its_names() -> None:
    company = Path(__file__).parents[2] / "examples" / "company"
    settings = Settings(complaint_categories_file=company / "complaint-categories.toml", texts_dir=company)
    kept = dict(catalogue._BUNDLES)
    try:
        codes = [each.code for each in all_of(read_company(settings).categories.tree)]
        assert "garden.plants" in codes
        for locale in LOCALES:
            assert [code for code in codes if category_name(locale, code) == code] == []
    finally:
        catalogue._BUNDLES.update(kept)
        catalogue._plain.cache_clear()


def test_a_company_s_unusable_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "categories.toml"
    for prepared in (lambda: None, lambda: file.write_text("[garden]\nplants = 3\n", encoding="utf-8")):
        prepared()
        with pytest.raises(CompanyFileUnusable, match="HUIFANG_COMPLAINT_CATEGORIES_FILE"):
            read_company(Settings(complaint_categories_file=file))
