"""The list of reviews and suits as :mod:`gongkai.desk.lists` wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import Due, calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.stages import Stage
from gongkai.desk.lists import choices
from gongkai.desk.lists.short import Filter, Short, iso
from gongkai.desk.remedies.clocks import due_of
from gongkai.desk.remedies.models import Remedy
from gongkai.desk.remedies.queries import visible_to


@dataclass(frozen=True, slots=True)
class Row:
    """One remedy and what is due in it; null where it is over."""

    case: Case
    due: Due | None

    @property
    def remedy(self) -> Remedy:
        """Its dated facts."""
        return self.case.remedy

    @property
    def attacks(self) -> str:
        """The number of the application that it attacks, where it is known."""
        application = self.remedy.application
        return application.number if application else self.remedy.application_number


def works(_officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> bool:
    """Whether one of these duties is held in the bureau; the keeper has none there."""
    return any(one.kind != Duty.Kind.KEEPER for one in duties)


def _gate(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[Case]:
    seen = visible_to(officer, day, duties).filter(remedy__isnull=False)
    return seen.select_related("registration", "remedy__application")


def _made(rows: Sequence[Case], _officer: Officer, _day: date) -> list[Row]:
    days = calendar()
    return [Row(one, due_of(one.remedy, days, False) if one.stage == Stage.OPEN else None) for one in rows]


LISTING = Short(
    name="remedies",
    title=gettext_lazy("复议诉讼"),
    address="remedies:remedies",
    gate=_gate,
    opens=works,
    facets=(
        Filter(
            "kind",
            gettext_lazy("类型"),
            choices.of(Remedy.Kind.choices),
            lambda seen, value, _day: seen.filter(remedy__kind=value),
        ),
        Filter(
            "result",
            gettext_lazy("结果"),
            choices.of(Remedy.Result.choices),
            lambda seen, value, _day: seen.filter(remedy__result=value),
        ),
    ),
    period=gettext_lazy("收案年份"),
    dated="remedy__received_on",
    asks=gettext_lazy("案号、机关、申请编号"),
    words=(
        "registration__number",
        "remedy__organ",
        "remedy__application_number",
        "remedy__application__number",
    ),
    made=_made,
    key=lambda row: row.case.pk,
    columns=(
        ("案号", lambda row: row.case.registration.number),
        ("类型", lambda row: str(row.remedy.get_kind_display())),
        ("复议机关、法院", lambda row: row.remedy.organ),
        ("针对的申请", lambda row: row.attacks),
        ("收案日期", lambda row: iso(row.remedy.received_on)),
        ("本机关该做的", lambda row: row.due.paused if row.due else ""),
        ("到期", lambda row: iso(row.due.on) if row.due else ""),
        ("结果", lambda row: str(row.remedy.get_result_display())),
        ("结案日期", lambda row: iso(row.remedy.closed_on)),
    ),
)
"""What pages, saved views and exports know of it."""
