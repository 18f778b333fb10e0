"""单位合并 over all rooms: open cases, investigations, columns, places, tasks go; what is closed stays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.accounts import units
from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.casework.models import Assignment, Case, Event, Registration
from gongkai.desk.casework.stages import Stage
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.enforcement.models import Investigation
from gongkai.desk.outlets.models import ColumnDuty
from gongkai.desk.oversight.models import PlannedTask

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)
DAY = date(2018, 3, 1)


def case(bureau: Bureau, number: str, stage: str) -> Case:
    registration = Registration.objects.create(
        agency=bureau.agency, series="complaints", number=number, key=number, channel="12315",
        registered_on=date(2018, 2, 1), recorded_at=AT,
    )  # fmt: skip
    made = Case.objects.create(
        registration=registration, kind=Case.Kind.COMPLAINT, stage=stage, opened_on=date(2018, 2, 1)
    )
    Assignment.objects.create(case=made, unit=bureau.unit, since=date(2018, 2, 1))
    return made


def test_all_open_work_follows_and_what_is_closed_keeps_its_unit(keys: object) -> None:
    bureau = Bureau.found()
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    into = Unit.objects.create(agency=bureau.agency, code="02", name="食品药品科", kind="科室")
    open_, closed = case(bureau, "诉1", Stage.OPEN), case(bureau, "诉2", Stage.CLOSED)
    common = {"agency": bureau.agency, "unit": bureau.unit}
    investigation = Investigation.objects.create(
        **common, number="立1", violation="过期", opened_on=DAY, opened_by=keeper
    )
    task = PlannedTask.objects.create(**common, year=2018, task="公开抽检", due_on=DAY)
    ColumnDuty.objects.create(
        **common, column="work", officer=bureau.officers["clerk"], cycle_days=30, since=SINCE
    )
    assert units.open_work(bureau.unit) == 4
    moved = units.merge(bureau.unit, into, by=keeper, at=AT)
    assert moved["work"] == 4 and units.open_work(bureau.unit) == 0
    assert Assignment.objects.get(case=open_, until__isnull=True).unit == into
    assert Assignment.objects.get(case=closed, until__isnull=True).unit == bureau.unit
    assert Event.objects.get(stream=open_.stream, type="reassigned")
    investigation.refresh_from_db()
    task.refresh_from_db()
    assert investigation.unit == task.unit == into
    assert ColumnDuty.objects.get(until__isnull=True).unit == into
