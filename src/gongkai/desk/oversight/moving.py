"""Open tasks 工作要点 and findings 检查整改 of a unit that is merged into another 单位合并."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.oversight.models import Finding, FindingChange, PlannedTask
from gongkai.desk.oversight.queries import WAITING


def count(unit: Unit) -> int:
    """How many tasks and findings are open in the unit."""
    tasks = PlannedTask.objects.filter(unit=unit, state=PlannedTask.State.OPEN).count()
    return tasks + Finding.objects.filter(unit=unit, state__in=WAITING).count()


def move(unit: Unit, into: Unit, by: Officer, at: datetime) -> int:
    """Hand on what is open; what is done keeps the unit that did it."""
    moved = PlannedTask.objects.filter(unit=unit, state=PlannedTask.State.OPEN).update(unit=into)
    FindingChange.objects.filter(unit=unit, granted__isnull=True).exclude(finding__unit=into).update(
        unit=into
    )
    for one in Finding.objects.filter(unit=unit, state__in=WAITING).order_by("pk"):
        one.unit = into
        one.save(update_fields=["unit"])
        data = {"from": unit.code, "unit": into.code}
        record(one.stream, "finding-moved", by=by, occurred=shanghai_date(at), at=at, data=data)
        moved += 1
    return moved
