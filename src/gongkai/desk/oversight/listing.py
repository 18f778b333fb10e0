"""The lists of oversight as :mod:`gongkai.desk.lists` wants them: findings, the yearly plan, activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import Choices
from gongkai.desk.lists.short import Filter, Short, iso
from gongkai.desk.oversight import queries, screens
from gongkai.desk.oversight.models import Activity, Finding, FindingChange, PlannedTask

_TAGS = {
    PlannedTask.State.OPEN.value: "due",
    PlannedTask.State.DONE.value: "done",
    PlannedTask.State.DROPPED.value: "calm",
}
_OVERDUE = ("overdue", gettext_lazy("已逾期"))


@dataclass(frozen=True, slots=True)
class Planned:
    """A task of the plan as it stands today: the tag and its words."""

    task: PlannedTask
    tag: str
    words: str


def planned(task: PlannedTask, today: date) -> Planned:
    """How a task stands; what was not done by its day is late."""
    if task.state == PlannedTask.State.OPEN and task.due_on < today:
        return Planned(task, "late", _("已逾期"))
    return Planned(task, _TAGS[task.state], str(task.get_state_display()))


def _findings(rows: Sequence[Finding], _officer: Officer, day: date) -> list[screens.Row]:
    table = calendar()
    return [screens.row(one, day, table) for one in rows]


def _tasks(rows: Sequence[PlannedTask], _officer: Officer, day: date) -> list[Planned]:
    return [planned(one, day) for one in rows]


def _by_state(seen: QuerySet[Finding], value: str, day: date) -> QuerySet[Finding]:
    if value == "overdue":
        return queries.overdue(seen, day)
    if value == "asked":
        asked = FindingChange.objects.filter(finding=OuterRef("pk"), granted__isnull=True)
        return seen.filter(Exists(asked), state=Finding.State.OPEN)
    return seen.filter(state=value)


def _by_progress(seen: QuerySet[PlannedTask], value: str, day: date) -> QuerySet[PlannedTask]:
    if value == "overdue":
        return seen.filter(state=PlannedTask.State.OPEN, due_on__lt=day)
    return seen.filter(state=value)


def _years(officer: Officer, _day: date) -> Choices:
    found = PlannedTask.objects.filter(agency=officer.agency_id).order_by("-year")
    return [(str(year), str(year)) for year in found.values_list("year", flat=True).distinct()]


FINDINGS = Short(
    name="findings",
    title=gettext_lazy("检查整改"),
    address="oversight:findings",
    gate=lambda officer, day, duties: queries.visible_to(officer, day, duties).select_related("unit", "item"),
    opens=queries.sees,
    facets=(
        Filter(
            "state",
            gettext_lazy("状态"),
            choices.of(Finding.State.choices, [_OVERDUE, ("asked", gettext_lazy("延期、移交待批准"))]),
            _by_state,
        ),
        Filter("kind", gettext_lazy("问题类型"), choices.of(Finding.Kind.choices)),
        Filter("inspector", gettext_lazy("检查单位"), choices.of(Finding.Inspector.choices)),
        Filter("unit", gettext_lazy("责任单位"), choices.units),
    ),
    period=gettext_lazy("年度"),
    dated="found_on",
    asks=gettext_lazy("编号、问题、文号"),
    words=("number", "words", "reference"),
    made=_findings,
    columns=(
        ("编号", lambda row: row.finding.number),
        ("检查单位", lambda row: f"{row.finding.get_inspector_display()} {row.finding.body}".strip()),
        ("通报文号", lambda row: row.finding.reference),
        ("检查日期", lambda row: row.finding.found_on.isoformat()),
        ("收到通报日期", lambda row: row.finding.told_on.isoformat()),
        ("问题类型", lambda row: str(row.finding.get_kind_display())),
        ("问题描述", lambda row: row.finding.words),
        ("索引号", lambda row: row.finding.item.index if row.finding.item else ""),
        ("责任单位", lambda row: row.finding.unit.name),
        ("整改期限", lambda row: row.finding.due_on.isoformat()),
        ("状态", lambda row: row.words),
        ("销号日期", lambda row: iso(row.finding.closed_on)),
    ),
)
PLAN = Short(
    name="plan",
    title=gettext_lazy("工作要点"),
    address="planning:tasks",
    gate=lambda officer, day, duties: (
        queries.tasks(officer, day, duties).select_related("unit").prefetch_related("evidence")
    ),
    opens=queries.works,
    facets=(
        Filter("year", gettext_lazy("年度"), _years),
        Filter(
            "state", gettext_lazy("状态"), choices.of(PlannedTask.State.choices, [_OVERDUE]), _by_progress
        ),
        Filter("unit", gettext_lazy("责任单位"), choices.units),
    ),
    day="due_on",
    asks=gettext_lazy("任务、来源、重点领域"),
    words=("task", "source", "key_area"),
    made=_tasks,
    columns=(
        ("年度", lambda row: str(row.task.year)),
        ("任务", lambda row: row.task.task),
        ("来源文件", lambda row: row.task.source),
        ("重点领域", lambda row: row.task.key_area),
        ("责任单位", lambda row: row.task.unit.name),
        ("完成时限", lambda row: row.task.due_on.isoformat()),
        ("佐证", lambda row: "；".join(f"{one.on} {one.what}" for one in row.task.evidence.all())),
        ("状态", lambda row: row.words),
        ("完成日期", lambda row: iso(row.task.done_on)),
    ),
)
ACTIVITIES = Short(
    name="activities",
    title=gettext_lazy("会议、培训、活动"),
    address="planning:activities",
    gate=queries.activities,
    opens=queries.works,
    facets=(Filter("kind", gettext_lazy("类型"), choices.of(Activity.Kind.choices)),),
    period=gettext_lazy("年度"),
    dated="on",
    day="on",
    asks=gettext_lazy("名称、主办单位、地点"),
    words=("name", "organiser", "place"),
    columns=(
        ("类型", lambda one: one.kind),
        ("名称", lambda one: one.name),
        ("日期", lambda one: one.on.isoformat()),
        ("主办单位", lambda one: one.organiser),
        ("地点", lambda one: one.place),
        ("参加人数", lambda one: _number(one.people)),
        ("主要负责同志参加", lambda one: "是" if one.is_lead_present else "否"),
        ("发放材料份数", lambda one: _number(one.leaflets)),
        ("接待咨询人次", lambda one: _number(one.consulted)),
        ("现场受理件数", lambda one: _number(one.cases)),
        ("关联信息索引号", lambda one: one.related_item),
        ("说明", lambda one: one.note),
        ("作废日期", lambda one: iso(one.voided_on)),
    ),
)


def _number(count: int | None) -> str:
    """What was not counted is blank, never 0."""
    return "" if count is None else str(count)
