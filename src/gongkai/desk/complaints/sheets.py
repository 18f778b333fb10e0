"""The ledger 督办台账 of a month, as it is printed and filed: every letter, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.sheets import MOST, Sheet
from gongkai.desk.complaints import notices
from gongkai.desk.complaints.house import house


def supervisions(
    title: str,
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    months: tuple[date, date],
    unit: Unit | None,
) -> Sheet:
    """督办台账: letters signed in the month, until when an answer was asked, when it came."""
    del duties
    heads = (
        *(_("序号"), _("编号"), _("签发日期"), _("登记编号"), _("责任单位"), _("督办依据"), _("督办要求")),
        *(
            _("签发人"),
            _("签收人"),
            _("签收日期"),
            _("反馈期限"),
            _("反馈日期"),
            _("反馈人"),
            _("解除督办"),
            _("状态"),
        ),
    )
    found = notices.of_agency(officer, day).filter(signed_on__gte=months[0], signed_on__lt=months[1])
    if unit is not None:
        found = found.filter(unit=unit)
    rows = list(found.select_related("answered_by", "received_by").order_by("signed_on", "pk")[: MOST + 1])
    table = calendar()
    lines = []
    for number, one in enumerate(rows[:MOST], start=1):
        due, lifted = notices.answer_by(one, table), one.supervision.lifted_on
        lines.append(
            (
                *(str(number), one.number, f"{one.signed_on}", one.supervision.case.registration.number),
                *(one.unit.name, house().supervision.get(one.supervision.rule, ""), one.asked),
                one.signed_by.name if one.signed_by else "",
                one.received_by.name if one.received_by else notices.receipt(one, day, table)[1],
                f"{shanghai_date(one.received_at)}" if one.received_at else "",
                f"{due.due}" if due else "",
                f"{one.answered_on}" if one.answered_on else "",
                one.answered_by.name if one.answered_by else "",
                *(f"{lifted}" if lifted else "", notices.state(one, day, table)[1]),
            )
        )
    return Sheet(title, heads, lines, len(rows) > MOST)
