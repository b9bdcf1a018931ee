"""Customers who are perhaps one, found by rule and judged by a person (P22)."""

from typing import Any

import pytest

from domain.customers.file import Known, likeness, people_of
from tests.town.files import customer, estate, flat, number
from tests.town.office import Office


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("张示例", "张 示例先生", True),
        ("张示例、李示例", "李示例/张示例", True),
        ("Li Shili", "SHILI Li", True),
        ("ＬＩ示例", "li示例", True),
        ("Mr. Li Shili", "Li Shili", True),
        ("张示例", "张例示", False),
        ("张示例", "张示例、李示例", False),
        ("和示例", "示例", False),
    ],
)
def test_a_name_written_otherwise(one: str, two: str, same: bool) -> None:
    assert (people_of(one) == people_of(two)) is same


@pytest.mark.parametrize(
    ("name", "numbers", "flats", "rule"),
    [
        ("张示例", {"1"}, {"A"}, "same_number_same_flat"),
        ("张示例女士", {"1"}, set(), "same_number_name_otherwise"),
        ("张 示例", {"2"}, {"A"}, "same_name_same_flat"),
        ("张示例女士", {"2"}, {"A"}, "flat_name_otherwise"),
        ("张示例、李示例", {"1"}, set(), "same_number_part_of_name"),
        ("李示例", {"1"}, {"A"}, "same_number"),
        ("张示列", {"1"}, {"A"}, "same_number_same_flat_name_near"),
        ("张示列", {"1"}, {"B"}, "same_number"),
        ("张示\u2067例\u3164", {"1"}, {"A"}, "same_number_same_flat"),
        ("李示例", {"2"}, {"A"}, None),  # a co-owner
        ("张示例", {"2"}, {"B"}, None),  # a namesake
        ("先生", {"1"}, {"A"}, None),  # no name at all
    ],
)
def test_rules(name: str, numbers: set[str], flats: set[str], rule: str | None) -> None:
    known = Known("C1", "张示例", frozenset({"1"}), frozenset({"A"}))
    found = likeness(known, Known("C2", name, frozenset(numbers), frozenset(flats)))
    assert (found and found.rule) == rule


async def _pairs(place: Office, *ids: str, limit: int = 200) -> dict[tuple[str, str], dict[str, Any]]:
    """What is listed about these customers, all pages."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    path: str | None = f"/duplicates?limit={limit}"
    share = 0.0
    while path:
        page = (await place.http.get(path)).raise_for_status().json()
        assert share <= page["looked_through"] <= 1
        share = page["looked_through"]
        for pair in page["items"]:
            key = pair["one"]["id"], pair["two"]["id"]
            assert key not in found
            if set(key) <= set(ids):
                found[key] = pair
        path = page["next"]
    assert share == 1
    return found


async def test_each_pair_is_listed_once_with_what_agrees_and_differs(place: Office) -> None:
    building, phone, other = await estate(place), number(), number()
    first = (await customer(place, "周示例", phone))["id"]
    same_flat = (await customer(place, "周示例"))["id"]
    written = (await customer(place, "周示例先生", phone))["id"]
    co_owner = (await customer(place, "吴示例", other))["id"]
    lists_both = (await customer(place, "郑示例", other_phones=[other]))["id"]
    for owner in (first, same_flat, co_owner):
        await flat(place, building, owner, "0101")
    ids = (first, same_flat, written, co_owner, lists_both)
    found = await _pairs(place, *ids)
    assert {key: pair["rule"] for key, pair in found.items()} == {
        (first, same_flat): "same_name_same_flat",
        (first, written): "same_number_name_otherwise",
        (co_owner, lists_both): "same_number",
    }
    pair = found[first, same_flat]
    assert (pair["score"], pair["agrees"], pair["differs"]) == (90, ["name", "flat"], ["number"])
    assert pair["because"] == "Same name and flat, two numbers"
    assert pair["one"]["phone"].startswith("199****")
    assert await _pairs(place, *ids, limit=1) == found


async def test_two_who_are_two_stay_so_until_one_of_them_changes(place: Office, problem: Any) -> None:
    phone = number()
    father = (await customer(place, "冯示例", phone))["id"]
    son = (await customer(place, "冯小示", phone))["id"]
    assert (father, son) in await _pairs(place, father, son)
    two = {"one": son, "two": father, "reason": "父子二人，共用一个号码"}
    await place.post("/duplicates:dismiss", two, 204)
    assert not await _pairs(place, father, son)
    await flat(place, await estate(place), son, "0202")
    assert (father, son) in await _pairs(place, father, son)
    problem(await place.http.post("/duplicates:dismiss", json={"one": son, "two": son}), 422, "invalid")
    missing = {"one": son, "two": "C99999999"}
    problem(await place.http.post("/duplicates:dismiss", json=missing), 404, "no-such-customer")
