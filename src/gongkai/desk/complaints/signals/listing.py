"""The list of signals as :mod:`gongkai.desk.lists` wants it: what waits for a person first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.complaints.models import Signal
from gongkai.desk.complaints.rules import CENTRE
from gongkai.desk.complaints.signals.naming import title_of
from gongkai.desk.lists import choices
from gongkai.desk.lists.short import Filter, Short, iso

SEES = (*CENTRE, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties over the whole agency that read signals."""
OPEN = (Signal.State.WAITING, Signal.State.WATCHED)
"""States in which a person has to look again."""


def sees(officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> bool:
    """Whether one of these duties reads signals."""
    return any(
        one.kind in SEES and one.unit_id is None and one.agency_id == officer.agency_id for one in duties
    )


def _gate(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[Signal]:
    found = Signal.objects.filter(agency=officer.agency_id).select_related("decided_by", "item")
    return found if sees(officer, day, duties) else found.none()


def _by_state(seen: QuerySet[Any], value: str, _day: date) -> QuerySet[Any]:
    if value == "open":
        return seen.filter(state__in=OPEN)
    return seen.exclude(state__in=OPEN) if value == "judged" else seen.filter(state=value)


def _titled(rows: Sequence[Signal], _officer: Officer, _day: date) -> list[tuple[Signal, str]]:
    return [(one, title_of(one.key)) for one in rows]


LISTING = Short(
    name="signals",
    title=gettext_lazy("消费预警"),
    address="complaints:signals",
    gate=_gate,
    opens=sees,
    facets=(
        Filter(
            "state",
            gettext_lazy("状态"),
            choices.of(
                [("open", gettext_lazy("等人判断、继续观察")), ("judged", gettext_lazy("判断过的"))],
                Signal.State.choices,
            ),
            _by_state,
        ),
        Filter(
            "safety",
            gettext_lazy("安全词"),
            choices.of([("yes", gettext_lazy("有")), ("no", gettext_lazy("没有"))]),
            lambda seen, value, _day: seen.filter(is_safety=value == "yes"),
        ),
    ),
    period=gettext_lazy("年度"),
    dated="day",
    day="day",
    made=_titled,
    key=lambda row: row[0].pk,
    opening={"state": "open"},
    columns=(
        ("预警", lambda row: f"{row[0].year}-{row[0].number}"),
        ("关于", lambda row: row[1]),
        ("安全词", lambda row: "是" if row[0].is_safety else ""),
        ("人数", lambda row: str(row[0].people)),
        ("天数", lambda row: str(row[0].window)),
        ("预期", lambda row: f"{row[0].expected:.1f}"),
        ("计算到", lambda row: row[0].day.isoformat()),
        ("状态", lambda row: row[0].state),
        ("判断日期", lambda row: iso(row[0].decided_on)),
        ("判断人", lambda row: row[0].decided_by.name if row[0].decided_by else ""),
    ),
)
"""What pages, saved views and exports know of it. Shops are not named, as on the page."""
