"""The gate for remedies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework import queries
from gongkai.desk.casework.models import Case, Registration


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Case]:
    """The remedies that an officer may see on a day (DESIGN.md law 6). Never cached.

    ``duties``: those held that day, where the caller has just asked for them.
    """
    duties = held(officer, day) if duties is None else duties
    return queries.visible_to(officer, day, duties).filter(kind=Case.Kind.REMEDY)


def attacked(officer: Officer, day: date, number: str) -> Registration | None:
    """The application that a remedy attacks, by its number, among those the officer may see."""
    seen = queries.registrations_visible_to(officer, day).filter(series="applications")
    return seen.filter(number=number.strip()).first()
