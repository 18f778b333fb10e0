"""Days and times of a year's work: official working days, office hours, busy and quiet days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from gongkai.demo.shares import split
from gongkai.law.calendar import Calendar

CALENDAR = Calendar.default()
DAY = timedelta(days=1)


@lru_cache(maxsize=65536)
def workday_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; for 0 the day itself or the next working day."""
    return CALENDAR.add_workdays(day, count) if count else CALENDAR.workday_on_or_after(day)


@lru_cache(maxsize=16384)
def workdays_between(after: date, until: date) -> int:
    """Working days after the first day up to and including the second."""
    return CALENDAR.workdays_between(after, until)


def days_of(year: int, month: int) -> list[date]:
    """All days of a month."""
    first = date(year, month, 1)
    return [first + DAY * n for n in range(31) if (first + DAY * n).month == month]


def spread(year: int, months: list[int], dice: Random) -> dict[date, int]:
    """How many arrive on each day: the months' totals over busy working days and quiet rest days."""
    plan: dict[date, int] = {}
    for month, total in enumerate(months, start=1):
        plan.update(split(total, {day: _busy(day, dice) for day in days_of(year, month)}))
    return plan


def _busy(day: date, dice: Random) -> float:
    weight = dice.uniform(0.75, 1.25)
    if day.month == 3 and day.day in (15, 16, 17):
        weight *= 3.2
    if CALENDAR.is_workday(day):
        return weight * (1.25 if day.weekday() == 0 else 1.0)
    return weight * (0.18 if CALENDAR.is_official_holiday(day) else 0.36)


def office_time(day: date, dice: Random, *, first: int = 8 * 60 + 35, last: int = 17 * 60 + 20) -> datetime:
    """A minute of that day within office hours (noon break left out)."""
    minute = first + int(dice.random() * (last - first + 1))
    if 12 * 60 <= minute < 13 * 60 + 30:
        minute += 95
    hour, minute = divmod(min(minute, last + 20), 60)
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  (local, as registers are)


def after(moment: datetime, day: date, dice: Random) -> datetime:
    """A time on ``day`` not before ``moment``: office hours, or soon after ``moment`` on its own day."""
    if day > moment.date():
        return office_time(day, dice)
    end = moment.replace(hour=23, minute=59)
    return min(moment + timedelta(minutes=6 + int(dice.random() * 90)), end)


def stamp(moment: datetime | None) -> str:
    """``YYYY-MM-DD HH:MM``, or an empty cell."""
    return moment.isoformat(" ", "minutes") if moment else ""


def iso(day: date | None) -> str:
    """``YYYY-MM-DD``, or an empty cell."""
    return day.isoformat() if day else ""


def chinese(day: date) -> str:
    """``2017年3月5日``, without zeros in front."""
    return f"{day.year}年{day.month}月{day.day}日"
