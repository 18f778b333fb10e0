"""Which cases of the centre an officer may see, and the named lists of the day's work.

Every list starts from :func:`visible_to`: the gate of casework, narrowed to this register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework import queries as casework
from gongkai.desk.casework.models import Assignment, Case, Closing, Registration, Series
from gongkai.desk.casework.personal import find_person
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.models import Callback, CoUnit, Matter

READS = (
    Duty.Kind.OPERATOR,
    Duty.Kind.OFFICE,
    Duty.Kind.LEADER,
    Duty.Kind.AUDITOR,
    Duty.Kind.CLERK,
    Duty.Kind.HEAD,
    Duty.Kind.HANDLER,
)
"""Duties that have cases; reviewers of secrecy and the keeper have none."""
_NEWEST = 1_000
MOST_ASKED = 500
"""Open cases of other units in which a unit sees its part at once."""


def reads(duties: Sequence[HeldDuty]) -> bool:
    """Whether one of these duties has cases."""
    return any(one.kind in READS for one in duties)


def visible_to(officer: Officer, day: date) -> QuerySet[Case]:
    """The cases of the register of complaints that an officer may see on a day. Never cached.

    A unit that was asked for its part sees the case as long as it is open; the person behind it never.
    """
    duties = held(officer, day)
    return visible_with(officer, day, duties, asked_of(officer, duties))


def visible_with(
    officer: Officer, day: date, duties: Sequence[HeldDuty], asked: Sequence[int]
) -> QuerySet[Case]:
    """The same for a page that has just read the duties and what :func:`asked_of` says of them."""
    seen = casework.visible_to(officer, day, duties)
    if asked:
        seen = Case.objects.filter(Q(Exists(seen.filter(pk=OuterRef("pk")))) | Q(pk__in=asked))
    return seen.filter(registration__series=Series.COMPLAINTS)


def asked_of(officer: Officer, duties: Sequence[HeldDuty]) -> tuple[int, ...]:
    """The open cases of other units in which a unit of these duties has a part: few at any time."""
    if any(one.kind in casework.SEES_AGENCY for one in duties):
        return ()
    units = {one.unit_id for one in duties if one.kind in casework.SEES_UNIT}
    if not units or None in units:
        return ()
    parts = CoUnit.objects.filter(
        unit__in=units,
        released_on__isnull=True,
        case__stage=Stage.OPEN,
        case__registration__agency=officer.agency_id,
    )
    own = Assignment.objects.filter(case=OuterRef("case"), until__isnull=True, unit__in=units)
    return tuple(parts.filter(~Exists(own)).values_list("case", flat=True).distinct()[:MOST_ASKED])


def open_only(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those that have not ended."""
    return cases.filter(stage=Stage.OPEN)


def to_call_back(
    cases: QuerySet[Case], day: date, since: timedelta = timedelta(days=60)
) -> QuerySet[Closing]:
    """Closings of the last weeks that nobody reached by a call back and whose matter has no rating."""
    done = Callback.objects.filter(closing=OuterRef("pk"), reached=True)
    rated = Matter.objects.filter(registration=OuterRef("case__registration")).exclude(
        satisfaction__in=["", Matter.Satisfaction.NONE]
    )
    return (
        Closing.objects.filter(
            ~Exists(done),
            ~Exists(rated),
            case__in=cases.filter(stage=Stage.CLOSED),
            reopened_on__isnull=True,
            closed_on__gte=day - since,
        )
        .select_related("case__registration__matter")
        .order_by("closed_on", "pk")
    )


def earlier_calls(phone: str, *, among: QuerySet[Case], most: int = 12) -> list[Case]:
    """Earlier cases of a caller, newest first: by keyed hash, reports never; of the newest 1,000."""
    found = find_person(phone, among=among, latest=_NEWEST).select_related("registration__matter")
    return list(found.order_by("-registration__registered_on", "-pk")[:most])


def against(agency: int, *, credit_code: str = "", respondent: str = "") -> QuerySet[Registration]:
    """The registrations against a shop, by credit code where there is one, else by its name."""
    ours = Registration.objects.filter(agency=agency, series=Series.COMPLAINTS, voided_on__isnull=True)
    if credit_code:
        return ours.filter(matter__credit_code=credit_code, matter__agency=agency)
    if respondent:
        return ours.filter(matter__respondent=respondent, matter__agency=agency)
    return ours.none()
