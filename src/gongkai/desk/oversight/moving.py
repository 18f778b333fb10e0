"""Open tasks of the work plan 工作要点 of a unit that is merged into another 单位合并."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.oversight.models import PlannedTask


def count(unit: Unit) -> int:
    """How many tasks are open in the unit."""
    return PlannedTask.objects.filter(unit=unit, state=PlannedTask.State.OPEN).count()


def move(unit: Unit, into: Unit, by: Officer, at: datetime) -> int:
    """Hand on what is open; what is done keeps the unit that did it."""
    del by, at
    return PlannedTask.objects.filter(unit=unit, state=PlannedTask.State.OPEN).update(unit=into)
