"""What waits for a person in every room: each room adds its part by a function that the settings name.

``GONGKAI_WAITING`` holds the dotted paths of functions ``(officer, today, duties) -> Parts``. A part shows
its first lines only and counts up to :data:`MOST`; a room asks its own gate, so nobody is told what they may
not see. Never cached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import OrderBy
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.face.spoken import md_weekday
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar

SHOWN = 6
"""Lines of a part on the first page; the rest is one click away."""
MOST = 100
"""As many are counted."""


@dataclass(frozen=True, slots=True)
class Job:
    """One line: what it is and where it leads, by when and why, where it stands.

    ``left`` counts working days from today, negative when it is over; null where nothing is due.
    """

    title: str
    href: str
    on: date | None = None
    words: str = ""
    stands: str = ""
    note: str = ""
    left: int | None = None
    provisional: bool = False
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What waits in one room, the earliest due first; ``mine`` is false for what one only sees to.

    ``is_late``: only what is overdue stands here.
    """

    key: str
    label: str
    href: str
    jobs: tuple[Job, ...]
    count: int
    mine: bool = True
    is_late: bool = False

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST


Parts = Iterable[Part]
Asked = Callable[[Officer, date, Sequence[HeldDuty]], Parts]


def rooms(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> list[Part]:
    """The parts of all rooms in which something waits, in the order of the settings; none without a duty."""
    if not duties:
        return []
    found: list[Part] = []
    for path in settings.GONGKAI_WAITING:
        ask: Asked = import_string(path)
        found += [part for part in ask(officer, today, duties) if part.count]
    return found


def first(found: QuerySet[Any], *order: str | OrderBy) -> tuple[list[Any], int]:
    """The first rows of a query and how many there are, counted up to :data:`MOST`; one query for few."""
    rows = list(found.order_by(*order)[: SHOWN + 1])
    if len(rows) <= SHOWN:
        return rows, len(rows)
    return rows[:SHOWN], found.order_by()[: MOST + 1].values("pk").count()


@dataclass(frozen=True, slots=True)
class Late:
    """How much is overdue on the first page; ``is_more``: more than could be counted."""

    count: int
    is_more: bool


def late(parts: Sequence[Part], today: date, own: int = 0) -> Late:
    """What is overdue in these parts, each matter once, and ``own`` counted beside them.

    Of a part that holds other things too only the lines shown are known.
    """
    count, is_more, seen = own, False, set()
    for part in parts:
        over = [job for job in part.jobs if job.on and job.on < today and not job.is_paused]
        seen |= {job.href for job in over}
        hidden = min(part.count, MOST) - len(part.jobs)
        count += hidden if part.is_late else 0
        runs_on = len(over) == len(part.jobs) and hidden > 0 and not part.is_late
        is_more |= runs_on or (part.is_late and part.is_capped)
    return Late(count + len(seen), is_more)


def left(days: Calendar, today: date, due: date) -> int:
    """Working days from today to a date; negative when it has passed."""
    return days.workdays_between(today, due) if due >= today else -days.workdays_between(due, today)


def reasons(answer: Answer | None, today: date) -> str:
    """How a date was counted, in a line: 自 10-11 周三 起算 → 10-20 周五; else the basis."""
    if answer is None:
        return ""
    if answer.counted is None or answer.due is None:
        return answer.basis
    return _("自 %(from)s 起算 → %(due)s") % {
        "from": _day(answer.counted.start, today),
        "due": _day(answer.due, today),
    }


def _day(day: date, today: date) -> str:
    return md_weekday(day) if day.year == today.year else f"{day:%Y-}{md_weekday(day)}"
