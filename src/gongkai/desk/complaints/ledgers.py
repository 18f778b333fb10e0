"""The ledger 投诉举报台账 of a month: every complaint and report, and nobody in it."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Assignment, Closing
from gongkai.desk.complaints.models import Matter

ASKED = (Matter.Kind.COMPLAINT, Matter.Kind.REPORT, Matter.Kind.BOTH)
"""Kinds that count as 投诉举报."""
LEDGER_MOST = 2000
"""Rows of one ledger."""


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of a month."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def ledger(agency: Agency, first: date, last: date, unit: str = "") -> list[dict[str, Any]]:
    """The ledger of a span: a row a matter, without anything of the person."""
    rows = Matter.objects.filter(agency=agency, registered_on__range=(first, last), kind__in=ASKED)
    if unit:
        rows = rows.filter(
            registration__cases__assignments__unit__code=unit,
            registration__cases__assignments__until__isnull=True,
        ).distinct()
    found = list(rows.select_related("registration").order_by("registered_on", "pk")[:LEDGER_MOST])
    keys = [matter.pk for matter in found]
    units: dict[int, list[str]] = {}
    assigned = Assignment.objects.filter(case__registration__in=keys, until__isnull=True)
    for key, name in assigned.values_list("case__registration", "unit__name").order_by("pk"):
        units.setdefault(key, [])
        if name not in units[key]:
            units[key].append(name)
    closings: dict[int, list[tuple[date, str]]] = {}
    standing = Closing.objects.filter(case__registration__in=keys, reopened_on__isnull=True).order_by("pk")
    for key, on, outcome in standing.values_list("case__registration", "closed_on", "outcome"):
        closings.setdefault(key, []).append((on, outcome))
    return [
        {
            "matter": matter,
            "units": "、".join(units.get(matter.pk, [])),
            "closings": closings.get(matter.pk, []),
        }
        for matter in found
    ]
