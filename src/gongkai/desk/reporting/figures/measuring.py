"""What is done with the facts that fit a figure: counting, rates, means of working days, sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.facts.kept import Kept
from gongkai.desk.reporting.facts.matters import MatterFacts, Pair
from gongkai.desk.reporting.facts.registers import Record
from gongkai.desk.reporting.figures.model import (
    REGISTERS,
    Figure,
    Measure,
    Result,
    Source,
    Value,
    percent,
    rounded,
)
from gongkai.law.forms import Form


@dataclass(frozen=True)
class Facts:
    """The facts of one year: all that figures are measured on.

    ``late`` are the closed registrations that missed a limit; ``stated`` values as written and who says so;
    ``has_desk_reviews``: secrecy reviews were made on the desk itself, so that returns are known. ``kept``:
    the registers that the agency keeps.
    """

    period: Period
    form: Form
    matters: MatterFacts
    late: frozenset[int]
    records: Mapping[Source, list[Record]]
    means: Mapping[str, int | None]
    stated: Mapping[str, tuple[str, str]]
    has_desk_reviews: bool
    kept: Kept

    @cached_property
    def spreads(self) -> dict[str, list[tuple[int, int]]]:
        """How many registrations took how many working days to acceptance and to closing."""
        return {
            "days_to_accept": spread(self.matters.accepts),
            "days_to_close": spread(self.matters.closes),
        }


def measured(one: Figure, facts: Facts) -> Result:
    """The result of a figure over the facts of a year; what no register holds has no value."""
    found = _counted(one, facts)
    register = REGISTERS.get(one.source)
    if register is None or found.records or facts.kept.has(register, one.needs):
        return found
    return Result(one, None)


def _counted(one: Figure, facts: Facts) -> Result:
    if one.source is Source.STATED:
        return Result(one, None)
    if one.source is Source.MEANS:
        given = facts.means.get(one.column)
        return Result(one, None if given is None else _scaled(given, one.scale))
    if one.source is Source.MATTERS:
        return _of_matters(one, facts)
    return _of_records(one, facts.records[one.source])


def _scaled(amount: int, scale: int) -> Value:
    """Whole 分 in 元 or 万元 with two decimals; a plain number stays one."""
    return amount if scale == 1 else rounded(Decimal(amount) / scale, 2)


def _of_matters(one: Figure, facts: Facts) -> Result:
    held = facts.matters
    n, fen = held.total(one.where)
    if one.late is not None:
        n = len(facts.late) if one.late else n - len(facts.late)
    match one.measure:
        case Measure.RATE:
            whole, _ = held.total(one.base)
            return Result(one, percent(n, whole), whole, n, whole)
        case Measure.MEAN | Measure.MEDIAN:
            return Result(one, _days(facts.spreads[one.column], one.measure), n)
        case Measure.SUM:
            return Result(one, _scaled(fen, one.scale) if n else None, n)
        case _:
            return Result(one, None if one.silent and not n else n, n)


def spread(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    """Working days and how many took that many, shortest first."""
    days_off = calendar()
    counts: dict[int, int] = {}
    for first, last, n in pairs:
        days = days_off.workdays_between(first, last)
        counts[days] = counts.get(days, 0) + n
    return sorted(counts.items())


def _days(counted: list[tuple[int, int]], measure: Measure) -> Decimal | None:
    """Mean or median of the working days, one decimal; ``None`` of nothing."""
    total = sum(n for _, n in counted)
    if not total:
        return None
    if measure is Measure.MEAN:
        return rounded(Decimal(sum(days * n for days, n in counted)) / total, 1)
    low, high = _at(counted, (total - 1) // 2), _at(counted, total // 2)
    middle = Decimal(low + high) / 2
    return middle.quantize(Decimal(1)) if low == high else rounded(middle, 1)


def _at(counted: list[tuple[int, int]], place: int) -> int:
    """The value at a place of the sorted list."""
    for days, n in counted:
        if place < n:
            return days
        place -= n
    raise AssertionError("the place lies in the list")


def _of_records(one: Figure, records: list[Record]) -> Result:
    fit = [record for record in records if one.where.holds(record.facts)]
    match one.measure:
        case Measure.TOPICS:
            return Result(one, len({record.facts[one.column] for record in fit}), len(fit))
        case Measure.SUM:
            known = [amount for record in fit if (amount := record.amounts[one.column]) is not None]
            lost = bool(fit) and not known
            return Result(one, None if lost else _scaled(sum(known), one.scale), len(fit))
        case _:
            return Result(one, len(fit), len(fit))
