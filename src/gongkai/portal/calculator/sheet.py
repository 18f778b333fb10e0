"""An answer as a calendar: weeks of days, each with its number in the count and why it counts or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.answer import Answer, Counted
from gongkai.law.calendar import ONE_DAY, Calendar

WEEKS_AT_EACH_END = 5
"""Weeks shown at the beginning and at the end of a long count; those between are told in one line."""
_LONGEST_HOLIDAY_NAME = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: ``mark`` is its class (start, end, extra, off), ``number`` its place in the count."""

    date: date
    label: str
    with_month: bool
    mark: str
    number: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday, or a line in the place of the weeks that are left out."""

    days: tuple[Day, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The weeks of an answer and how many of its days were adjusted to work, off or left out."""

    weeks: tuple[Week, ...]
    counted: int
    adjusted: int
    off: int
    left_out: int


def sheet(answer: Answer, calendar: Calendar, first_word: str) -> Sheet | None:
    """The calendar from the first day to the due one; null where nothing is due.

    Without a count (a fixed day of the year) it is the month of that day.
    """
    if answer.due is None:
        return None
    counted = answer.counted
    begin = min(answer.on, counted.start) if counted else answer.due.replace(day=1)
    last = max(answer.due, counted.end) if counted else answer.due
    numbers = _numbers(counted, calendar) if counted else {}
    monday = begin - timedelta(days=begin.weekday())
    weeks: list[Week] = []
    while monday <= last:
        days = (monday + timedelta(days=place) for place in range(7))
        first = not weeks
        weeks.append(
            Week(
                tuple(
                    _day(day, answer, numbers, calendar, first_word, first and place == 0)
                    for place, day in enumerate(days)
                )
            )
        )
        monday += timedelta(days=7)
    inside = [begin + timedelta(days=n) for n in range(1, (last - begin).days + 1)]
    working = counted is not None and counted.unit == "working"
    return Sheet(
        weeks=tuple(_folded(weeks)),
        counted=max(numbers.values(), default=0),
        adjusted=sum(1 for day in inside if working and day in numbers and calendar.is_adjusted_workday(day)),
        off=sum(1 for day in inside if working and calendar.is_official_holiday(day)),
        left_out=sum(1 for day in inside if counted and _left_out(day, counted)),
    )


def _numbers(counted: Counted, calendar: Calendar) -> dict[date, int]:
    """Each counted day with its place in the count."""
    numbers: dict[date, int] = {}
    day = counted.start + ONE_DAY
    while day <= counted.end:
        if not _left_out(day, counted) and (counted.unit == "calendar" or calendar.is_workday(day)):
            numbers[day] = len(numbers) + 1
        day += ONE_DAY
    return numbers


def _left_out(day: date, counted: Counted) -> bool:
    return counted.start < day <= counted.end and any(
        after < day <= until for after, until in counted.left_out
    )


def _day(
    day: date, answer: Answer, numbers: dict[date, int], calendar: Calendar, first_word: str, opens: bool
) -> Day:
    with_month = opens or day.day == 1
    label = f"{day.month}月{day.day}" if with_month else str(day.day)
    mark, why = _mark(day, answer, calendar, first_word)
    return Day(day, label, with_month, mark, numbers.get(day), why)


def _mark(day: date, answer: Answer, calendar: Calendar, first_word: str) -> tuple[str, str]:
    """The class and the word of a day."""
    counted = answer.counted
    if day == answer.due:
        return "end", "到期"
    if counted and day == counted.start:
        return "start", first_word if day == answer.on else "重新起算"
    if counted and day == answer.on:
        return "start", first_word
    if any(day == also.due for also in answer.also):
        return _rest(day, calendar)[0], "另一日期"
    if counted and _left_out(day, counted):
        return "off", "不计入"
    return _rest(day, calendar)


def _rest(day: date, calendar: Calendar) -> tuple[str, str]:
    if calendar.is_adjusted_workday(day):
        return "extra", "调休上班"
    if calendar.is_official_holiday(day):
        name = calendar.holiday_name(day).removesuffix("放假").removesuffix("节")
        return "off", name if 0 < len(name) <= _LONGEST_HOLIDAY_NAME else "放假"
    return ("", "") if calendar.is_workday(day) else ("off", "周末")


def _folded(weeks: list[Week]) -> list[Week]:
    if len(weeks) <= 2 * WEEKS_AT_EACH_END + 2:
        return weeks
    middle = weeks[WEEKS_AT_EACH_END:-WEEKS_AT_EACH_END]
    first, last = middle[0].days[0].date, middle[-1].days[-1].date
    counted = sum(1 for week in middle for day in week.days if day.number)
    line = f"{_spoken(first)}至{_spoken(last)}，{len(middle)} 周，计入 {counted} 日"
    return [*weeks[:WEEKS_AT_EACH_END], Week(instead=line), *weeks[-WEEKS_AT_EACH_END:]]


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
