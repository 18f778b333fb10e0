"""Who holds which duty for which unit on which day, deputies (AB角) included.

A duty for one unit counts there only, one without a unit in the whole agency. A deputy has, while they stand
in, the duties of whom they stand in for, but not auditing and not the keeping of the system: those are a
person's own. Nobody inherits through two deputies.

Nothing here is kept beyond a request or a verb: inside ``asking_once`` (the desk's middleware, the flow) the
same question is asked once, and every change of a duty, a deputy or an officer makes it be asked anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.asking import once
from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Unit

PERSONAL = (Duty.Kind.AUDITOR, Duty.Kind.KEEPER)
"""Duties that no deputy takes over."""


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A duty that an officer may act on, for one unit or (null) the whole agency, and for whom if not own."""

    kind: str
    unit_id: int | None
    agency_id: int
    deputy_for: int | None = None
    unit_name: str = field(default="", compare=False)


def held(officer: Officer, day: date) -> list[HeldDuty]:
    """Every duty that the officer may act on that day, own ones first; none when no longer in office."""
    if not officer.is_active:
        return []
    return list(once((officer.pk, day), lambda: _look_up(officer, day)))


def _look_up(officer: Officer, day: date) -> list[HeldDuty]:
    principals = Deputy.objects.filter(Deputy.on(day), deputy=officer).values("officer")
    ours = Q(officer=officer) | (Q(officer__in=principals) & ~Q(kind__in=PERSONAL))
    rows = Duty.objects.filter(ours, Duty.on(day), officer__agency=officer.agency_id)
    found = [
        HeldDuty(kind, unit, officer.agency_id, None if owner == officer.pk else owner, name or "")
        for kind, unit, owner, name in rows.order_by("pk").values_list(
            "kind", "unit", "officer", "unit__name"
        )
    ]
    return sorted(found, key=lambda one: one.deputy_for is not None)


def holds(
    officer: Officer,
    kinds: str | Iterable[str],
    unit: Unit | None,
    day: date,
    *,
    agency: Agency | None = None,
) -> bool:
    """Whether the officer holds one of these duties for this unit on that day, in person or as a deputy.

    Without a unit only a duty over the whole agency counts; ``agency`` may then say which one is meant.
    """
    return standing(officer, kinds, unit, day, agency=agency) is not None


def standing(
    officer: Officer,
    kinds: str | Iterable[str],
    unit: Unit | None,
    day: date,
    *,
    agency: Agency | None = None,
) -> HeldDuty | None:
    """The duty on which the officer may act, own before another's; null when there is none."""
    wanted = {kinds} if isinstance(kinds, str) else set(kinds)
    where = unit.agency_id if unit is not None else (agency.pk if agency is not None else officer.agency_id)
    for one in held(officer, day):
        fits = one.unit_id is None or (unit is not None and one.unit_id == unit.pk)
        if one.kind in wanted and fits and one.agency_id == where:
            return one
    return None


def eligible(kind: str, unit: Unit | None, day: date, *, agency: Agency) -> QuerySet[Officer]:
    """The officers who may act on a duty for a unit on that day, deputies included.

    Empty means that the stage goes to the leader in charge, and says so (PRACTICE.md 1).
    """
    where = Q(unit__isnull=True) | Q(unit=unit) if unit is not None else Q(unit__isnull=True)
    owners = Duty.objects.filter(where, Duty.on(day), kind=kind, officer__agency=agency).values("officer")
    able = Q(pk__in=owners)
    if kind not in PERSONAL:
        able |= Q(pk__in=Deputy.objects.filter(Deputy.on(day), officer__in=owners).values("deputy"))
    return Officer.objects.filter(able, agency=agency, is_active=True).order_by("pk")
