"""Open investigations of a unit that is merged into another 单位合并."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.enforcement.models import Investigation


def count(unit: Unit) -> int:
    """How many investigations are open in the unit."""
    return Investigation.objects.filter(unit=unit, ended_on__isnull=True).count()


def move(unit: Unit, into: Unit, by: Officer, at: datetime) -> int:
    """Hand on what is open; what ended keeps the unit that did it."""
    del by, at
    return Investigation.objects.filter(unit=unit, ended_on__isnull=True).update(unit=into)
