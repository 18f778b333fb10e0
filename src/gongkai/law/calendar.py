"""Which days are working days, by the State Council's yearly notice, and fast counting over them.

A working day (工作日) is a day from Monday to Friday that the notice does not give off, or a weekend
day that it makes a working day (调休上班). The years up to now come from ``chinesecalendar``; a year
that it does not know can be given as a table (:mod:`gongkai.law.calendar_file`). For a year that
nobody has given, only weekends count as off, and :meth:`Calendar.known` says so: answers that cross
such a year are provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from chinese_calendar.constants import Holiday, holidays, workdays

from gongkai.refusal import Refused

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_FIRST_SPAN = (date(2003, 1, 1).toordinal(), date(2032, 12, 31).toordinal())
_LAST_ORDINAL = date.max.toordinal()
_SPARE_DAYS = 3660
_HOLIDAY_NAMES: dict[str, str] = {holiday.value: holiday.chinese for holiday in Holiday}


def weekday(day: date) -> str:
    """The weekday in Chinese, ``周一`` to ``周日``."""
    return WEEKDAYS[day.weekday()]


@dataclass(frozen=True)
class YearTable:
    """What a notice says about one year: days off (with the holiday's name) and weekend working days."""

    year: int
    offdays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sums:
    """Working days over the ordinals ``first`` to ``last``: a flag a day, their running sum, their list."""

    first: int
    last: int
    flags: bytearray
    upto: list[int]
    working: list[int]


class Calendar:
    """Working days with constant-time counting.

    ``tables`` come on top of the official years that the program ships with: a year in them becomes
    known, and a day in them goes before what the shipped year says about that day.
    """

    def __init__(self, tables: Iterable[YearTable] = ()) -> None:
        self._off: dict[date, str] = {day: _HOLIDAY_NAMES.get(name, name) for day, name in holidays.items()}
        self._work: set[date] = set(workdays)
        self._years: set[int] = {day.year for day in holidays}
        for table in tables:
            self._years.add(table.year)
            for day in table.workdays:
                self._off.pop(day, None)
                self._work.add(day)
            for day, name in table.offdays.items():
                self._work.discard(day)
                self._off[day] = name or "放假"
        self._sums = self._count(*_FIRST_SPAN)

    @staticmethod
    @cache
    def default() -> Calendar:
        """The calendar of the years the program ships with; one for the whole process."""
        return Calendar()

    def _count(self, first: int, last: int) -> _Sums:
        """The prefix sums over the ordinals ``first`` to ``last``."""
        week = bytes((1, 1, 1, 1, 1, 0, 0))
        start = (first - 1) % 7  # ordinal 1 was a Monday
        length = last - first + 1
        flags = bytearray((week[start:] + week * (length // 7 + 1))[:length])
        for days, flag in ((self._off, 0), (self._work, 1)):
            for day in days:
                index = day.toordinal() - first
                if 0 <= index < length:
                    flags[index] = flag
        working = [first + index for index, flag in enumerate(flags) if flag]
        return _Sums(first, last, flags, list(accumulate(flags)), working)

    def _cover(self, first: int, last: int) -> _Sums:
        """Prefix sums that hold ``first`` to ``last``, widened when needed (one swap: safe under threads)."""
        sums = self._sums
        if first < sums.first or last > sums.last:
            lowest = max(1, min(sums.first, first - _SPARE_DAYS))
            highest = min(_LAST_ORDINAL, max(sums.last, last + _SPARE_DAYS))
            self._sums = sums = self._count(lowest, highest)
        return sums

    def known(self, year: int) -> bool:
        """Whether an official calendar of ``year`` is at hand."""
        return year in self._years

    def crosses_unknown(self, first: date, last: date) -> bool:
        """Whether any day from ``first`` to ``last`` lies in a year without an official calendar."""
        return any(year not in self._years for year in range(first.year, last.year + 1))

    def unknown_years(self, first: date, last: date) -> list[int]:
        """The years from ``first`` to ``last`` without an official calendar."""
        return [year for year in range(first.year, last.year + 1) if year not in self._years]

    def is_workday(self, day: date) -> bool:
        """Whether people work on ``day``."""
        ordinal = day.toordinal()
        sums = self._cover(ordinal, ordinal)
        return bool(sums.flags[ordinal - sums.first])

    def is_official_holiday(self, day: date) -> bool:
        """Whether ``day`` lies in a holiday of the State Council's notice (节假日, not a plain weekend)."""
        return day in self._off

    def is_adjusted_workday(self, day: date) -> bool:
        """Whether ``day`` is a weekend day on which people work (调休上班)."""
        return day in self._work

    def holiday_name(self, day: date) -> str:
        """The name of the holiday that gives ``day`` off, else an empty text."""
        return self._off.get(day, "")

    def workdays_between(self, after: date, until: date) -> int:
        """How many working days lie after ``after`` and up to ``until`` (the first day is not counted)."""
        if until <= after:
            return 0
        low, high = after.toordinal(), until.toordinal()
        sums = self._cover(low, high)
        return sums.upto[high - sums.first] - sums.upto[low - sums.first]

    def add_workdays(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself is not counted, ``0`` gives ``day``."""
        if count < 0:
            raise ValueError("add_workdays counts forward only")
        if count == 0:
            return day
        ordinal = day.toordinal()
        reach = (
            ordinal + count * 2 + 60
        )  # more than half of all days are working days, save near a long holiday
        if reach > _LAST_ORDINAL:
            raise Refused("date-out-of-range", f"从 {day} 起算超出了可计算的日期范围", "请核对日期")
        sums = self._cover(ordinal, reach)
        return date.fromordinal(sums.working[sums.upto[ordinal - sums.first] + count - 1])

    def workday_on_or_after(self, day: date) -> date:
        """``day`` itself when people work, else the next working day."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def workday_on_or_before(self, day: date) -> date:
        """``day`` itself when people work, else the last working day before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def after_official_holiday(self, day: date) -> date:
        """The first day from ``day`` on that is in no official holiday (a plain weekend is not one)."""
        while day in self._off:
            day += ONE_DAY
        return day

    def describe(self, day: date) -> str:
        """The day in words: ``周六，调休上班``, ``周一，国庆节放假``, ``周日，休息日``, ``周三``."""
        name = weekday(day)
        if day in self._work:
            return f"{name}，调休上班"
        if day in self._off:
            holiday = self._off[day]
            return f"{name}，{holiday if holiday.endswith('放假') else holiday + '放假'}"
        return name if day.weekday() < 5 else f"{name}，休息日"
