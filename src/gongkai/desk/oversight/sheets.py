"""The ledger 台账 of meetings, trainings and campaigns of a month, as it is printed and filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.sheets import MOST, Sheet
from gongkai.desk.oversight.models import Activity


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
