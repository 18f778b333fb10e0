"""Placements, places, columns and deliveries that an officer may see; what counts as carried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.disclosure import queries as items
from gongkai.desk.disclosure.models import Item, Placement, Release
from gongkai.desk.outlets.adapters import adapters
from gongkai.desk.outlets.models import ColumnDuty, Delivery, Place, Posting

WAITING = Q(placed_on__isnull=True, dropped_on__isnull=True)
"""A placement that somebody has still to make."""


Duties = Sequence[HeldDuty]
_Kept = TypeVar("_Kept", Place, ColumnDuty)


def works(officer: Officer, day: date, duties: Duties | None = None) -> bool:
    """Whether the officer holds a duty of the bureau; ``duties``: those of the day, where known."""
    known = held(officer, day) if duties is None else duties
    return any(one.kind != Duty.Kind.KEEPER for one in known)


def visible_to(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Posting]:
    """The placements of items that the officer may see (DESIGN.md law 6)."""
    return Posting.objects.filter(Exists(items.visible_to(officer, day, duties).filter(pk=OuterRef("item"))))


def places(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Place]:
    """The agency's places, for whoever holds a duty there."""
    found = Place.objects.filter(agency_id=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def columns(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[ColumnDuty]:
    """The agency's duty list of columns."""
    found = ColumnDuty.objects.filter(agency_id=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def in_use(found: QuerySet[_Kept]) -> QuerySet[_Kept]:
    """The places that are in use, the columns that somebody keeps."""
    return found.filter(until__isnull=True)


def kept_by(people: Iterable[int]) -> Q:
    """The columns that one of these officers keeps, as 信息员 or 备岗."""
    found = list(people)
    return Q(officer__in=found) | Q(deputy__in=found)


def deliveries(officer: Officer, day: date, duties: Duties | None = None) -> QuerySet[Delivery]:
    """The agency's deliveries to archive and library."""
    found = Delivery.objects.filter(agency_id=officer.agency_id)
    return found if works(officer, day, duties) else found.none()


def waiting(found: QuerySet[Posting]) -> QuerySet[Posting]:
    """What has still to be placed: planned, and its item is public."""
    return found.filter(WAITING & Q(_is_public()))


def to_take_down(found: QuerySet[Posting]) -> QuerySet[Posting]:
    """What still hangs elsewhere although its item is not public any more."""
    automatic = [one.key for one in adapters() if one.automatic]
    placed = found.filter(placed_on__isnull=False, down_on__isnull=True, dropped_on__isnull=True)
    once_out = Exists(Release.objects.filter(item=OuterRef("item")))
    return placed.exclude(outlet__in=automatic).filter(Q(once_out) & ~Q(_is_public()))


def on_live_pages(found: QuerySet[Posting]) -> QuerySet[Posting]:
    """What stands on a page that we do not run, of items that are public."""
    live = [one.key for one in adapters() if one.live_check]
    there = found.filter(
        placed_on__isnull=False, down_on__isnull=True, dropped_on__isnull=True, outlet__in=live
    )
    return there.filter(_is_public())


def to_compare(found: QuerySet[Posting]) -> QuerySet[Posting]:
    """What stands on a page that we do not run and was not found to be the same as what was cleared."""
    return on_live_pages(found).exclude(check_result=Posting.Check.SAME)


def to_visit(
    found: QuerySet[Posting], hosts: Collection[str], *, weekly: datetime, daily: datetime
) -> QuerySet[Posting]:
    """Those on these hosts whose last visit was before ``weekly``, or ``daily`` where it was not the same."""
    ours = Q()
    for host in hosts:
        ours |= Q(address__istartswith=f"http://{host}/") | Q(address__istartswith=f"https://{host}/")
    fine = Q(check_result=Posting.Check.SAME, visit__failures=0)
    due = Q(visit__isnull=True) | Q(visit__at__lte=weekly) | (~fine & Q(visit__at__lte=daily))
    return found.filter(ours & due).order_by(F("visit__at").asc(nulls_first=True), "pk")


def standing(found: QuerySet[Posting]) -> QuerySet[Posting]:
    """The placements with whether their item is public now, and whether it ever left the desk."""
    return found.annotate(is_out=_is_public(), was_out=Exists(Release.objects.filter(item=OuterRef("item"))))


def stands(one: Any) -> str:
    """Of a placement of :func:`standing`: ``down`` or ``compare`` where a person still has to do that."""
    means = {each.key: each for each in adapters()}[one.outlet]
    if one.placed_on is None or one.down_on or one.dropped_on or means.automatic:
        return ""
    if one.was_out and not one.is_out:
        return "down"
    unsure = one.is_out and means.live_check and one.check_result != Posting.Check.SAME
    return "compare" if unsure else ""


def carried_by(found: QuerySet[Item]) -> Iterator[tuple[int, str]]:
    """Which 公开渠道 carried which of these items, each pair once: two statements.

    What a register says counts as it stands, what was planned on the desk once it was done. Outlets that
    count alike are one.
    """
    words = {one.key: one.counts for one in adapters()}
    done_pairs: set[tuple[int, str]] = set()
    open_pairs: set[tuple[int, str]] = set()
    rows = Posting.objects.filter(item__in=found.order_by().values("pk"), dropped_on__isnull=True)
    for item, outlet, placed in rows.values_list("item_id", "outlet", "placed_on"):
        if word := words.get(outlet, ""):
            (done_pairs if placed else open_pairs).add((item, word))
    planned = Placement.objects.filter(item__in=found.order_by().values("pk"))
    for pair in planned.values_list("item_id", "outlet"):
        if pair not in open_pairs:
            done_pairs.add(pair)
    yield from sorted(done_pairs)


def plannable(item: Item) -> list[str]:
    """The keys of outlets that a person may still plan for an item."""
    taken = set(
        item.postings.filter(dropped_on__isnull=True, place__isnull=True).values_list("outlet", flat=True)
    )
    return [one.key for one in adapters() if not one.automatic and one.key not in taken]


def _is_public() -> Exists:
    newer = Release.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    last = Release.objects.filter(~Exists(newer), item=OuterRef("item"))
    return Exists(last.filter(withdrawal__isnull=True))
