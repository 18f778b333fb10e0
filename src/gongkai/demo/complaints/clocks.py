"""When a registration is accepted, answered and closed: working days drawn by outcome."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from gongkai.demo.days import CALENDAR, after, workday_after, workdays_between
from gongkai.demo.plan import Plan

_DRAWS = 4096
_SHAPE = {
    "mediated": (4.6, 3.35, 60),
    "unmediated": (6.5, 3.1, 45),
    "withdrawn": (2.2, 4.2, 40),
    "refused": (3.2, 1.2, 7),
    "moved": (1.6, 2.0, 10),
    "filed": (5.0, 2.6, 30),
    "unfiled": (6.0, 2.3, 30),
    "replied": (2.6, 3.2, 25),
    "both": (5.5, 3.0, 45),
}
"""Outcome → shape and scale of a gamma distribution of working days to closing, and its longest."""

_ACCEPT = (14, 29, 23, 15, 9, 6, 3, 1)
"""Weights of acceptance after 0, 1, 2 … 7 working days."""

ACCEPTED = frozenset({"mediated", "unmediated", "withdrawn", "filed", "unfiled", "replied", "both"})
"""Outcomes of what was accepted (受理)."""


def survival(days: int, pace: float, dice: Random) -> float:
    """The share that takes more than ``days`` working days, over the usual mix of outcomes."""
    mix = (
        ("mediated",) * 9 + ("unmediated",) * 3 + ("unfiled",) * 4 + ("withdrawn", "moved", "replied", "both")
    )
    drawn = [working_days(dice.choice(mix), pace, dice) for _ in range(400)]
    return sum(value > days for value in drawn) / len(drawn)


def working_days(outcome: str, pace: float, dice: Random) -> int:
    """Working days from registration to closing for this outcome."""
    shape, scale, longest = _SHAPE[outcome]
    if outcome in ("refused", "moved"):
        pace = 1.0
    return min(int(dice.gammavariate(shape, scale * pace) + 0.5), longest)


class Clocks:
    """Acceptance and closing of the year's registrations, from draws that are made once."""

    def __init__(self, plan: Plan, dice: Random) -> None:
        self._last, self._dice = plan.last, dice
        pace = plan.table["pace"]
        self._drawn = {key: [working_days(key, pace, dice) for _ in range(_DRAWS)] for key in _SHAPE}
        self._waits = dice.choices(range(8), weights=_ACCEPT, k=_DRAWS)

    def _one(self, drawn: list[int]) -> int:
        return drawn[int(self._dice.random() * _DRAWS)]

    def run(
        self, registered: datetime, outcome: str, *, late: bool, food: bool
    ) -> tuple[datetime | None, datetime]:
        """Acceptance and closing of what is closed by the year's end; ``late`` accepts after the limit."""
        room = workdays_between(registered.date(), self._last)
        count = min(self._one(self._drawn[outcome]), room)
        if count == room:
            count = self._dice.randint(room // 3, room)
        return self._clock(registered, outcome, count, late=late, food=food)

    def run_on(self, registered: datetime, outcome: str, *, food: bool) -> tuple[datetime | None, datetime]:
        """The same for what is still open at the year's end: it closes some weeks later."""
        gone = workdays_between(registered.date(), self._last)
        return self._clock(registered, outcome, gone + self._dice.randint(3, 24), late=False, food=food)

    def _clock(
        self, registered: datetime, outcome: str, count: int, *, late: bool, food: bool
    ) -> tuple[datetime | None, datetime]:
        dice, start = self._dice, registered.date()
        closed_on = workday_after(start, count) if count else start
        accepted = None
        if outcome in ACCEPTED:
            wait = dice.randint(8, 12) if late else self._one(self._waits)
            day = workday_after(start, min(wait, count)) if count else start
            if food and not late:
                day = min(day, _fifth_day(start))
            accepted = after(registered, max(day, start), dice)
        return accepted, after(accepted or registered, closed_on, dice)


@lru_cache(maxsize=2048)
def _fifth_day(start: date) -> date:
    """The last working day within five calendar days, by which food and drug complaints are accepted."""
    return CALENDAR.workday_on_or_before(start + timedelta(days=5))
