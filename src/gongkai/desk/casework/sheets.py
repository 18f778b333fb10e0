"""Ledgers 台账 of letters by month and unit, to print and file: 用印, 送达. No applicant, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Case, Delivery, SealUse
from gongkai.desk.casework.queries import visible_to

Row = TypeVar("Row", SealUse, Delivery)

MOST = 1000
"""Rows of one sheet; a month that has more is printed unit by unit."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed ledger: heads, rows of cells, whether rows were left out."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    is_cut: bool = False


def seals(
    title: str,
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    months: tuple[date, date],
    unit: Unit | None,
) -> Sheet:
    """用印台账: which seal was put on which letter, how many copies, by whom, approved by whom."""
    heads = (
        *(_("序号"), _("用印日期"), _("印章"), _("文书"), _("文书编号"), _("登记编号")),
        *(_("份数"), _("经办"), _("批准")),
    )
    found = SealUse.objects.select_related("letter__case__registration", "by", "approved_by")
    rows = _of_months(found, "on", months, _cases(officer, day, duties, unit))
    lines = [
        (
            *(str(number), one.on.isoformat(), one.seal, one.letter.title, one.letter.number),
            *(one.letter.case.registration.number, str(one.copies), one.by.name, one.approved_by.name),
        )
        for number, one in enumerate(rows[:MOST], start=1)
    ]
    return Sheet(title, heads, lines, len(rows) > MOST)


def deliveries(
    title: str,
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    months: tuple[date, date],
    unit: Unit | None,
) -> Sheet:
    """送达台账: which letter went how, under which mail number, and what became of it."""
    heads = (
        *(_("序号"), _("送出日期"), _("文书"), _("文书编号"), _("登记编号"), _("送达方式")),
        *(_("邮件号"), _("结果"), _("结果日期"), _("经办")),
    )
    found = Delivery.objects.select_related("letter__case__registration", "by")
    rows = _of_months(found, "sent_on", months, _cases(officer, day, duties, unit))
    lines = [
        (
            *(str(number), one.sent_on.isoformat(), one.letter.title, one.letter.number),
            *(one.letter.case.registration.number, str(one.get_way_display()), one.tracking),
            *(str(one.get_result_display()), one.result_on.isoformat() if one.result_on else "", one.by.name),
        )
        for number, one in enumerate(rows[:MOST], start=1)
    ]
    return Sheet(title, heads, lines, len(rows) > MOST)


def _of_months(rows: QuerySet[Row], on: str, months: tuple[date, date], cases: QuerySet[Case]) -> list[Row]:
    """What was done with standing letters of these cases from the first day up to but without the second."""
    days = {f"{on}__gte": months[0], f"{on}__lt": months[1]}
    found = rows.filter(**days, letter__voided_on__isnull=True, letter__case__in=cases)
    return list(found.order_by(on, "pk")[: MOST + 1])


def _cases(officer: Officer, day: date, duties: Sequence[HeldDuty], unit: Unit | None) -> QuerySet[Case]:
    """The cases that the officer sees, of one unit where one is chosen."""
    found = visible_to(officer, day, duties)
    if unit is not None:
        found = found.filter(Q(assignments__unit=unit, assignments__until__isnull=True))
    return found
