"""What the desk may know of a citizen's box: that it is there, what was read, what waits for a person."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from gongkai.desk.casework.models import Case
from gongkai.desk.mailbox.models import Arrival, Box
from gongkai.sealing import canary


def boxes(case: Case) -> QuerySet[Box]:
    """The boxes of the citizens who sent this case by the portal."""
    return Box.objects.filter(cases=case).order_by("pk")


def seen_on(case: Case) -> date | None:
    """The day on which the citizen had read every mail of this case; null while one is unread."""
    box = boxes(case).first()
    return box.seen_on if box is not None and box.mail_n and box.seen_n >= box.mail_n else None


def parked() -> QuerySet[Arrival]:
    """Messages that a person must look at, oldest first."""
    return Arrival.objects.filter(state=Arrival.State.PARKED).order_by("pk")


def by_state() -> dict[str, int]:
    """How many messages of citizens stand where; canaries 测试来件 are none and are not counted."""
    rows = Arrival.objects.exclude(kind=canary.KIND).values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    return {str(state): counts.get(state, 0) for state in Arrival.State}
