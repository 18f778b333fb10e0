"""A second, naive way to count, written apart from the program: it walks day by day and knows no sums.

Working days come straight from the functions of ``chinese_calendar`` (the program reads its tables),
and from the weekend alone for years that it refuses.
"""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)


@cache
def works(day: date) -> bool:
    """Whether people work on ``day``."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() not in (6, 7)


@cache
def on_holiday(day: date) -> bool:
    """Whether ``day`` lies in a named holiday, not in a plain weekend."""
    try:
        return (
            chinese_calendar.get_holiday_detail(day)[0]
            and chinese_calendar.get_holiday_detail(day)[1] is not None
        )
    except NotImplementedError:
        return False


def working_limit(start: date, days: int, out: tuple[tuple[date, date], ...] = ()) -> date:
    """Walk until ``days`` working days have been met that lie in no ``(first, last)`` of ``out``."""
    left, day = days, start
    while left:
        day += DAY
        if works(day) and not any(first <= day <= last for first, last in out):
            left -= 1
    return day


def calendar_limit(start: date, days: int, out: tuple[tuple[date, date], ...] = ()) -> date:
    """Walk ``days`` calendar days that lie in no stretch of ``out``; then past an official holiday."""
    left, day = days, start
    while left:
        day += DAY
        if not any(first <= day <= last for first, last in out):
            left -= 1
    while on_holiday(day):
        day += DAY
    return day


def every_day(first: date, last: date) -> list[date]:
    """All days from ``first`` to ``last``."""
    return [first + DAY * n for n in range((last - first).days + 1)]
