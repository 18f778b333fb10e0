"""How many other reports came from the same reporter: a number, never which (SEALING.md 5)."""

from __future__ import annotations

from datetime import date

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, ReporterKey
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.queries import visible_to

MOST = 999
"""Where counting stops."""


def others(case: Case, officer: Officer, day: date) -> int | None:
    """The number of other reports of the same phone or id; null for who may not know it.

    It is for those who decide about openings in the office or as leaders, and have no hand in the case. One
    query where it is asked at all.
    """
    if case.kind != Case.Kind.REPORT or not rules.leads(officer, case, day):
        return None
    if rules.place_of(case).handler == officer.pk:
        return None
    mine = ReporterKey.objects.filter(case=case).values("digest")
    same = visible_to(officer, day).filter(reporter_keys__digest__in=mine).exclude(pk=case.pk)
    return same.values("pk").distinct()[:MOST].count()
