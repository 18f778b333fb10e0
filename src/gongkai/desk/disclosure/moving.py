"""Items of a unit that is merged into another 单位合并: what is not public, and the standing directory."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item, Release, StandingEntry

MOVED = "unit-merged"
"""Type of the event."""


def count(unit: Unit) -> int:
    """How many items of the unit are not public yet."""
    return _open(unit).count()


def move(unit: Unit, into: Unit, by: Officer, at: datetime) -> int:
    """Hand on what is not public, and who keeps the standing directory. What is public names who made it."""
    day = shanghai_date(at)
    moved = 0
    for item in _open(unit).only("uid", "unit").order_by("pk"):
        item.unit = into
        item.save(update_fields=["unit"])
        data = {"from": unit.code, "unit": into.code}
        record(item.stream, MOVED, by=by, occurred=day, at=at, data=data)
        moved += 1
    StandingEntry.objects.filter(unit=unit).update(unit=into)
    return moved


def _open(unit: Unit) -> QuerySet[Item]:
    out = Release.objects.filter(item=OuterRef("pk"))
    return Item.objects.filter(~Exists(out), unit=unit, voided_on__isnull=True, published_on__isnull=True)
