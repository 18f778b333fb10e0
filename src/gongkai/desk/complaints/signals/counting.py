"""Counts of distinct people by day, for every group of product, shop, area and problem.

A group is named by a key such as ``product=保健食品|area=怡园``; each case counts in the groups of its own
values, in their pairs, and in the wider class of its product, so that a cause shows where it is narrowest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

PAIRS = (("product", "problem"), ("product", "area"), ("shop", "problem"))
"""Which values are looked at together."""
SINGLE = ("class", "product", "shop", "area")
"""Which values are looked at alone."""
_PLAIN = str.maketrans({"|": "／", "=": "－"})
"""The signs that keys are written with do not stand in their values."""


@dataclass(frozen=True, slots=True)
class Report:
    """One case as the detector sees it. ``person`` is any hashable that is equal for the same person."""

    case: int
    day: date
    person: object
    product: str = ""
    wider: str = ""
    shop: str = ""
    area: str = ""
    problem: str = ""
    safety: str = ""

    def values(self) -> dict[str, str]:
        """What is known of it, by dimension."""
        named = {
            "class": self.wider,
            "product": self.product,
            "shop": self.shop,
            "area": self.area,
            "problem": self.problem if self.problem != "other" else "",
        }
        return {name: value.translate(_PLAIN) for name, value in named.items() if value}


@dataclass(slots=True)
class Group:
    """The cases of one key by day; a person counts once a day and once in any window that is asked for."""

    key: str
    days: dict[date, list[Report]] = field(default_factory=lambda: defaultdict(list))

    def people(self, first: date, last: date) -> set[object]:
        """The distinct people from one day to another, both included."""
        return {one.person for day, reports in self.days.items() if first <= day <= last for one in reports}

    def cases(self, first: date, last: date) -> list[Report]:
        """The cases from one day to another, oldest first."""
        found = [one for day, reports in self.days.items() if first <= day <= last for one in reports]
        return sorted(found, key=lambda one: (one.day, one.case))


def keys_of(report: Report) -> Iterator[str]:
    """The groups that a case counts in."""
    values = report.values()
    for name in SINGLE:
        if name in values:
            yield f"{name}={values[name]}"
    for first, second in PAIRS:
        if first in values and second in values:
            yield f"{first}={values[first]}|{second}={values[second]}"


def groups(reports: Iterable[Report]) -> dict[str, Group]:
    """The groups of these cases."""
    made: dict[str, Group] = {}
    for report in reports:
        for key in keys_of(report):
            group = made.get(key)
            if group is None:
                group = made[key] = Group(key)
            group.days[report.day].append(report)
    return made


def values_of(key: str) -> Mapping[str, str]:
    """The dimensions of a key with their values."""
    return dict(part.split("=", 1) for part in key.split("|"))
