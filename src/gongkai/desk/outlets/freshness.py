"""When a column or a place must change again: pure functions over dates.

A refresh cycle is the bureau's own promise, counted in calendar days; the inspection of government websites
has limits of its own, which an office may set as the cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WARN_SHARE = 5
"""The last fifth of a cycle warns."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """``state`` is done, due or late; ``last`` null: nothing yet, counted from the day it began."""

    last: date | None
    due: date
    left: int
    state: str


def freshness(last: date | None, since: date, cycle: int, today: date) -> Freshness:
    """How fresh something is that must change every ``cycle`` days."""
    due = (last or since) + timedelta(days=cycle)
    left = (due - today).days
    state = "late" if left < 0 else "due" if left * WARN_SHARE <= cycle else "done"
    return Freshness(last, due, left, state)


def month_of(day: date) -> date:
    """The first day of a month."""
    return day.replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before."""
    return month_of(month_of(day) - timedelta(days=1))


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter."""
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return first, after - timedelta(days=1)
