"""The API held against its own OpenAPI document, by a program that tries what nobody thought of."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.town.api import TOKEN

_CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance,ignored_auth"
)


_REFUSALS = ("400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429")
"""What may answer data that does not fit the document; too large is one of its faults."""


async def _of_staff(api: Any) -> dict[str, Any]:
    """A department, a person, a crew, a duty time and an absence that are there."""

    async def added(path: str, **body: Any) -> Any:
        return (await api.http.post(path, json=body)).raise_for_status().json()["id"]

    department = await added("/departments", name="工程部", kind="engineering")
    person = await added("/staff", name="王示例", phone="19900079001", role="crew_leader")
    times = {"begins": "2027-01-04T00:00:00+08:00", "ends": "2027-01-11T00:00:00+08:00"}
    return {
        "department_id": department,
        "staff_id": person,
        "crew_id": await added("/crews", name="水电一队", leader_id=person, department_id=department),
        "duty_time_id": await added("/duty-times", staff_id=person, weekday=1, begins="09:00", ends="17:00"),
        "absence_id": await added("/absences", staff_id=person, reason="leave", **times),
        "trade": "plumbing",
    }


@pytest.mark.parametrize("phases", ["examples,fuzzing", pytest.param("coverage", marks=pytest.mark.soak)])
async def test_schemathesis_finds_nothing(api: Any, tmp_path: Path, phases: str) -> None:
    building, people = await api.enrolled(owners=4)
    known = {
        "building_id": building,
        "ticket_id": f"pre-handover-{people[0][0]}",
        "ownership_id": people[1][0],
        "customer_id": people[2][1],
        **await _of_staff(api),
    }
    expected = ["[checks.negative_data_rejection]", f"expected-statuses = {json.dumps(_REFUSALS)}"]
    lines = [f'"path.{name}" = {json.dumps(value)}' for name, value in known.items()]
    (tmp_path / "schemathesis.toml").write_text(
        "\n".join([*expected, "[parameters]", *lines]), encoding="utf-8"
    )
    # A process of its own: it blocks while it calls, and the server runs in this test's loop.
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        "run",
        f"{api.url.rstrip('/')}/openapi.json",
        "--header",
        f"Authorization: Bearer {TOKEN}",
        "--checks",
        _CHECKS,
        "--phases",
        phases,
        "--max-examples",
        "2",
        "--seed",
        "20261124",
        "--workers",
        "1",
        "--no-color",
        "--exclude-path",
        "/metrics",
    ]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode().partition("= FAILURES =")[2][:12_000]
