"""The one gate for reading cases and registrations (DESIGN.md law 6).

Every list, page, export and search of cases starts from :func:`visible_to`; "may see this one" is the same
query with one key, and what is not in it does not exist for that person. Never cached.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.models import Answer, Assignment, Case, CaseText, Registration
from gongkai.desk.casework.stages import ENDED
from gongkai.sealing.times import moment

SEES_AGENCY = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.AUDITOR, Duty.Kind.OPERATOR)
"""Duties that see every case of the agency."""
SEES_UNIT = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER)
"""Duties that see the cases for which their unit answers; over the whole agency they see all."""


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Case]:
    """The cases that an officer may see on a day. Reviewers of secrecy and keepers see none.

    ``duties``: those held that day, where the caller has just asked for them.
    """
    return Case.objects.filter(_gate(officer, held(officer, day) if duties is None else duties))


def registrations_visible_to(officer: Officer, day: date) -> QuerySet[Registration]:
    """The registrations of which the officer may see a case."""
    cases = visible_to(officer, day).filter(registration=OuterRef("pk"))
    return Registration.objects.filter(Exists(cases))


def open_cases(officer: Officer, day: date) -> QuerySet[Case]:
    """What waits for this officer: visible and not ended, the earliest due first, undated last."""
    return visible_to(officer, day).exclude(stage__in=ENDED).order_by("due_on", "pk")


def _gate(officer: Officer, duties: Sequence[HeldDuty]) -> Q:
    """The condition on cases."""
    everywhere = any(
        one.kind in SEES_AGENCY or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties
    )
    if everywhere:
        return Q(registration__agency=officer.agency_id)
    units = {one.unit_id for one in duties if one.kind in SEES_UNIT}
    if not units:
        return Q(pk__in=[])
    running = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True, unit__in=units)
    return Q(Exists(running), registration__agency=officer.agency_id)


def day_of(occurred: str) -> str:
    """The day on which something occurred, by the bureau's calendar: an event may hold a moment in UTC."""
    return shanghai_date(moment(occurred)).isoformat() if "T" in occurred else occurred


def answer_field(before: int) -> str:
    """The field of an answer's text, by how many were entered ``before`` it: a case that was taken up again
    keeps the words of its earlier answers.
    """
    return f"{CaseText.Field.ANSWER}{before + 1}" if before else str(CaseText.Field.ANSWER)


def answers_with_fields(case: Case) -> list[tuple[Answer, str]]:
    """The answers of a case that stand, in the order of entry, with the fields of their texts."""
    rows = Answer.objects.filter(case=case).order_by("pk")
    return [(one, answer_field(before)) for before, one in enumerate(rows) if one.voided_on is None]
