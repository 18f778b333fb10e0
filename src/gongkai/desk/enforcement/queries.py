"""Which records of enforcement an officer may see (DESIGN.md law 6). Never cached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.enforcement.models import Investigation, Penalty, Sample, SampleFile

SEES_ALL = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties that see every investigation."""
SEES_UNIT = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER)
"""Duties that see those of their unit; decisions and samples, which are public by law, they all see."""
ACTS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER, Duty.Kind.OFFICE)
"""Duties that open and end investigations, draft items, bring in registers of samples."""
Duties = Sequence[HeldDuty]


def investigations(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Investigation]:
    """The investigations that an officer may see; operators, reviewers and keepers see none."""
    ours = Investigation.objects.filter(agency_id=officer.agency_id)
    units = units_of(held(officer, day) if duties is None else duties)
    return ours if units is None else ours.filter(unit__in=units)


def units_of(duties: Duties) -> set[int] | None:
    """The units whose investigations are seen with these duties; null for all of the agency."""
    if any(one.kind in SEES_ALL or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties):
        return None
    return {one.unit_id for one in duties if one.kind in SEES_UNIT and one.unit_id is not None}


def works(officer: Officer, day: date, duties: Duties | None = None) -> bool:
    """Whether somebody has to do with enforcement at all; ``duties``: those of the day, where known."""
    known = held(officer, day) if duties is None else duties
    return any(one.kind in (*SEES_ALL, *SEES_UNIT) for one in known)


def uploads(officer: Officer, day: date) -> bool:
    """Whether somebody brings registers of samples in: who acts on records of enforcement, in any unit."""
    return any(one.kind in ACTS for one in held(officer, day))


def sample_files(officer: Officer, day: date) -> QuerySet[SampleFile]:
    """The uploaded registers of samples of the agency."""
    found = SampleFile.objects.filter(agency_id=officer.agency_id)
    return found if uploads(officer, day) else found.none()


def penalties(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Penalty]:
    """The decisions of the agency."""
    found = Penalty.objects.filter(agency_id=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def samples(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Sample]:
    """The samples of the agency that were not voided."""
    return every_sample(officer, day, duties).filter(voided_on__isnull=True)


def every_sample(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Sample]:
    """The samples of the agency with those that were voided, whose numbers stay."""
    found = Sample.objects.filter(agency_id=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def batches(seen: QuerySet[Sample], most: int | None = None) -> list[dict[str, Any]]:
    """Batches with how many samples they hold and how many of them failed, newest first, ``most`` of them."""
    rows = (
        seen.exclude(batch="")
        .values("batch")
        .annotate(
            count=Count("number", distinct=True),
            failed=Count("number", distinct=True, filter=Q(verdict=Sample.Verdict.FAILED)),
            last=Max("reported_on"),
        )
        .order_by("-last", "-batch")[:most]
    )
    return [dict(row) for row in rows]
