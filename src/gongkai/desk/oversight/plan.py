"""The yearly work plan 工作要点: tasks given to units, evidence, done or dropped, each step an event."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.oversight import rules
from gongkai.desk.oversight.models import Evidence, PlannedTask
from gongkai.refusal import Refused

By = Officer | str
"""An officer, or the name that a register gives."""
REASONS = ("merged", "repealed", "other")
"""Why a task is given up, by code."""
_PLANNERS = "政务公开办公室或者分管领导"


def tasks(agency: Agency, year: int) -> QuerySet[PlannedTask]:
    """The tasks of a year in the order of their dates, with unit and evidence."""
    found = PlannedTask.objects.filter(agency=agency, year=year)
    return found.select_related("unit").prefetch_related("evidence").order_by("due_on", "id")


@transaction.atomic
def plan(
    agency: Agency,
    year: int,
    task: str,
    *,
    unit: Unit,
    due_on: date,
    by: By,
    at: datetime,
    source: str = "",
    key_area: str = "",
) -> PlannedTask:
    """Give a unit a task of the year's plan. The same task again is found, not made twice."""
    if isinstance(by, Officer):
        rules.demand(
            by.agency_id == agency.pk and rules.plans(by, shanghai_date(at)), "安排工作要点", _PLANNERS
        )
    wording = " ".join(task.split())
    if not wording:
        raise Refused("no-task", "任务没有内容", "请写明要做什么")
    if unit.agency_id != agency.pk:
        raise Refused("foreign-unit", f"{unit.name} 不是本机关的单位", "请选择本机关的责任单位")
    planned, fresh = PlannedTask.objects.get_or_create(
        agency=agency,
        year=year,
        task=wording,
        defaults={"unit": unit, "due_on": due_on, "source": source, "key_area": key_area},
    )
    if fresh:
        _record(planned, "planned", by, at, {"year": year, "unit": unit.code, "due": due_on.isoformat()})
    return planned


@transaction.atomic
def add_evidence(
    task: PlannedTask, what: str, *, on: date, by: By, at: datetime, item_index: str = ""
) -> Evidence:
    """Show that something was done: an item by its index number, an activity, a document."""
    task = _worked_on(_locked(task), by, at)
    if on > shanghai_date(at):
        raise Refused("future-evidence", f"佐证日期 {on} 还没有到", "请核对日期")
    if item_index and not Item.objects.filter(agency=task.agency, index=item_index).exists():
        raise Refused("unknown-item", f"没有索引号为 {item_index} 的信息", "请核对索引号")
    if not what.strip():
        raise Refused("no-evidence", "佐证没有内容", "请写明文件、信息或者活动的名称")
    evidence, fresh = Evidence.objects.get_or_create(
        task=task, on=on, what=what.strip(), defaults={"item_index": item_index, "by": _name(by)}
    )
    if fresh:
        _record(task, "evidence", by, at, {"on": on.isoformat(), "item": item_index})
    return evidence


@transaction.atomic
def finish(task: PlannedTask, *, on: date, by: By, at: datetime) -> PlannedTask:
    """Mark a task done; nothing is done without evidence."""
    task = _worked_on(_open(task), by, at)
    if not task.evidence.exists():
        raise Refused("no-evidence", f"“{task.task}”还没有佐证", "请先登记佐证，再标为已完成")
    if on > shanghai_date(at):
        raise Refused("future-day", f"完成日期 {on} 还没有到", "请核对日期")
    task.state, task.done_on = PlannedTask.State.DONE, on
    task.save(update_fields=["state", "done_on"])
    _record(task, "done", by, at, {"on": on.isoformat()})
    return task


@transaction.atomic
def drop(task: PlannedTask, *, reason_code: str, by: By, at: datetime) -> PlannedTask:
    """Give a task up, with the code of the reason (``merged``, ``repealed``, ``other``)."""
    task = _open(task)
    if isinstance(by, Officer):
        may = by.agency_id == task.agency_id and rules.plans(by, shanghai_date(at))
        rules.demand(may, "调整工作要点", _PLANNERS)
    if reason_code not in REASONS:
        raise Refused("unknown-reason", f"没有“{reason_code}”这种理由", f"可以是 {'、'.join(REASONS)}")
    task.state = PlannedTask.State.DROPPED
    task.save(update_fields=["state"])
    _record(task, "dropped", by, at, {"reason": reason_code})
    return task


def _worked_on(task: PlannedTask, by: By, at: datetime) -> PlannedTask:
    """The task. Raises Refused (``not-held``) for an officer who has nothing to do with it."""
    if isinstance(by, Officer):
        rules.demand(rules.works_on(by, task, shanghai_date(at)), "登记这项任务", "责任单位的信息员或负责人")
    return task


def _locked(task: PlannedTask) -> PlannedTask:
    return PlannedTask.objects.select_for_update().select_related("agency").get(pk=task.pk)


def _open(task: PlannedTask) -> PlannedTask:
    task = _locked(task)
    if task.state != PlannedTask.State.OPEN:
        raise Refused("not-open", f"“{task.task}”已是“{task.state}”", "请核对；需要改动时另立任务")
    return task


def _name(by: By) -> str:
    return by.name if isinstance(by, Officer) else by


def _record(task: PlannedTask, type: str, by: By, at: datetime, data: dict[str, object]) -> None:
    who = by if isinstance(by, Officer) else "import"
    record(task.stream, type, by=who, occurred=shanghai_date(at), at=at, data=data)
