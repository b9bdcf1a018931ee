"""Every operation as every role, over real HTTP: let through, or refused with a line in the log (P23)."""

import re
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.access.permissions import OPEN, OPERATIONS, SIGNED_IN, operation_of, require_listed
from api.access.route import Route
from api.access.table import may, render
from api.app import all_routes
from domain.access.roles import BUILT_IN
from tests.town.archive import Archive
from tests.town.callers import program, somebody
from tests.town.doors import Door

_PAGE = Path(__file__).parents[3] / "docs" / "access.md"
_IDS = {
    "building_id": "B999999",
    "customer_id": "C99999999",
    "ownership_id": "O99999999",
    "ticket_id": "repair-R2026-999999",
    "department_id": "D999999",
    "staff_id": "S99999999",
    "crew_id": "W99999999",
    "account_id": "U99999998",
    "token_id": "K99999999",
}
"""Nobody's and nothing's, written as ids are."""
_ROUTES = [route for route in all_routes() if OPERATIONS[operation_of(route)][0] not in (OPEN, SIGNED_IN)]


def test_the_page_says_what_is_enforced() -> None:
    assert _PAGE.read_text("utf-8") == render(all_routes()), "run: python -m huifang.run.access_table"


def test_every_permission_is_somebodys_and_of_use() -> None:
    needed = {each for needs in OPERATIONS.values() for each in needs} - {OPEN, SIGNED_IN}
    assert needed <= {each for role in BUILT_IN.values() for each in role.permissions}


def test_an_operation_that_nobody_spoke_of_keeps_the_api_from_starting() -> None:
    async def nothing() -> None: ...

    unknown = Route("/secrets", nothing, operation_id="readSecrets")
    with pytest.raises(ValueError, match="readSecrets"):
        require_listed([*all_routes(), unknown], Route)
    with pytest.raises(ValueError, match="getTicket"):
        require_listed([route for route in all_routes() if operation_of(route) != "getTicket"], Route)


@pytest.mark.parametrize("role", BUILT_IN)
async def test_whoever_may_gets_through_and_nobody_else(
    door: Door, archive: Archive, role: str, problem: Any
) -> None:
    caller = await somebody(door, archive, role)
    refused = []
    with capture_logs() as logged:
        for route in _ROUTES:
            name = operation_of(route)
            method = next(iter(route.methods))
            path = re.sub(r"{(\w+)(:\w+)?}", lambda found: _IDS.get(found[1], "9"), route.path_format)
            body = {} if method in ("GET", "DELETE") else {"json": {}}
            answer = await caller.call(method, path, **body)
            if may(BUILT_IN[role], name):
                assert answer.status_code not in (401, 403, 405, 500), f"{role} {name}: {answer.text}"
            else:
                problem(answer, 403, "not-allowed")
                refused.append(name)
    lines = [line for line in logged if line["event"] == "access_refused"]
    assert [line["operation"] for line in lines] == refused
    assert {line["role"] for line in lines} <= {role}


async def test_a_token_may_no_more_than_it_was_made_for(door: Door, archive: Archive, problem: Any) -> None:
    caller = await program(door, ["buildings.read"])
    assert (await caller.call("GET", "/buildings")).status_code == 200
    body = problem(await caller.call("GET", "/tickets"), 403, "not-allowed")
    assert "see tickets" in body["detail"]
    chinese = await caller.call("GET", "/tickets", headers={"Accept-Language": "zh-CN"})
    assert "查看工单" in chinese.json()["detail"]
