"""The work plan: a task has a unit and a date, nothing is done without evidence, each step is an event."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.oversight import plan
from gongkai.desk.oversight.models import PlannedTask
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
AT = datetime(2017, 6, 30, 2, tzinfo=UTC)


@pytest.fixture
def bureau():
    return Agency.objects.create(code="371002SC", name="高区市场监管局")


@pytest.fixture
def unit(bureau):
    return Unit.objects.create(agency=bureau, code="BGS", name="办公室（政务公开）", kind="科室")


@pytest.fixture
def clerk(bureau):
    """Somebody of the disclosure office, who plans and may show what was done."""
    officer = Officer.objects.create(username="office", name="姜文博", agency=bureau)
    Duty.objects.create(officer=officer, kind=Duty.Kind.OFFICE, since=date(2015, 1, 1))
    return officer


@pytest.fixture
def task(bureau, unit, clerk):
    return plan.plan(
        bureau,
        2017,
        "推进食品抽检信息公开",
        unit=unit,
        due_on=date(2017, 12, 20),
        by=clerk,
        at=AT,
        source="2017年工作要点",
    )


def types(task):
    return list(Event.objects.filter(stream=task.stream).order_by("n").values_list("type", flat=True))


def test_the_same_task_is_planned_once(bureau, unit, clerk, task):
    again = plan.plan(
        bureau, 2017, " 推进食品抽检信息公开 ", unit=unit, due_on=date(2017, 1, 1), by=clerk, at=AT
    )
    assert again.pk == task.pk and again.due_on == date(2017, 12, 20) and types(task) == ["planned"]


def test_a_task_is_not_done_without_evidence(task, clerk):
    with pytest.raises(Refused, match="还没有佐证"):
        plan.finish(task, on=date(2017, 6, 29), by=clerk, at=AT)


def test_evidence_may_be_an_item_that_exists_and_no_other(bureau, task, clerk):
    with pytest.raises(Refused, match="没有索引号"):
        plan.add_evidence(
            task, "公告", on=date(2017, 6, 1), by=clerk, at=AT, item_index="371002SC/2017-00001"
        )
    Item.objects.create(
        agency=bureau, index="371002SC/2017-00001", title="公告", category="抽检信息", means="主动公开"
    )
    plan.add_evidence(task, "公告", on=date(2017, 6, 1), by=clerk, at=AT, item_index="371002SC/2017-00001")
    done = plan.finish(task, on=date(2017, 6, 29), by=clerk, at=AT)
    assert (done.state, done.done_on) == ("已完成", date(2017, 6, 29))
    assert types(task) == ["planned", "evidence", "done"]


def test_what_is_done_or_dropped_stays_so(task, clerk):
    plan.drop(task, reason_code="merged", by=clerk, at=AT)
    with pytest.raises(Refused, match="不再执行"):
        plan.finish(task, on=date(2017, 6, 29), by=clerk, at=AT)


def test_evidence_of_tomorrow_is_refused(task, clerk):
    with pytest.raises(Refused, match="还没有到"):
        plan.add_evidence(task, "会议纪要", on=date(2017, 7, 1), by=clerk, at=AT)


@pytest.mark.parametrize("change", [{"state": "已完成"}, {"done_on": date(2017, 6, 1)}])
def test_the_database_refuses_done_without_a_day_and_a_day_without_done(task, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedTask.objects.filter(pk=task.pk).update(**change)


def test_tasks_of_a_year_are_read_with_two_queries(bureau, task, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [(one.unit.name, list(one.evidence.all())) for one in plan.tasks(bureau, 2017)] == [
            ("办公室（政务公开）", [])
        ]


def test_whose_task_it_is_shows_what_was_done_and_only_the_office_plans_and_drops(bureau, unit, task):
    other = Unit.objects.create(agency=bureau, code="SPL", name="食品流通餐饮科", kind="科室")
    mine, theirs = (Officer.objects.create(username=name, name=name, agency=bureau) for name in ("甲", "乙"))
    for officer, where in ((mine, unit), (theirs, other)):
        Duty.objects.create(officer=officer, kind=Duty.Kind.CLERK, unit=where, since=date(2015, 1, 1))
    day = date(2017, 6, 1)
    with pytest.raises(Refused, match="没有登记这项任务的职责"):
        plan.add_evidence(task, "公告", on=day, by=theirs, at=AT)
    with pytest.raises(Refused, match="没有调整工作要点的职责"):
        plan.drop(task, reason_code="other", by=mine, at=AT)
    with pytest.raises(Refused, match="没有安排工作要点的职责"):
        plan.plan(bureau, 2017, "别的任务", unit=unit, due_on=day, by=mine, at=AT)
    plan.add_evidence(task, "公告", on=day, by=mine, at=AT)
    assert plan.finish(task, on=day, by=mine, at=AT).state == "已完成"
