"""The company's people as a test adds them through the API."""

import itertools
from typing import Any

_numbers = itertools.count(19900075000)


def new_number() -> str:
    """A mobile number that nobody has."""
    return str(next(_numbers))


async def department(api: Any, **more: Any) -> str:
    answer = await api.http.post("/departments", json={"name": "工程部", "kind": "engineering", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def person(api: Any, role: str = "agent", **more: Any) -> str:
    body = {"name": "测试员工", "phone": new_number(), "role": role, **more}
    answer = await api.http.post("/staff", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def crew(api: Any, **more: Any) -> str:
    answer = await api.http.post("/crews", json={"name": "水电一队", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def pointers(body: dict[str, Any]) -> list[str]:
    return [error["pointer"] for error in body["errors"]]
