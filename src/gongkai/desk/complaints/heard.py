"""Tests in a joint mediation 合并调解: what is tested in the main case stops the limits of all that it hears.

The time of testing does not count in mediation (order 20 art. 20; order 121 art. 22), and those who are heard
together are mediated by one sample. It is taken off theirs as long as they are heard there, from the day of
the joining to that of the parting; a test that ended on the first of these days or began on the last one
touches them no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.desk.casework.models import Case, Pause
from gongkai.desk.complaints.models import Joint

Row = tuple[int, date, date | None, date, date | None]
"""Whose it is; from and until when the two were joined; from and until when the main case's test ran."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of testing of the main case that belongs to who is heard there; ``until`` null: it runs."""

    key: int
    since: date
    until: date | None


def tested(joints: QuerySet[Joint], key: str = "case") -> list[Heard]:
    """The stretches of these joinings, of those that were undone too, by a column of them. One query."""
    found = (shared(row) for row in rows(joints, key).order_by("main__pauses__since", "pk"))
    return [one for one in found if one is not None]


def rows(joints: QuerySet[Joint], key: str = "case") -> QuerySet[Joint, Row]:
    """What :func:`shared` reads, for who asks for other spans in the same query."""
    running = joints.filter(main__pauses__kind=Pause.Kind.TESTING)
    return running.values_list(key, "on", "undone_on", "main__pauses__since", "main__pauses__until")


def shared(row: Row) -> Heard | None:
    """What a test and a joining have in common; null where they do no more than touch."""
    key, on, undone, since, until = row
    if (until is not None and until <= on) or (undone is not None and undone <= since):
        return None
    return Heard(key, max(since, on), min((day for day in (until, undone) if day is not None), default=None))


def heard_in(main: Case) -> QuerySet[Case]:
    """The cases that are heard in the mediation of another now."""
    ties = Joint.objects.filter(main=main, case=OuterRef("pk"), undone_on__isnull=True)
    return Case.objects.filter(Exists(ties)).select_related("registration").order_by("pk")
