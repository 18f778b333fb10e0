"""何件逾期、谁、为何: replies of a year that missed their limit, by unit and month, with what was recorded.

A case counts in the year and month of the day on which its limit passed. The reason is what the unit said;
beside it stand the working days that each stretch took, read from the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Assignment
from gongkai.desk.foi import facts
from gongkai.desk.foi.models import Application, Consulted, Decision
from gongkai.desk.foi.queries import visible_to
from gongkai.law.calendar import Calendar

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Late:
    """One reply that missed its limit. ``days`` are working days; ``replied`` is null while it is owed.

    ``drafting``, ``chain``, ``sending``: working days from receipt to the draft, to the signature, to the
    service, as far as they are known.
    """

    application: Application
    unit: Unit | None
    drafted_by: str
    due: date
    replied: date | None
    days: int
    drafting: int | None = None
    chain: int | None = None
    sending: int | None = None

    @property
    def cause(self) -> str:
        """The recorded reason; empty where nobody has said one."""
        code = self.application.late_cause
        return str(Application.LateCause(code).label) if code else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in the table: how many in each month, in all, working days late in all."""

    unit: Unit | None
    months: tuple[int, ...]
    total: int
    days: int
    unexplained: int


@dataclass(frozen=True, slots=True)
class Table:
    """The late ones of a year and their sums."""

    year: int
    rows: tuple[Late, ...]
    lines: tuple[Line, ...]
    months: tuple[int, ...]
    causes: tuple[tuple[str, int], ...] = field(default=())


def is_late(application: Application, day: date, rows: Sequence[Consulted] | None = None) -> bool:
    """Whether the first reply came after its limit, or is owed after it and the applicant need not act."""
    if application.replied_on is None and _waits(application):
        return False
    asked = Consulted.objects.filter(application=application.pk) if rows is None else rows
    due = facts.reply_due(application, asked, calendar())
    return due is not None and (application.replied_on or day) > due


def table(officer: Officer, today: date, year: int) -> Table:
    """The late ones of a year that an officer may see; a fixed number of queries."""
    found = _late(_candidates(officer, today, year), today, year, calendar())
    by_unit: dict[int, list[Late]] = {}
    for one in found:
        by_unit.setdefault(one.unit.pk if one.unit else 0, []).append(one)
    ordered = sorted(by_unit.values(), key=lambda rows: rows[0].unit.code if rows[0].unit else "~")
    causes = Counter(one.cause for one in found)
    return Table(
        year,
        tuple(found),
        tuple(_line(rows) for rows in ordered),
        _months(found),
        tuple(causes.most_common()),
    )


def _line(rows: Sequence[Late]) -> Line:
    silent = sum(1 for one in rows if not one.cause)
    return Line(rows[0].unit, _months(rows), len(rows), sum(one.days for one in rows), silent)


def _months(rows: Iterable[Late]) -> tuple[int, ...]:
    counts = Counter(one.due.month for one in rows)
    return tuple(counts[month] for month in MONTHS)


def _candidates(officer: Officer, today: date, year: int) -> QuerySet[Application]:
    """Applications whose limit may have passed in the year: received since the year before the last."""
    span = (date(year - 2, 1, 1), date(year, 12, 31))
    seen = visible_to(officer, today).filter(registration__agency=officer.agency_id)
    owed = Q(replied_on=None, case__due_on__lt=today)
    return Application.objects.filter(
        owed | Q(replied_on__gte=date(year, 1, 1)),
        case__in=seen,
        received_on__range=span,
        voided_on__isnull=True,
    )


def _late(found: QuerySet[Application], today: date, year: int, days: Calendar) -> list[Late]:
    asked: dict[int, list[Consulted]] = {}
    for one in Consulted.objects.filter(application__in=found.values("pk")):
        asked.setdefault(one.application_id, []).append(one)
    rows: list[tuple[date, Application]] = []
    for application in found.select_related("case__registration"):
        due = facts.reply_due(application, asked.get(application.pk, ()), days)
        if due is not None and due.year == year and (application.replied_on or today) > due:
            rows.append((due, application))
    rows.sort(key=lambda row: (row[0], row[1].pk))
    return _told(rows, today, days)


def _told(rows: Sequence[tuple[date, Application]], today: date, days: Calendar) -> list[Late]:
    """With unit, drafter and the stretches of time."""
    keys = [application.pk for _, application in rows]
    assignments = Assignment.objects.filter(case__in=keys).select_related("unit").order_by("pk")
    units = {one.case_id: one.unit for one in assignments}
    drafts: dict[int, Decision] = {}
    for one in (
        Decision.objects.filter(application__in=keys)
        .defer("sealed")
        .select_related("drafted_by")
        .order_by("no")
    ):
        if one.application_id not in drafts or one.signed_on is not None:
            drafts[one.application_id] = one
    found = []
    for due, application in rows:
        draft = drafts.get(application.pk)
        drafted = shanghai_date(draft.drafted_at) if draft is not None else None
        signed = draft.signed_on if draft is not None else None
        replied = application.replied_on
        found.append(
            Late(
                application,
                units.get(application.pk),
                draft.drafted_by.name if draft is not None else "",
                due,
                replied,
                days.workdays_between(due, replied or today),
                _between(days, application.received_on, drafted),
                _between(days, drafted, signed),
                _between(days, signed, replied),
            )
        )
    return found


def _between(days: Calendar, first: date | None, last: date | None) -> int | None:
    if first is None or last is None or last < first:
        return None
    return days.workdays_between(first, last)


def _waits(application: Application) -> bool:
    """The applicant has to act: nothing of ours is owed."""
    corrects = application.correction_sent_on is not None and application.correction_received_on is None
    pays = (
        application.fee_notified_on is not None and application.paid_on is None and not application.is_waived
    )
    return corrects or pays or not facts.is_received(application, calendar())
