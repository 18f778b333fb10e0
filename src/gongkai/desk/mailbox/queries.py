"""What the desk may know of a citizen's box: that it is there, what was read, what waits for a person."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gongkai.desk.casework.models import Case
from gongkai.desk.mailbox.models import Arrival, Box


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
