"""Who calls when: registrations in the order of time, drawn so that the year's table comes out exactly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import NamedTuple

from gongkai.demo.complaints.clocks import survival
from gongkai.demo.days import DAY, spread, workdays_between
from gongkai.demo.plan import Plan
from gongkai.demo.shares import Urn, dice_for, split

CONSULTATION = "咨询"
_BATCH = 1000
_TIMES = ((0.0, 500), (0.46, 710), (0.53, 800), (0.94, 1050), (1.0, 1250))
"""Share of a day's calls → minute of the day by which they have come."""


class Arrival(NamedTuple):
    """One registration: when, over which channel, of which type, and with which outcome by the year's end."""

    at: datetime
    channel: str
    kind: str
    outcome: str


def arrivals(plan: Plan) -> Iterator[Arrival]:
    """All registrations of the year in order; the totals are those of the plan, the memory is constant."""
    dice = dice_for(plan.seed, "arrivals", plan.year)
    cells = plan.cells()
    consultations = plan.consultations()
    cases = spread(plan.year, plan.months(), dice)
    asked = spread(plan.year, list(split(sum(consultations.values()), _months(plan)).values()), dice)
    left_open = _open_by_day(plan, cases, dice)
    still = Urn({cell: count for cell, count in cells.items() if cell[2] == "open"}, dice)
    done = Urn({cell: count for cell, count in cells.items() if cell[2] != "open"}, dice)
    questions = Urn(consultations, dice)
    for day, count in cases.items():
        today = {"open": left_open.get(day, 0), "done": count - left_open.get(day, 0), "asked": asked[day]}
        order = Urn(today, dice)
        total, place = order.left, 0
        while order.left:
            drawn = order.draws(min(order.left, _BATCH))
            cases_now = iter(done.draws(drawn.count("done")))
            open_now = iter(still.draws(drawn.count("open")))
            asked_now = iter(questions.draws(drawn.count("asked")))
            for what in drawn:
                at = _moment(day, (place + dice.random()) / total)
                place += 1
                if what == "asked":
                    yield Arrival(at, next(asked_now), CONSULTATION, "replied")
                else:
                    yield Arrival(at, *next(open_now if what == "open" else cases_now))


def _months(plan: Plan) -> dict[int, float]:
    return {month: count**0.7 for month, count in enumerate(plan.table["months"])}


def _moment(day: date, share: float) -> datetime:
    for (low, start), (high, end) in itertools.pairwise(_TIMES):
        if share <= high:
            hour, minute = divmod(int(start + (end - start) * (share - low) / (high - low)), 60)
            return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  (local)
    raise ValueError(share)


def _open_by_day(plan: Plan, cases: dict[date, int], dice: Random) -> dict[date, int]:
    """How many of each day are still open on 31 December: the later the day the more, a few are old."""
    total = sum(count for cell, count in plan.cells().items() if cell[2] == "open")
    early = min(plan.times(plan.table["early_open"]), total)
    first_late = date(plan.year, 11, 1)
    weights = {
        day: count * survival(workdays_between(day, plan.last), plan.table["pace"], dice)
        for day, count in cases.items()
        if day >= first_late and count
    }
    old = {
        day: float(count)
        for day, count in cases.items()
        if first_late - 75 * DAY < day < first_late and count
    }
    chosen = dict(split(early, {day: weight * dice.random() for day, weight in old.items()}))
    for day, count in split(total - early, weights).items():
        chosen[day] = count
    return _within(chosen, cases)


def _within(chosen: dict[date, int], cases: dict[date, int]) -> dict[date, int]:
    """Move what a day cannot hold to the day before it that can."""
    spare = 0
    for day in sorted(chosen, reverse=True):
        wanted = chosen[day] + spare
        chosen[day] = min(wanted, cases[day])
        spare = wanted - chosen[day]
    return chosen
