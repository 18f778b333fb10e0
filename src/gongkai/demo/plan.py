"""The plan of a year: how many of what, read from ``data/years`` and multiplied by the scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.demo.shares import split
from gongkai.demo.words import year_table, years
from gongkai.refusal import Refused

Cell = tuple[str, str, str]
"""Channel, type and outcome of a registration; the outcome is ``open`` for one still open on 31 December."""


@dataclass(frozen=True)
class Plan:
    """One year's fixed numbers; ``table`` is the file in ``data/years`` as it was read."""

    year: int
    scale: float
    seed: int
    table: dict[str, Any]

    @property
    def first(self) -> date:
        """The first day of the statistical period."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the statistical period."""
        return date(self.year, 12, 31)

    def times(self, count: float) -> int:
        """A count multiplied by the scale."""
        return round(count * self.scale)

    def few(self, count: float) -> int:
        """A count of what stays small: multiplied by the scale, at most twentyfold."""
        return round(count * min(self.scale, 20))

    def cells(self) -> dict[Cell, int]:
        """Registrations by channel, type and outcome, without consultations."""
        return _scaled(_cells(self.year), self.scale)

    def months(self) -> list[int]:
        """Registrations by month, with the sum of :meth:`cells`."""
        weights = dict(enumerate(self.table["months"]))
        return list(split(sum(self.cells().values()), weights).values())

    def consultations(self) -> dict[str, int]:
        """Consultations by channel."""
        return {channel: self.times(count) for channel, count in self.table["consultations"].items()}


def plan_of(year: int, scale: float = 1, seed: int = 2017) -> Plan:
    """The plan of a year that has one; refuses other years."""
    if year not in years():
        known = "、".join(str(known) for known in years())
        raise Refused("unknown-demo-year", f"没有{year}年的样例", f"可选年度：{known}")
    if scale <= 0:
        raise Refused("bad-scale", f"倍数须大于 0，现为 {scale}", "例如 1、10、1000")
    return Plan(year, scale, seed, year_table(year))


@cache
def _cells(year: int) -> dict[Cell, int]:
    table = year_table(year)
    cells: dict[Cell, int] = {}
    for channel, counts in table["received"].items():
        for kind, received, left in zip(table["types"], counts, table["open"][channel], strict=True):
            cells[channel, kind, "open"] = left
            given = table["outcomes"].get(kind, {"": {"both": 1}})
            shares = given.get(channel) or given[""]
            for outcome, count in split(received - left, shares).items():
                cells[channel, kind, outcome] = count
    return cells


def _scaled(cells: dict[Cell, int], scale: float) -> dict[Cell, int]:
    if scale == 1:
        return dict(cells)
    return split(round(sum(cells.values()) * scale), dict(cells))
