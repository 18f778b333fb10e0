"""Which background work who may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.jobs.models import Job

_WATCH = (Duty.Kind.OFFICE, Duty.Kind.KEEPER)
"""Duties that see the work which the program does for nobody in particular."""


def visible_to(officer: Officer, day: date) -> QuerySet[Job]:
    """One's own work; office and keeper also see that of the program. Never cached."""
    if not officer.is_active:
        return Job.objects.none()
    mine = Q(owner=officer)
    if any(one.kind in _WATCH for one in held(officer, day)):
        mine |= Q(owner__isnull=True)
    return Job.objects.filter(mine, agency=officer.agency_id)


def alarms(officer: Officer, day: date) -> QuerySet[Job]:
    """Failed work that nobody has looked at yet, newest first."""
    return visible_to(officer, day).filter(state=Job.State.FAILED, seen_at__isnull=True).order_by("-pk")
