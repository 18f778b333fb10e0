"""Early warning on generated outbreaks with a known truth, beside EARS C2, at the same rate of false alarms.

Each year has series of calls a day (negative-binomial, with weekdays, days off and a season); outbreaks of a
known size are put in. Both detectors get the threshold at which they alarm falsely twice in a thousand
days of a series, then we count how many outbreaks they show by their fourth day.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from gongkai.desk.complaints.signals.counting import Group, Report
from gongkai.desk.complaints.signals.detecting import (
    BASELINE,
    GUARD,
    LEAST,
    WINDOWS,
    Factors,
    expectation,
    factors,
    tail,
)
from gongkai.law.calendar import Calendar

FIRST, DAYS = date(2017, 1, 1), 365
RATES = (0.08, 0.25, 0.6, 1.5)
"""People a day in a series."""
SERIES = 12
"""Series of each rate."""
FALSE = 2 / 1000
BY = 4
SIZES = (6, 9, 14)
"""People that an outbreak adds over a week."""

Score = Callable[[dict[date, int], date, Factors], float]


def main() -> int:
    """Print a table; 1 when ours is not better than EARS C2 for outbreaks of nine people."""
    rng = random.Random(20171020)
    calendar = Calendar.default()

    def is_off(day: date) -> bool:
        return not calendar.is_workday(day)

    started = time.perf_counter()
    calm = [(rate, _series(rng, rate, is_off)) for rate in RATES for _ in range(SERIES)]
    totals = {day: sum(counts.get(day, 0) for _, counts in calm) for day in _all_days()}
    shared = {day: factors(totals, day, is_off) for day in _all_days()}

    def ours(counts: dict[date, int], day: date, factor: Factors) -> float:
        return _ours(counts, day, factor, is_off)

    cuts = {}
    for name, score in (("ours", ours), ("EARS C2", _ears)):
        cuts[name] = _cut([score(counts, day, shared[day]) for _, counts in calm for day in _tested()])
    print(f"{'people a day':>12} {'outbreak':>9} {'ours':>6} {'EARS C2':>8}")
    better = True
    for rate in RATES:
        for size in SIZES:
            shown = {"ours": 0, "EARS C2": 0}
            trials = 40
            for _ in range(trials):
                counts = _series(rng, rate, is_off)
                start = rng.choice(_tested()[:-BY])
                _add(rng, counts, start, size)
                for name, score in (("ours", ours), ("EARS C2", _ears)):
                    days = [start + timedelta(days=n) for n in range(BY)]
                    shown[name] += any(score(counts, day, shared[day]) >= cuts[name] for day in days)
            mine, theirs = shown["ours"] / trials, shown["EARS C2"] / trials
            better &= size != 9 or mine >= theirs
            print(f"{rate:>12.2f} {size:>9d} {mine:>6.2f} {theirs:>8.2f}")
    print()
    _quality(rng, is_off, shared, cuts, {"ours": ours, "EARS C2": _ears})
    took = time.perf_counter() - started
    print(f"false alarms set to {FALSE * 1000:.0f} in 1,000 days of a series; {took:.0f} s")
    return int(not better)


def _quality(
    rng: random.Random,
    is_off: Callable[[date], bool],
    shared: dict[date, Factors],
    cuts: dict[str, float],
    scores: dict[str, Score],
) -> None:
    """A year of every series with one outbreak of nine: how many alarms are true, how many outbreaks shown.

    An alarm is true in the outbreak's week. One day in three is looked at, as for the thresholds.
    """
    alarms, true, shown, outbreaks = (dict.fromkeys(scores, 0) for _ in range(4))
    for rate in RATES:
        for _ in range(SERIES * 2):
            counts = _series(rng, rate, is_off)
            start = rng.choice(_tested()[:-BY])
            _add(rng, counts, start, 9)
            week = {start + timedelta(days=n) for n in range(7)}
            for name, score in scores.items():
                found = {day for day in _tested() if score(counts, day, shared[day]) >= cuts[name]}
                alarms[name] += len(found)
                true[name] += len(found & week)
                shown[name] += bool(found & week)
                outbreaks[name] += 1
    print(f"{'one outbreak of 9 a year':>24} {'precision':>10} {'recall':>7}")
    for name in scores:
        precision = true[name] / max(alarms[name], 1)
        print(f"{name:>24} {precision:>10.2f} {shown[name] / outbreaks[name]:>7.2f}")


def _all_days() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(DAYS)]


def _tested() -> list[date]:
    return _all_days()[BASELINE + GUARD + 14 :: 3]


def _series(rng: random.Random, rate: float, is_off: Callable[[date], bool]) -> dict[date, int]:
    """Counts of a year: a gamma-Poisson with weekdays, days off and a season."""
    made = {}
    for n, day in enumerate(_all_days()):
        season = 1 + 0.3 * math.sin(2 * math.pi * (n / 365 + 0.1))
        mean = rate * season * (0.55 if is_off(day) else 1.15)
        made[day] = _poisson(rng, mean * rng.gammavariate(2.0, 0.5))
    return made


def _add(rng: random.Random, counts: dict[date, int], start: date, size: int) -> None:
    """An outbreak: so many people more over a week, most of them early."""
    for _ in range(size):
        day = start + timedelta(days=min(6, int(rng.expovariate(1 / 2.2))))
        if day in counts:
            counts[day] += 1


def _poisson(rng: random.Random, mean: float) -> int:
    level, n, product = math.exp(-mean), 0, rng.random()
    while product > level:
        n += 1
        product *= rng.random()
    return n


def _ours(counts: dict[date, int], day: date, factor: Factors, is_off: Callable[[date], bool]) -> float:
    """Minus the logarithm of the smallest p over the windows; nothing below the least number of people."""
    group = Group("product=x")
    for back in range(BASELINE + GUARD + max(WINDOWS) + 1):
        then = day - timedelta(days=back)
        group.days[then] = [Report(0, then, (then, n)) for n in range(counts.get(then, 0))]
    best = 0.0
    for window in WINDOWS:
        first = day - timedelta(days=window - 1)
        people = len(group.people(first, day))
        if people >= LEAST:
            mean, size = expectation(group, first, day, factor, is_off)
            best = max(best, -math.log(max(tail(people, mean, size), 1e-300)))
    return best


def _ears(counts: dict[date, int], day: date, _factor: Factors) -> float:
    """EARS C2: a day against mean and deviation of the seven days that ended two days before."""
    past = [counts.get(day - timedelta(days=back), 0) for back in range(3, 10)]
    if counts.get(day, 0) < 1:
        return 0.0
    return (counts[day] - statistics.mean(past)) / max(statistics.stdev(past), 0.5)


def _cut(scores: list[float]) -> float:
    """The score that only so many days of calm series pass."""
    ranked = sorted(scores, reverse=True)
    return ranked[max(int(len(ranked) * FALSE), 1)] + 1e-9


if __name__ == "__main__":
    sys.exit(main())
