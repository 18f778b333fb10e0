"""What an officer may see of the records behind a figure, and who may open the pages of reporting.

Every drill-down starts from here (DESIGN.md law 6); the figures themselves are about the whole agency and
hold nothing personal, so whoever works in the bureau may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure import queries as disclosure
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models import Penalty
from gongkai.desk.foi.models import Application
from gongkai.desk.oversight.queries import activities
from gongkai.desk.remedies.models import Remedy
from gongkai.desk.reporting.figures import Source

READERS = frozenset(kind for kind in Duty.Kind.values if kind != Duty.Kind.KEEPER)
"""Duties whose holders see the figures and the report."""
SIGNERS = frozenset({Duty.Kind.OFFICE, Duty.Kind.LEADER})
"""Duties whose holders sign the report."""

WRITERS = SIGNERS
"""Duties whose holders write it."""


def holds(officer: Officer, kinds: frozenset[Any], day: date) -> bool:
    """Whether an officer may act on one of the duties on a day, for whichever unit."""
    return any(one.kind in kinds for one in held(officer, day))


def matters(officer: Officer, day: date) -> QuerySet[Matter]:
    """The registrations of the complaint centre of which an officer sees a case."""
    seen = visible_to(officer, day).filter(registration=OuterRef("pk"))
    return Matter.objects.filter(Exists(seen), agency_id=officer.agency_id)


def items(officer: Officer, day: date) -> QuerySet[Item]:
    """The items that an officer sees; what the register calls public is seen by everybody."""
    seen = disclosure.visible_to(officer, day)
    if not officer.is_active:
        return seen
    return seen | Item.objects.filter(
        agency_id=officer.agency_id,
        means=Item.Means.OPEN,
        published_on__isnull=False,
        published_on__lte=day,
    )


def applications(officer: Officer, day: date) -> QuerySet[Application]:
    """The applications of which an officer sees the case."""
    return Application.objects.filter(
        Exists(visible_to(officer, day).filter(pk=OuterRef("pk"))), agency_id=officer.agency_id
    )


def remedies(officer: Officer, day: date) -> QuerySet[Remedy]:
    """The remedies of which an officer sees the case."""
    return Remedy.objects.filter(
        Exists(visible_to(officer, day).filter(pk=OuterRef("pk"))), agency_id=officer.agency_id
    )


def penalties(officer: Officer, day: date) -> QuerySet[Penalty]:
    """The penalty decisions: their register is open to those who work here."""
    ours = Penalty.objects.filter(agency_id=officer.agency_id)
    return ours if holds(officer, READERS, day) else ours.none()


VISIBLE: Mapping[Source, Callable[[Officer, date], QuerySet[Any]]] = {
    Source.MATTERS: matters,
    Source.ITEMS: items,
    Source.APPLICATIONS: applications,
    Source.REMEDIES: remedies,
    Source.ACTIVITIES: activities,
    Source.PENALTIES: penalties,
}
"""Where the drill-down of a source starts."""
