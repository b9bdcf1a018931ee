"""The register of staff as programs keep it: without HTTP, each verb whole or not at all."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from services.people.absences import change_absence, record_absence
from services.people.crews import change_crew, form_crew
from services.people.departments import change_department, set_up_department
from services.people.duty import add_duty_time, change_duty_time
from services.people.staff import change_person, take_on
from services.refused import Refused
from store.database import queries
from tests.town.archive import Archive
from tests.town.staffing import new_number

_MONDAY = datetime(2027, 1, 4, tzinfo=UTC)
_WEEK = timedelta(days=7)


def _where(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, list[tuple[str, str]]]:
    return refused.value.code, [(each.where, each.rule) for each in refused.value.unfit]


async def _hired(db: Any, role: str = "agent", **more: Any) -> str:
    new = {"department_id": None, "crew_id": None, "skills": [], "language": "zh-CN"} | more
    return str((await take_on(db, name="测试员工", phone=new_number(), role=role, **new))["id"])


async def test_somebody_is_away_and_back_early(pool: Any, archive: Archive) -> None:
    staff, deputy = await archive.person(), await archive.person()
    async with pool.acquire() as db:
        away = await record_absence(
            db, staff_id=staff, begins=_MONDAY, ends=_MONDAY + _WEEK, deputy_id=deputy, reason="leave"
        )
        back = await change_absence(db, away["id"], {"ends": _MONDAY + _WEEK / 2}, seen=1)
        assert (back["ends"], back["deputy_id"], back["version"]) == (_MONDAY + _WEEK / 2, deputy, 2)
        assert await change_absence(db, away["id"], {}) == back
        with pytest.raises(Refused, match="changed-meanwhile"):
            await change_absence(db, away["id"], {"active": False}, seen=1)
        with pytest.raises(Refused, match="no-such-absence"):
            await change_absence(db, 2**62, {"active": False})


async def test_an_absence_that_does_not_fit_says_where_and_leaves_nothing(
    pool: Any, archive: Archive
) -> None:
    staff = await archive.person()
    week = {"staff_id": staff, "begins": _MONDAY, "ends": _MONDAY + _WEEK, "reason": "leave"}
    async with pool.acquire() as db:
        with pytest.raises(Refused) as refused:
            await record_absence(db, **week, deputy_id=staff)
        assert _where(refused) == ("invalid", [("#/deputy_id", "own-deputy")])
        with pytest.raises(Refused) as refused:
            await record_absence(db, **{**week, "ends": _MONDAY}, deputy_id=None)
        assert _where(refused) == ("invalid", [("#/ends", "ends-first")])
        meeting = {"staff_id": staff, "begins": _MONDAY, "ends": _MONDAY + _WEEK}
        assert await queries.absence_meeting(db, except_id=None, **meeting) is None


async def test_two_verbs_in_a_transaction_of_the_callers_go_together(pool: Any, archive: Archive) -> None:
    staff = await archive.person()
    async with pool.acquire() as db:
        with pytest.raises(Refused, match="duty-times-overlap"):
            async with db.transaction():
                first = await add_duty_time(db, staff_id=staff, weekday=1, begins=time(9), ends=time(17))
                await add_duty_time(db, staff_id=staff, weekday=1, begins=time(16), ends=time(20))
        assert await queries.get_duty_time(db, id=first["id"]) is None


async def test_a_duty_time_that_no_longer_counts_makes_room(pool: Any, archive: Archive) -> None:
    staff = await archive.person()
    async with pool.acquire() as db:
        old = await add_duty_time(db, staff_id=staff, weekday=2, begins=time(9), ends=time(17))
        await change_duty_time(db, old["id"], {"active": False})
        await add_duty_time(db, staff_id=staff, weekday=2, begins=time(10), ends=time(18))
        with pytest.raises(Refused, match="duty-times-overlap"):
            await change_duty_time(db, old["id"], {"active": True})


async def test_who_is_in_charge_leaves_only_once_somebody_else_is(pool: Any) -> None:
    async with pool.acquire() as db:
        department = (await set_up_department(db, name="工程部", kind="engineering"))["id"]
        head = await _hired(db, "department_head", department_id=department)
        await change_department(db, department, {"head_id": head})
        crew = await form_crew(
            db, name="水电一队", leader_id=head, department_id=department, trades=["plumbing", "plumbing"]
        )
        assert crew["trades"] == ["plumbing"]
        with pytest.raises(Refused) as refused:
            await change_person(db, head, {"active": False})
        assert refused.value.code == "staff-in-charge"
        assert refused.value.values["charge"] == f"{department}, {crew['id']}"
        with pytest.raises(Refused, match="department-in-use"):
            await change_department(db, department, {"head_id": None, "active": False})
        await change_crew(db, crew["id"], {"leader_id": None})
        await change_department(db, department, {"head_id": None})
        assert not (await change_person(db, head, {"active": False}))["active"]


async def test_a_number_is_kept_as_it_is_dialled_and_nobody_elses(pool: Any) -> None:
    number = new_number()
    async with pool.acquire() as db:
        staff = await _hired(db)
        changed = await change_person(db, staff, {"phone": f"{number[:3]} {number[3:]}"})
        assert changed["phone"] == f"+86{number}"
        with pytest.raises(Refused) as refused:
            await change_person(db, await _hired(db), {"phone": number})
        assert (refused.value.code, refused.value.values) == ("staff-number-taken", {"staff": staff})
        with pytest.raises(Refused) as refused:
            await change_person(db, staff, {"phone": "12345"})
        assert _where(refused) == ("invalid", [("#/phone", "phone")])
