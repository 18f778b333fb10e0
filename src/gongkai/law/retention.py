"""保管期限: for how long a file is kept, from which day on it may be appraised for destruction.

The periods are dated data; to which of them a kind of file belongs is the office's own table, a setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.registry import RuleSet
from gongkai.refusal import Refused

FIELD = "retention"
DESTRUCTION = "retention.destruction"


@dataclass(frozen=True, slots=True)
class Period:
    """One period; ``years`` is null for files that are kept for ever 永久."""

    key: str
    label: str
    years: int | None

    def until(self, closed_on: date) -> int | None:
        """The last year in which a file is kept that was closed on a day; null for ever."""
        return None if self.years is None else closed_on.year + self.years


def rule(on: date) -> RuleSet:
    """The rules of retention of a day. Raises Refused before there were any."""
    return registry.select(FIELD, on)


def periods(on: date) -> tuple[Period, ...]:
    """The periods of the rules of a day, the longest first. Raises Refused before there were any."""
    listed = rule(on).data["periods"]["list"]
    return tuple(Period(one["key"], one["label"], one.get("years")) for one in listed)


def period(key: str, on: date) -> Period:
    """The period with that key. Raises Refused (``no-retention``)."""
    known = periods(on)
    for one in known:
        if one.key == key:
            return one
    raise Refused("no-retention", "没有选择保管期限", f"可以是 {'、'.join(one.label for one in known)}")


def is_due(until_year: int | None, day: date) -> bool:
    """Whether a file kept until the end of a year may be appraised for destruction on a day."""
    return until_year is not None and day.year > until_year


def destruction(on: date) -> RuleSet | None:
    """The rules of destruction of a day, where one is recorded."""
    return registry.find(DESTRUCTION, on)
