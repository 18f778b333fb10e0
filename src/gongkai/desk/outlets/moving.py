"""Columns and places of a unit that is merged into another 单位合并: the other keeps them from then on."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.outlets.models import ColumnDuty, Place


def count(unit: Unit) -> int:
    """How many columns and places the unit keeps."""
    columns = ColumnDuty.objects.filter(unit=unit, until__isnull=True).count()
    return columns + Place.objects.filter(unit=unit).count()


def move(unit: Unit, into: Unit, by: Officer, at: datetime) -> int:
    """Hand on columns with their keepers (where the other keeps one already its own stands) and places."""
    del by
    day, moved = shanghai_date(at), 0
    for duty in ColumnDuty.objects.filter(unit=unit, until__isnull=True).order_by("pk"):
        given = {"agency": duty.agency, "column": duty.column, "unit": into}
        duty.until = max(day, duty.since)
        duty.save(update_fields=["until"])
        if not ColumnDuty.objects.filter(**given, until__isnull=True).exists():
            ColumnDuty.objects.create(
                **given,
                officer=duty.officer,
                deputy=duty.deputy,
                cycle_days=duty.cycle_days,
                since=duty.until,
            )
        moved += 1
    return moved + Place.objects.filter(unit=unit).update(unit=into)
