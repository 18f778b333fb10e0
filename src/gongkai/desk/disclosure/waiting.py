"""What waits for a person: to clear, returned to them, drafts to hand in. Bounded, and never cached.

Each queue is some ranges of the row tables (:mod:`.models.rows`), the earliest due first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.models import Clearance, Item, Submission
from gongkai.desk.disclosure.models.rows import ItemRow, ItemWaiting
from gongkai.desk.disclosure.queries import reach
from gongkai.desk.lists import merging

Parts = Sequence[QuerySet[Any]]
"""Ranges that together are a queue; ``lists.merging`` puts them in order."""
_WRITES = (Duty.Kind.CLERK, Duty.Kind.HEAD)
"""Duties for which a returned or unfinished draft of the unit waits."""


def to_clear(officer: Officer, duties: Sequence[HeldDuty]) -> Parts:
    """Pending submissions whose stage this officer may clear, four eyes kept. ``duties`` as ``held`` gives.

    The verb judges again, by name too; a list must not be slower than it has to be.
    """
    return [
        ItemWaiting.objects.filter(
            _fresh_eyes(officer.pk), _fresh_eyes(duty.deputy_for), duty=duty.kind, **_of(officer, duty)
        )
        for duty in duties
    ]


def returned(officer: Officer, duties: Sequence[HeldDuty]) -> Parts:
    """Submissions that were not let pass: the officer's own, and those of the units they write for."""
    stopped = ItemRow.objects.filter(~Q(decision=""), agency=officer.agency_id)
    units = [stopped.filter(**_of(officer, duty)) for duty in duties if duty.kind in _WRITES]
    return [stopped.filter(author=officer), *units]


def to_hand_in(officer: Officer, duties: Sequence[HeldDuty]) -> Parts:
    """Drafts that were never handed in, of the units the officer writes for; of no unit for the office."""
    drafts = ItemRow.objects.filter(
        agency=officer.agency_id,
        out__in=[False],  # "out = false" goes through the index in its order; "NOT out" sorts every draft
        state="draft",
        record__kind=Item.Kind.ITEM,
    )
    found = [drafts.filter(**_of(officer, duty)) for duty in duties if duty.kind in _WRITES]
    if any(duty.kind in rules.HAND_IN and duty.kind not in _WRITES for duty in duties):
        found.append(drafts.filter(unit__isnull=True))
    return found


def unfinished(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> Parts:
    """Items that ought to be public and never were, of all that the officer sees."""
    parts = []
    for scope in reach(officer, day, duties):
        if not scope["out"]:  # what was let out is finished
            unit = {"unit": scope["unit_id"]} if "unit_id" in scope else {}
            parts.append(ItemRow.objects.filter(is_open=True, agency=officer.agency_id, **unit))
    return parts


def first(parts: Parts, most: int) -> list[int]:
    """The keys of the items of a queue that are due first."""
    found = ItemRow.objects.filter(place__in=merging.places(parts, most)).order_by("place")
    return list(found.values_list("pk", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait for an officer: in all, and of them to be cleared; what they may open."""

    all: int = 0
    to_clear: int = 0
    works: bool = False
    drafts: bool = False


def counting(officer: Officer, duties: Iterable[HeldDuty], most: int = 100) -> dict[str, RawSQL]:
    """How many things wait for an officer, by kind, each counted up to ``most``; to be annotated.

    Nothing for who keeps the system and does no other work.
    """
    working = [one for one in duties if one.kind != Duty.Kind.KEEPER]
    if not working:
        return {}
    queues = {"to_clear": to_clear, "to_mend": returned, "to_hand_in": to_hand_in}
    return {name: merging.number(queue(officer, working), most) for name, queue in queues.items()}


def told(numbers: Mapping[str, int], duties: Iterable[HeldDuty]) -> Waiting:
    """The same, once it was counted."""
    if not numbers:
        return Waiting()
    drafts = any(one.kind in rules.HAND_IN for one in duties)
    return Waiting(sum(numbers.values()), numbers["to_clear"], True, drafts)


def _of(officer: Officer, duty: HeldDuty) -> dict[str, Any]:
    """What a duty reaches: its unit, or everything where it is for the whole agency."""
    unit = {} if duty.unit_id is None else {"unit": duty.unit_id}
    return {"agency": officer.agency_id, **unit}


def _fresh_eyes(officer: int | None) -> Q:
    """Neither handed in nor cleared by this person."""
    if officer is None:
        return Q()
    newer = Submission.objects.filter(item=OuterRef("submission__item"), no__gt=OuterRef("submission__no"))
    cleared = Clearance.objects.filter(
        ~Exists(newer), submission__item=OuterRef("record"), officer=officer, recalled_at__isnull=True
    )
    return (Q(author__isnull=True) | ~Q(author=officer)) & ~Q(Exists(cleared))
