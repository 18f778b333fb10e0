"""Which records of enforcement an officer may see (DESIGN.md law 6). Never cached."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.enforcement.models import Investigation, Penalty, Sample, SampleFile

SEES_ALL = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties that see every investigation."""
SEES_UNIT = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER)
"""Duties that see those of their unit; decisions and samples, which are public by law, they all see."""
ACTS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER, Duty.Kind.OFFICE)
"""Duties that open and end investigations, draft items, bring in registers of samples."""


def investigations(officer: Officer, day: date) -> QuerySet[Investigation]:
    """The investigations that an officer may see; operators, reviewers and keepers see none."""
    ours = Investigation.objects.filter(agency_id=officer.agency_id)
    duties = held(officer, day)
    if any(one.kind in SEES_ALL or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties):
        return ours
    return ours.filter(unit__in={one.unit_id for one in duties if one.kind in SEES_UNIT})


def works(officer: Officer, day: date) -> bool:
    """Whether somebody has to do with enforcement at all."""
    return any(one.kind in (*SEES_ALL, *SEES_UNIT) for one in held(officer, day))


def uploads(officer: Officer, day: date) -> bool:
    """Whether somebody brings registers of samples in: who acts on records of enforcement, in any unit."""
    return any(one.kind in ACTS for one in held(officer, day))


def sample_files(officer: Officer, day: date) -> QuerySet[SampleFile]:
    """The uploaded registers of samples of the agency."""
    found = SampleFile.objects.filter(agency_id=officer.agency_id)
    return found if uploads(officer, day) else found.none()


def penalties(officer: Officer, day: date) -> QuerySet[Penalty]:
    """The decisions of the agency."""
    found = Penalty.objects.filter(agency_id=officer.agency_id)
    return found if works(officer, day) else found.none()


def samples(officer: Officer, day: date) -> QuerySet[Sample]:
    """The samples of the agency."""
    found = Sample.objects.filter(agency_id=officer.agency_id, voided_on__isnull=True)
    return found if works(officer, day) else found.none()


def batches(seen: QuerySet[Sample]) -> list[dict[str, object]]:
    """Batches with how many samples they hold and how many of them failed, newest first."""
    rows = (
        seen.exclude(batch="")
        .values("batch")
        .annotate(
            count=Count("number", distinct=True),
            failed=Count("number", distinct=True, filter=Q(verdict=Sample.Verdict.FAILED)),
            last=Max("reported_on"),
        )
        .order_by("-last", "-batch")[:200]
    )
    return [dict(row) for row in rows]
