"""The span of days that a report covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.refusal import Refused

FIRST_YEAR = 2008
"""The first year about which there is an annual report."""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day of a year; both days belong to it. All days are those of Shanghai."""

    first: date
    last: date

    @classmethod
    def of(cls, year: int) -> Period:
        """The calendar year. Raises Refused for a year that no report can be about."""
        if not FIRST_YEAR <= year < date.max.year:
            raise Refused(
                "bad-year", f"没有 {year} 年度的政府信息公开工作年度报告", f"年度应不早于 {FIRST_YEAR} 年"
            )
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def year(self) -> int:
        """The year."""
        return self.first.year

    @property
    def previous(self) -> Period:
        """The year before."""
        return Period(date(self.year - 1, 1, 1), date(self.year - 1, 12, 31))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the first day and the first moment after the last day, in Shanghai."""
        start = datetime(self.first.year, 1, 1, tzinfo=SHANGHAI)
        after = self.last + timedelta(days=1)
        return start, datetime(after.year, after.month, after.day, tzinfo=SHANGHAI)

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.first <= day <= self.last
