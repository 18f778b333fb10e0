"""The clock of an application on a page: the days week by week, each with its number, and the reasoning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.casework.clocks import Due
from gongkai.face.texts import WEEKDAYS
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar

ONE = timedelta(days=1)
LONGEST = 90
"""Days of the longest calendar that is drawn."""


@dataclass(frozen=True, slots=True)
class Box:
    """One day: its number in the count or what it is, and how it looks."""

    day: date
    weekday: str
    mark: str
    css: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What the strip says: the date, how near it is, the weeks, or why no clock runs."""

    due: Due
    left: int | None
    weeks: tuple[tuple[Box, ...], ...]

    @property
    def answer(self) -> Answer | None:
        """The law's answer while a clock runs."""
        return None if self.due.paused else self.due.answer

    @property
    def state(self) -> str:
        """As the chip wants it."""
        return "paused" if self.due.paused else "open"


def clock(due: Due, today: date, days: Calendar) -> Clock:
    """The clock of a page on a day."""
    left = None
    if due.on is not None:
        left = (
            days.workdays_between(today, due.on) if due.on >= today else -days.workdays_between(due.on, today)
        )
    return Clock(due, left, _weeks(due.answer, days) if due.answer is not None and not due.paused else ())


def _weeks(answer: Answer, days: Calendar) -> tuple[tuple[Box, ...], ...]:
    counted = answer.counted
    if counted is None or answer.due is None or (counted.end - counted.start).days > LONGEST:
        return ()
    first = counted.start.weekday()
    before = [counted.start - ONE * at for at in range(first, 0, -1)]
    boxes = [Box(day, WEEKDAYS[day.weekday()], "　", "is-off") for day in before]
    number, day = 0, counted.start
    while day <= counted.end:
        counts = day > counted.start and days.is_workday(day)
        left_out = any(first < day <= last for first, last in counted.left_out)
        number += counts and not left_out
        boxes.append(_box(day, counted.start, counted.end, number, counts, left_out, days))
        day += ONE
    return tuple(tuple(boxes[at : at + 7]) for at in range(0, len(boxes), 7))


def _box(day: date, start: date, end: date, number: int, counts: bool, left_out: bool, days: Calendar) -> Box:
    css, mark = "", str(number)
    if day == start:
        css, mark = "is-zero", _("起算")
    elif left_out:
        css, mark = "is-off", _("不计")
    elif not counts:
        css, mark = "is-off", _("休")
    elif day == end:
        css = "is-due"
    elif days.is_adjusted_workday(day):
        css = "is-shift"
    return Box(day, WEEKDAYS[day.weekday()], mark, css)


def steps(clock_: Clock) -> list[Any]:
    """The reasoning, line by line."""
    return list(clock_.answer.steps) if clock_.answer is not None else []
