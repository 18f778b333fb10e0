"""Counts a limit forward from a day, around excluded days, and tells how it was counted.

The conventions are those of RULES 0.1: the day of the event is not counted; working days follow the
State Council's notices; a limit in calendar days that ends in an official holiday ends on the first
day after it, and where it ends on a plain rest day both dates are shown, the earlier one first.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.answer import Counted, Step
from gongkai.law.calendar import ONE_DAY, Calendar
from gongkai.refusal import Refused

UNITS = {"working": "个工作日", "calendar": "日（自然日）"}


@dataclass(frozen=True, slots=True)
class Excluded:
    """Days that do not count: those after ``after``, up to and including ``until``; ``why`` in Chinese."""

    after: date
    until: date
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """``days`` days of a unit, counted from the day after ``start`` around ``excluded``, end on ``end``."""

    start: date
    days: int
    unit: str
    excluded: tuple[Excluded, ...]
    end: date

    @property
    def shown(self) -> Counted:
        """The count as an answer carries it."""
        return Counted(
            self.start, self.unit, self.end, tuple((one.after, one.until) for one in self.excluded)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One date that a limit may mean. ``firm`` ones are limits; the others targets of the office."""

    due: date
    why: str
    firm: bool = True


def add_days(day: date, days: int) -> date:
    """``days`` calendar days after ``day``. Raises Refused past the last date there is."""
    try:
        return day + timedelta(days=days)
    except OverflowError as problem:
        raise Refused("date-out-of-range", f"从 {day} 起算超出了可计算的日期范围", "请核对日期") from problem


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later; the last day of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise Refused("date-out-of-range", f"从 {day} 起算超出了可计算的日期范围", "请核对日期")
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def merged(excluded: Iterable[Excluded]) -> list[Excluded]:
    """The excluded stretches in order, overlapping ones joined so that no day is excluded twice."""
    joined: list[Excluded] = []
    for stretch in sorted(excluded, key=lambda one: (one.after, one.until)):
        if joined and stretch.after <= joined[-1].until:
            last = joined.pop()
            why = last.why if stretch.why in last.why else f"{last.why}、{stretch.why}"
            stretch = Excluded(last.after, max(last.until, stretch.until), why)
        joined.append(stretch)
    return joined


def count(calendar: Calendar, start: date, days: int, unit: str, excluded: Sequence[Excluded] = ()) -> Count:
    """Count ``days`` days of ``unit`` from the day after ``start``, leaving the excluded days out."""

    def reach(total: int) -> date:
        return calendar.add_workdays(start, total) if unit == "working" else add_days(start, total)

    end, left_out = reach(days), 0
    for stretch in merged(excluded) if excluded else ():
        if stretch.after >= end:
            break
        low = max(stretch.after, start)
        if stretch.until > low:
            in_days = (stretch.until - low).days
            left_out += calendar.workdays_between(low, stretch.until) if unit == "working" else in_days
            end = reach(days + left_out)
    return Count(start, days, unit, tuple(excluded), end)


def readings(calendar: Calendar, counted: Count, why: str) -> list[Reading]:
    """The dates that a count may mean, by RULES 0.1 (CAL-3)."""
    end = counted.end
    if counted.unit == "working" or calendar.is_workday(end):
        return [Reading(end, why)]
    strict = calendar.after_official_holiday(end)
    loose = calendar.workday_on_or_after(strict)
    found = [Reading(strict, why)]
    if strict != end:
        target = f"未顺延的第{counted.days}日（{calendar.describe(end)}），作为内部办结目标"
        found.append(Reading(end, target, firm=False))
    if loose != strict:
        found.append(Reading(loose, f"{calendar.describe(strict)}：若休息日也顺延，最迟可主张至次一工作日"))
    return found


def narrate(calendar: Calendar, counted: Count, opening: str, closing: str) -> list[Step]:
    """The count in words: its start, the days that are not as other days, its end."""
    unit = UNITS[counted.unit]
    start, end = counted.start, counted.end
    steps = [Step(start, f"{calendar.describe(start)}：{opening}，当日不计；自次日起 +{counted.days} {unit}")]
    stretches = merged(counted.excluded)
    for stretch in stretches:
        if stretch.until > start and stretch.after < end:
            first = max(stretch.after, start) + ONE_DAY
            out = (
                f"{calendar.workdays_between(first - ONE_DAY, stretch.until)} 个工作日"
                if counted.unit == "working"
                else f"{(stretch.until - first).days + 1} 日"
            )
            steps.append(Step(first, f"{stretch.why}，至 {stretch.until}（含）共 {out}不计入"))
        elif stretch.after >= end:
            steps.append(Step(stretch.after, f"{stretch.why}发生在期限届满之后，不影响期限"))
    if counted.unit == "working":
        steps += _unusual_days(calendar, start, end, stretches)
    steps.append(Step(end, f"{calendar.describe(end)}：第 {counted.days} {unit}，{closing}"))
    return sorted(steps, key=lambda step: step.date)


def _unusual_days(calendar: Calendar, start: date, end: date, out: list[Excluded]) -> list[Step]:
    """Adjusted working days and holidays between ``start`` and ``end``, one step a day or holiday."""
    steps: list[Step] = []
    day = start + ONE_DAY
    while day <= end:
        if calendar.is_official_holiday(day):
            last, names = day, [calendar.holiday_name(day)]
            while calendar.is_official_holiday(last + ONE_DAY):
                last += ONE_DAY
                names.append(calendar.holiday_name(last))
            name = "、".join(dict.fromkeys(names))
            span = "当日" if last == day else f"至 {last:%m-%d} "
            steps.append(Step(day, f"{name.removesuffix('放假')}放假，{span}不计入"))
            day = last
        elif calendar.is_adjusted_workday(day) and not any(x.after < day <= x.until for x in out):
            steps.append(Step(day, f"{calendar.describe(day)}，计入"))
        day += ONE_DAY
    return steps
