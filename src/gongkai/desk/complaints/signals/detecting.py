"""Does a count stand out? Negative-binomial prediction from eight weeks before, over windows of 1, 3, 7 days.

Pure functions without a database. The expectation is the mean a day over eight weeks that end a week before
the window (the guard: an outbreak must not teach its own baseline), spread over the days of the window by
factors for weekday and day off that all groups share. The mean itself is uncertain, so the prediction is
negative-binomial. Over all groups of a night the false-discovery rate is held by Benjamini and Hochberg; of
a group and its wider one only the narrower stands where the wider is not out of the ordinary without it.

Measured on generated outbreaks beside EARS C2 in ``benchmarks/signals.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.desk.complaints.signals.counting import Group, values_of

WINDOWS = (1, 3, 7)
"""Days of a window."""
BASELINE = 56
"""Days from which the expectation is taken …"""
GUARD = 7
"""… and days between them and the window."""
LEAST = 3
"""Distinct people below which nothing is said."""
RATE = 0.05
"""False discoveries among the signals of a night that are put up with."""
PRIOR_PEOPLE, PRIOR_DAYS = 0.5, 14.0
"""What is believed of a group before it is counted: so many people in so many days."""
DISPERSION = 1.5
"""Variance over mean of a group's days, beyond the uncertainty of the mean."""

IsOff = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Factors:
    """How a day differs from the mean day: by weekday (0 Monday) and when people are off."""

    weekday: tuple[float, ...] = (1.0,) * 7
    off: float = 1.0

    def of(self, day: date, is_off: IsOff) -> float:
        """The factor of a day."""
        return self.off if is_off(day) and day.weekday() < 5 else self.weekday[day.weekday()]


@dataclass(frozen=True, slots=True)
class Finding:
    """A group that stands out in a window that ends on ``day``."""

    key: str
    day: date
    window: int
    people: int
    expected: float
    limit: int
    p: float
    q: float = 1.0


def factors(totals: Mapping[date, int], last: date, is_off: IsOff) -> Factors:
    """The factors of weekday and day off, from the counts of all cases over the baseline; kept moderate."""
    days = [last - timedelta(days=back) for back in range(GUARD, GUARD + BASELINE)]
    mean = sum(totals.get(day, 0) for day in days) / len(days)
    if mean <= 0:
        return Factors()
    plain = [day for day in days if not (is_off(day) and day.weekday() < 5)]
    by_weekday = []
    for weekday in range(7):
        counts = [totals.get(day, 0) for day in plain if day.weekday() == weekday]
        by_weekday.append(_moderate((sum(counts) + mean) / (len(counts) + 1) / mean))
    off = [totals.get(day, 0) for day in days if is_off(day) and day.weekday() < 5]
    return Factors(tuple(by_weekday), _moderate((sum(off) + mean * 0.6) / (len(off) + 1) / mean))


def tail(k: int, mean: float, size: float) -> float:
    """P(X >= k) of a negative-binomial with this mean and size (its variance is mean + mean²/size)."""
    if k <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    share = size / (size + mean)
    log_share, log_rest = math.log(share), math.log1p(-share)
    below = 0.0
    for n in range(k):
        below += math.exp(
            math.lgamma(size + n) - math.lgamma(size) - math.lgamma(n + 1) + size * log_share + n * log_rest
        )
    return min(1.0, max(0.0, 1.0 - below))


def limit(mean: float, size: float, alpha: float) -> int:
    """The smallest count whose tail is at most ``alpha``, at least :data:`LEAST`."""
    k = LEAST
    while tail(k, mean, size) > alpha and k < 10_000:
        k += 1
    return k


def judge(group: Group, day: date, shared: Factors, is_off: IsOff) -> Finding | None:
    """The window of a group, ending on ``day``, that stands out most; null with too few people."""
    best: Finding | None = None
    for window in WINDOWS:
        first = day - timedelta(days=window - 1)
        people = len(group.people(first, day))
        if people < LEAST:
            continue
        mean, size = expectation(group, first, day, shared, is_off)
        p = tail(people, mean, size)
        if best is None or p < best.p:
            best = Finding(group.key, day, window, people, mean, 0, p)
    return best


def expectation(group: Group, first: date, last: date, shared: Factors, is_off: IsOff) -> tuple[float, float]:
    """Mean and size of the prediction for a window, from the eight weeks before the guard."""
    end = last - timedelta(days=GUARD + (last - first).days)
    start = end - timedelta(days=BASELINE - 1)
    seen = sum(len({one.person for one in group.days[day]}) for day in group.days if start <= day <= end)
    weight = sum(shared.of(start + timedelta(days=n), is_off) for n in range(BASELINE)) or 1.0
    ahead = sum(shared.of(first + timedelta(days=n), is_off) for n in range((last - first).days + 1))
    shape, exposure = seen + PRIOR_PEOPLE, weight + PRIOR_DAYS
    mean = shape / exposure * ahead
    # the uncertainty of the mean (a gamma's shape), and days that differ more than chance
    size = 1.0 / (1.0 / shape + (DISPERSION - 1.0) / max(mean, 0.5))
    return mean, size


def discoveries(found: Sequence[Finding], compared: int, rate: float = RATE) -> list[Finding]:
    """Those that hold with the false-discovery rate under control, each with its q (Benjamini–Hochberg)."""
    ranked = sorted(found, key=lambda one: one.p)
    made: list[Finding] = []
    lowest = 1.0
    for rank in range(len(ranked), 0, -1):
        one = ranked[rank - 1]
        lowest = min(lowest, one.p * max(compared, len(ranked)) * len(WINDOWS) / rank)
        if lowest <= rate:
            made.append(_with(one, q=lowest))
    return made[::-1]


def explained(
    found: Sequence[Finding], groups: Mapping[str, Group], shared: Factors, is_off: IsOff
) -> list[Finding]:
    """Leave out a group that is out of the ordinary only through another one that says more.

    The strongest stands first; every other whose people, without those of the ones that stand, are no longer
    too many goes. So 食品 falls away where 保健食品 in 怡园 explains it.
    """
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.q, -len(values_of(finding.key)), finding.p)):
        first = one.day - timedelta(days=one.window - 1)
        people = groups[one.key].people(first, one.day)
        for other in kept:
            begin = other.day - timedelta(days=other.window - 1)
            people = people - groups[other.key].people(begin, other.day)
        mean, size = expectation(groups[one.key], first, one.day, shared, is_off)
        if len(people) >= LEAST and tail(len(people), mean, size) <= RATE:
            kept.append(one)
    return kept


def night(
    groups: Mapping[str, Group], totals: Mapping[date, int], day: date, is_off: IsOff
) -> tuple[list[Finding], int]:
    """The signals of a night, and how many groups were compared."""
    shared = factors(totals, day, is_off)
    found = [one for group in groups.values() if (one := judge(group, day, shared, is_off)) is not None]
    compared = len(groups)
    held = explained(discoveries(found, compared), groups, shared, is_off)
    alpha = RATE * max(len(held), 1) / (max(compared, 1) * len(WINDOWS))
    made = []
    for one in held:
        first = one.day - timedelta(days=one.window - 1)
        mean, size = expectation(groups[one.key], first, one.day, shared, is_off)
        made.append(_with(one, limit=min(limit(mean, size, alpha), one.people)))
    return made, compared


def _moderate(factor: float) -> float:
    return min(3.0, max(0.2, factor))


def _with(one: Finding, *, q: float | None = None, limit: int | None = None) -> Finding:
    return Finding(
        one.key,
        one.day,
        one.window,
        one.people,
        one.expected,
        one.limit if limit is None else limit,
        one.p,
        one.q if q is None else q,
    )
