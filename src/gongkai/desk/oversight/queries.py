"""Findings of inspections that an officer may see (DESIGN.md law 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.oversight.models import Activity, Finding, PlannedTask

SEES_AGENCY = (Duty.Kind.OFFICE, Duty.Kind.SECRECY, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties that see every finding of the agency."""
SEES_UNIT = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER)
"""Duties that see those of their unit."""
SEES = (*SEES_AGENCY, *SEES_UNIT)
WAITING = (Finding.State.OPEN, Finding.State.MENDED)
"""Findings that nobody has confirmed as mended."""


def sees(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> bool:
    """Whether there is a page of findings for the officer; ``duties``: those of the day, where known."""
    return any(one.kind in SEES for one in (held(officer, day) if duties is None else duties))


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Finding]:
    """The findings that an officer sees: of the agency, or of the units of their duties. Never cached."""
    found = Finding.objects.filter(agency=officer.agency_id)
    known = held(officer, day) if duties is None else duties
    if any(one.kind in SEES_AGENCY or (one.kind in SEES_UNIT and one.unit_id is None) for one in known):
        return found
    units = {one.unit_id for one in known if one.kind in SEES_UNIT}
    return found.filter(unit__in=units) if units else found.none()


def works(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> bool:
    """Whether the officer holds a duty of the bureau; the keeper of accounts has none there."""
    known = held(officer, day) if duties is None else duties
    return any(one.kind != Duty.Kind.KEEPER for one in known)


def tasks(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[PlannedTask]:
    """The yearly plan: the whole of it is open to those who work here."""
    found = PlannedTask.objects.filter(agency=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def activities(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Activity]:
    """The activities: nothing in them is closed to those who work here."""
    found = Activity.objects.filter(agency=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def overdue(found: QuerySet[Finding], day: date) -> QuerySet[Finding]:
    """What was not mended by its day."""
    return found.filter(state=Finding.State.OPEN, due_on__lt=day)
