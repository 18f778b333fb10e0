"""The gate for applications: what casework shows, and what waits for a signature of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import units_of
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework import queries
from gongkai.desk.casework.models import Case
from gongkai.desk.foi.models import Decision, Opinion
from gongkai.desk.foi.rules import legal_units, reviews_law

REVIEWS = (Duty.Kind.HEAD, Duty.Kind.CLERK, Duty.Kind.HANDLER)
"""Duties in the legal unit that review."""


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Case]:
    """The applications that an officer may see on a day (DESIGN.md law 6). Never cached.

    Who reviews law or secrecy sees a case while its reply is in the chain, and those they signed.
    ``duties``: those held that day, where the caller has just asked for them.
    """
    duties = held(officer, day) if duties is None else duties
    cases = Case.objects.filter(kind=Case.Kind.APPLICATION)
    # Asked for each case: beside an OR a database would read a list of keys whole.
    seen = Q(Exists(queries.visible_to(officer, day, duties).filter(pk=OuterRef("pk"))))
    if not duties:
        return cases.filter(seen)
    signed = Opinion.objects.filter(decision__application=OuterRef("pk"), officer=officer)
    pending = Decision.objects.filter(application=OuterRef("pk"), state=Decision.State.CHAIN)
    reviewed = Q(registration__agency=officer.agency_id) & (Q(Exists(pending)) | Q(Exists(signed)))
    units = {one.unit_id for one in duties if one.kind in REVIEWS and one.unit_id is not None}
    if any(one.kind == Duty.Kind.SECRECY for one in duties):
        seen |= reviewed
    elif units:
        seen |= reviewed & Q(Exists(legal_units(officer.agency_id, day).filter(pk__in=units)))
    return cases.filter(seen)


def reviews(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> bool:
    """Whether the officer reviews secrecy or law, and so sees replies while they are in the chain."""
    if any(one.kind == Duty.Kind.SECRECY for one in duties):
        return True
    units = {one.unit_id for one in duties if one.kind in REVIEWS and one.unit_id is not None}
    return any(one.pk in units and reviews_law(one, day) for one in units_of(officer.agency_id))


def current_decision(case: Case) -> Decision | None:
    """The newest decision of a case."""
    return Decision.objects.filter(application=case.pk).order_by("-no").first()
