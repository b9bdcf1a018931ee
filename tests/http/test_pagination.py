"""Lists read page by page, whatever is added meanwhile."""

import base64
import json
from typing import Any

import pytest


async def test_pages_neither_repeat_nor_skip_while_owners_are_added(api: Any) -> None:
    building = await api.building()
    before = [(await api.owner(building))[0] for _ in range(5)]
    path, seen = f"/buildings/{building}/owners?limit=2", []
    while path:
        page = (await api.http.get(path)).json()
        assert len(page["items"]) <= 2
        seen += [owner["ownership_id"] for owner in page["items"]]
        if len(seen) == 2:
            before.append((await api.owner(building))[0])
        path = page["next"]
    assert seen == before


async def test_owners_are_shown_with_their_numbers_masked(api: Any) -> None:
    building = await api.building()
    _, _, phone = await api.owner(building)
    answer = await api.http.get(f"/buildings/{building}/owners")
    (owner,) = answer.json()["items"]
    assert owner["phone"] == f"{phone[3:6]}****{phone[-4:]}"
    assert phone[3:] not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/buildings", "/tickets", "/messages", "/departments", "/staff", "/crews", "/duty-times", "/absences"],
)
async def test_made_up_cursors_are_refused(api: Any, problem: Any, path: str) -> None:
    def cursor(*parts: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()

    name = path.removeprefix("/")
    forged = [cursor(), cursor("other", ""), cursor(name), cursor(name, None), cursor(name, [1])]
    for bad in ("x", "%%%", "ünï", "W" * 300, cursor(name, "\x00"), *forged):
        answer = await api.http.get(path, params={"cursor": bad})
        assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == "cursor"
    for beyond in (10**30, -(10**30)):
        for listing in ("messages", "duty-times", "absences"):
            answer = await api.http.get(f"/{listing}", params={"cursor": cursor(listing, beyond)})
            assert answer.status_code == 200
    for limit in ("0", "201", "x"):
        assert problem(await api.http.get(path, params={"limit": limit}), 422, "invalid")


async def test_filters_stay_in_the_next_link(api: Any) -> None:
    building, _ = await api.enrolled(owners=3)
    path, seen = f"/tickets?building={building}&stage=waiting&limit=1", []
    while path:
        page = (await api.http.get(path)).json()
        seen += page["items"]
        path = page["next"]
    assert len(seen) == 3 and {ticket["building_id"] for ticket in seen} == {building}
