"""What waits for a person: to clear, returned to them, drafts to hand in. Bounded, and never cached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.course import blocked, pending
from gongkai.desk.disclosure.models import Clearance, Item, Submission

_WRITES = (Duty.Kind.CLERK, Duty.Kind.HEAD)
"""Duties for which a returned or unfinished draft of the unit waits."""


def to_clear(officer: Officer, duties: Sequence[HeldDuty]) -> QuerySet[Submission]:
    """Pending submissions whose stage this officer may clear, four eyes kept. ``duties`` as ``held`` gives.

    The verb judges again, by name too; a list must not be slower than it has to be.
    """
    mine = Q(pk__in=[])
    for at, stage in enumerate(rules.STAGES):
        waits = ~Q(_cleared(stage))
        for before in rules.STAGES[:at]:
            waits &= Q(_cleared(before))
        for duty in duties:
            if duty.kind in rules.DUTIES[stage]:
                mine |= waits & _of(duty, "item__unit") & _fresh_eyes(duty.deputy_for)
    stopped = _standing().exclude(decision__in=rules.PASSES)
    return (
        pending()
        .filter(mine, _fresh_eyes(officer.pk), ~Exists(stopped), item__agency=officer.agency_id)
        .order_by("item__formed_on", "pk")
    )


def returned(officer: Officer, duties: Sequence[HeldDuty]) -> QuerySet[Submission]:
    """Submissions that were not let pass: the officer's own, and those of the units they write for."""
    own = Q(officer=officer)
    for duty in duties:
        if duty.kind in _WRITES:
            own |= _of(duty, "item__unit")
    return blocked().filter(own, item__agency=officer.agency_id).order_by("item__formed_on", "pk")


def to_hand_in(officer: Officer, duties: Sequence[HeldDuty]) -> QuerySet[Item]:
    """Drafts that were never handed in, of the units the officer writes for; of no unit for the office."""
    mine = Q(pk__in=[])
    for duty in duties:
        if duty.kind in _WRITES:
            mine |= _of(duty, "unit")
        elif duty.kind in rules.HAND_IN:
            mine |= Q(unit__isnull=True)
    handed_in = Submission.objects.filter(item=OuterRef("pk"))
    return Item.objects.filter(
        mine,
        ~Exists(handed_in),
        agency=officer.agency_id,
        kind=Item.Kind.ITEM,
        published_on__isnull=True,
        voided_on__isnull=True,
    ).order_by("formed_on", "pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait for an officer: in all, and of them to be cleared; what they may open."""

    all: int = 0
    to_clear: int = 0
    works: bool = False
    drafts: bool = False


def counts(officer: Officer, day: date, most: int = 100) -> Waiting:
    """What waits for an officer, each kind counted up to ``most``; four queries."""
    duties = [one for one in held(officer, day) if one.kind != Duty.Kind.KEEPER]
    if not duties:
        return Waiting()
    clear = to_clear(officer, duties)[:most].count()
    rest = returned(officer, duties)[:most].count() + to_hand_in(officer, duties)[:most].count()
    return Waiting(clear + rest, clear, True, any(one.kind in rules.HAND_IN for one in duties))


def _of(duty: HeldDuty, field: str) -> Q:
    """What a duty reaches: its unit, or everything where it is for the whole agency."""
    return Q() if duty.unit_id is None else Q(**{field: duty.unit_id})


def _standing() -> QuerySet[Clearance]:
    return Clearance.objects.filter(submission=OuterRef("pk"), recalled_at__isnull=True)


def _cleared(stage: str) -> Exists:
    return Exists(_standing().filter(stage=stage))


def _fresh_eyes(officer: int | None) -> Q:
    """Neither handed in nor cleared by this person."""
    if officer is None:
        return Q()
    handed_in = Q(officer=officer) & Q(officer__isnull=False)
    return ~handed_in & ~Q(Exists(_standing().filter(officer=officer)))
