"""When a registration is accepted, answered and closed: working days drawn by outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from gongkai.demo.days import CALENDAR, after, workday_after, workdays_between

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


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments of one registration; None for what has not happened or never does."""

    registered: datetime
    accepted: datetime | None
    closed: datetime

    def as_known(self, last: datetime) -> tuple[datetime | None, datetime | None]:
        """Acceptance and closing as a register printed at ``last`` shows them."""
        accepted = self.accepted if self.accepted and self.accepted <= last else None
        return accepted, self.closed if self.closed <= last else None


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


def run(
    registered: datetime, outcome: str, dice: Random, *, pace: float, last: date, late: bool, food: bool
) -> Clock:
    """The clock of a registration that is closed by ``last``; ``late`` accepts after the limit."""
    room = workdays_between(registered.date(), last)
    count = min(working_days(outcome, pace, dice), room)
    if count == room:
        count = dice.randint(room // 3, room)
    return _clock(registered, outcome, count, dice, late=late, food=food)


def run_on(registered: datetime, outcome: str, dice: Random, *, last: date, food: bool) -> Clock:
    """The clock of a registration still open at ``last``: it closes some weeks later."""
    gone = workdays_between(registered.date(), last)
    return _clock(registered, outcome, gone + dice.randint(3, 24), dice, late=False, food=food)


def _clock(registered: datetime, outcome: str, count: int, dice: Random, *, late: bool, food: bool) -> Clock:
    start = registered.date()
    closed_on = workday_after(start, count) if count else start
    accepted = None
    if outcome in ACCEPTED:
        wait = dice.randint(8, 12) if late else dice.choices(range(8), weights=_ACCEPT)[0]
        day = workday_after(start, min(wait, count)) if count else start
        if food and not late:
            day = min(day, CALENDAR.workday_on_or_before(date.fromordinal(start.toordinal() + 5)))
        accepted = after(registered, max(day, start), dice)
    closed = after(accepted or registered, closed_on, dice)
    return Clock(registered, accepted, closed)
