"""What a figure is, and what it came to in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gongkai.desk.reporting.facts import Where

Value = int | Decimal | None
PREVIOUS = ".previous"
"""What stands behind the key of the same figure of the year before."""


class Source(StrEnum):
    """Where the records behind a figure are."""

    MATTERS = "matters"
    ITEMS = "items"
    APPLICATIONS = "applications"
    REMEDIES = "remedies"
    ACTIVITIES = "activities"
    PENALTIES = "penalties"
    MEANS = "means"
    STATED = "stated"


REGISTERS = {
    Source.MATTERS: "complaints",
    Source.ITEMS: "items",
    Source.APPLICATIONS: "applications",
    Source.REMEDIES: "remedies",
    Source.ACTIVITIES: "activities",
    Source.PENALTIES: "penalties",
}
"""The register (FORMATS.md 2) that holds the records of a source."""


class Measure(StrEnum):
    """What is done with the records that fit."""

    COUNT = "count"
    RATE = "rate"
    """Percent of the records of ``base`` that fit ``where`` too, one decimal, half up."""
    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"
    """The sum of ``column``, in units of ``scale``."""
    TOPICS = "topics"
    """How many different values ``column`` has."""
    GIVEN = "given"
    """A value that is stated or that the means of the year hold."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key, a definition in words and a predicate over fact columns.

    The predicate counts the figure and filters its drill-down. ``base`` is the whole that a rate is a part
    of; ``column`` and ``scale`` belong to sums, means and topics.
    """

    key: str
    label: str
    unit: str
    definition: str
    source: Source
    where: Where = field(default_factory=Where)
    measure: Measure = Measure.COUNT
    base: Where = field(default_factory=Where)
    column: str = ""
    scale: int = 1
    late: bool | None = None
    """Only registrations that missed (``True``) or kept (``False``) their limits."""
    silent: bool = False
    """No register holds it: where nothing was recorded the value is not known, which is not 0."""
    needs: str = ""
    """The optional column of the register (FORMATS.md 2) without which nothing is known of it."""

    @property
    def counts(self) -> bool:
        """Whether the value is the number of its records."""
        return self.measure is Measure.COUNT and self.source not in (Source.MEANS, Source.STATED)

    @property
    def behind(self) -> Where:
        """The predicate of the records behind it: those of the whole for a rate."""
        return self.base if self.measure is Measure.RATE else self.where


@dataclass(frozen=True, slots=True)
class Result:
    """A figure's value in a year.

    ``value`` is ``None`` where no register holds it, never 0. ``records``: how many records stand behind it,
    ``None`` where it was stated by hand, by ``by``.
    """

    figure: Figure
    value: Value
    records: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    by: str = ""

    @property
    def text(self) -> str:
        """The value as a report prints it: 2,180, 95.0, 0.00; a dash for nothing."""
        return "—" if self.value is None else f"{self.value:,}"


@dataclass(frozen=True)
class Results:
    """All figures of a year by key, and how to make one that the year does not list.

    ``make`` gives the result for a key that is well formed but had no records (a category nobody used).
    """

    year: int
    results: Mapping[str, Result]
    make: Callable[[str], Result | None]

    def __contains__(self, key: str) -> bool:
        return self.find(key) is not None

    def find(self, key: str) -> Result | None:
        """The result for a key, or ``None`` for a key that does not exist."""
        return self.results.get(key) or self.make(key)

    def __getitem__(self, key: str) -> Result:
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def value(self, key: str) -> Value:
        """The value for a key. Raises KeyError for a key that does not exist."""
        return self[key].value


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as Chinese statistics round."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """A percentage with one decimal; ``None`` of nothing."""
    return rounded(Decimal(100 * part) / Decimal(whole), 1) if whole else None
