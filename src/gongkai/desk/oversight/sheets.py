"""The ledgers 台账 of meetings, trainings, campaigns and of inspections of a month, as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.sheets import MOST, Sheet
from gongkai.desk.oversight.models import Activity, Finding, Mending
from gongkai.desk.oversight.queries import visible_to


def activities(
    title: str,
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    months: tuple[date, date],
    unit: Unit | None,
) -> Sheet:
    """会议、培训、宣传活动: what, when, by whom, how many came; of one unit by its name as organiser."""
    del day, duties
    heads = (
        *(_("序号"), _("日期"), _("类型"), _("名称"), _("主办单位"), _("参加人数")),
        *(_("主要负责同志参加"), _("地点"), _("关联信息")),
    )
    found = Activity.objects.filter(
        agency=officer.agency_id, on__gte=months[0], on__lt=months[1], voided_on__isnull=True
    )
    if unit is not None:
        found = found.filter(organiser__contains=unit.name)
    rows = list(found.order_by("on", "pk")[: MOST + 1])
    lines = [
        (
            *(str(number), one.on.isoformat(), str(one.get_kind_display()), one.name, one.organiser),
            *(str(one.people) if one.people is not None else "", _("是") if one.is_lead_present else ""),
            *(one.place, one.related_item),
        )
        for number, one in enumerate(rows[:MOST], start=1)
    ]
    return Sheet(title, heads, lines, len(rows) > MOST)


def inspections(
    title: str,
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    months: tuple[date, date],
    unit: Unit | None,
) -> Sheet:
    """检查整改台账: what inspections of the month found, whose it is, what was done, who confirmed it."""
    heads = (
        *(_("序号"), _("编号"), _("检查日期"), _("检查单位"), _("问题类型"), _("问题描述"), _("责任单位")),
        *(_("整改期限"), _("整改情况"), _("整改人"), _("确认人"), _("销号日期"), _("状态")),
    )
    found = visible_to(officer, day, duties).filter(found_on__gte=months[0], found_on__lt=months[1])
    found = found.exclude(state=Finding.State.VOIDED)
    if unit is not None:
        found = found.filter(unit=unit)
    last = Prefetch("mendings", Mending.objects.select_related("by", "judged_by").order_by("no"))
    rows = list(found.select_related("unit").prefetch_related(last).order_by("found_on", "pk")[: MOST + 1])
    lines = [_line(number, one, day) for number, one in enumerate(rows[:MOST], start=1)]
    return Sheet(title, heads, lines, len(rows) > MOST)


def _limit(one: Finding) -> str:
    """The day by which it is to be mended, and that it was extended."""
    return _("%(day)s（延期）") % {"day": one.due_on} if one.extended_to else one.due_on.isoformat()


def _line(number: int, one: Finding, day: date) -> tuple[str, ...]:
    done = list(one.mendings.all())
    last = done[-1] if done else None
    is_late = one.state == Finding.State.OPEN and one.due_on < day
    body = f"{one.get_inspector_display()} {one.body}".strip()
    judge = last.judged_by.name if last is not None and last.accepted and last.judged_by else ""
    return (
        *(str(number), one.number, one.found_on.isoformat(), body, str(one.get_kind_display())),
        *(one.words, one.unit.name, _limit(one), last.words if last else ""),
        *(last.by.name if last else "", judge, one.closed_on.isoformat() if one.closed_on else ""),
        _("已逾期") if is_late else str(one.get_state_display()),
    )
