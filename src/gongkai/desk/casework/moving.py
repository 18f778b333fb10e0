"""Open cases of a unit that is merged into another 单位合并: the other answers for them from that day on."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Assignment
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.stages import Stage


def count(unit: Unit) -> int:
    """How many cases are open in the unit."""
    return Assignment.objects.filter(unit=unit, until__isnull=True, case__stage=Stage.OPEN).count()


def move(unit: Unit, into: Unit, by: Officer, at: datetime) -> int:
    """Hand every open case on; what is closed keeps the unit that did it."""
    day = shanghai_date(at)
    running = Assignment.objects.filter(unit=unit, until__isnull=True, case__stage=Stage.OPEN)
    moved = 0
    for one in running.select_related("case").order_by("pk"):
        moved += 1
        one.until = max(day, one.since)
        one.save(update_fields=["until"])
        Assignment.objects.create(case=one.case, unit=into, since=max(day, one.since))
        data = {"from": unit.code, "unit": into.code, "merged": True}
        record(one.case.stream, "reassigned", by=by, occurred=day, at=at, data=data)
    return moved
