"""All figures of a year, computed from a few grouped queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import DateField, Value

from gongkai.desk.agencies.models import Agency, YearOfMeans
from gongkai.desk.casework.models import Pause
from gongkai.desk.complaints import heard
from gongkai.desk.complaints.models import Joint
from gongkai.desk.complaints.rules import CHANNELS
from gongkai.desk.reporting.facts import Period, kept, matters, registers
from gongkai.desk.reporting.facts.limits import Spans, late
from gongkai.desk.reporting.facts.matters import MatterFacts
from gongkai.desk.reporting.facts.registers import Record
from gongkai.desk.reporting.figures import complaints, statutory, work
from gongkai.desk.reporting.figures.measuring import Facts, measured
from gongkai.desk.reporting.figures.model import PREVIOUS, Figure, Measure, Result, Results, Source
from gongkai.desk.reporting.models import StatedFigure
from gongkai.law.forms import Form, form_for_year
from gongkai.law.scope import categories, outlets
from gongkai.refusal import Refused

BESIDE = (
    "items.total",
    "complaints.received",
    "complaints.received_tj",
    "complaints.closed",
    "complaints.closed_tj",
    "complaints.closing_rate",
    "complaints.closing_rate_tj",
    "complaints.days_to_accept.mean",
    "complaints.days_to_accept.median",
    "complaints.days_to_close.mean",
    "complaints.days_to_close.median",
    "complaints.redone",
    "complaints.on_time_rate",
    "complaints.satisfied_rate",
    "foi.received",
)
"""Figures that are given with those of the year before."""
FIRST_FORM = 2014
"""For years before the first national form, its figures are computed all the same."""


@dataclass(frozen=True)
class Year:
    """The figures of an agency in a year, and of the year before it.

    ``before`` figures are ``None`` where the register held nothing at all in that year.
    """

    agency: Agency
    period: Period
    form: Form
    facts: Facts
    now: Results
    before: Results

    @property
    def year(self) -> int:
        """The year."""
        return self.period.year

    def find(self, key: str) -> Result | None:
        """The result for a key, of the year before for ``….previous``; ``None``: no such figure."""
        if not key.endswith(PREVIOUS):
            return self.now.find(key)
        found = self.before.find(key.removesuffix(PREVIOUS))
        if found is None:
            return None
        label = f"{found.figure.label}（上年）"
        return replace(found, figure=replace(found.figure, key=key, label=label))

    def __getitem__(self, key: str) -> Result:
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def own(self) -> dict[str, Result]:
        """Every figure of the year itself that the files list: a channel or outlet without any is 0 there."""
        listed = dict(self.now.results)
        for key in _closed_lists():
            if key not in listed:
                listed[key] = self[key]
        return listed

    def all(self) -> dict[str, Result]:
        """Every figure that ``figures.json`` lists, those of the year before among them."""
        listed = self.own()
        for key in BESIDE:
            listed[f"{key}{PREVIOUS}"] = self[f"{key}{PREVIOUS}"]
        return listed

    def form_values(self) -> dict[str, Any]:
        """The cells of the statutory form."""
        return {key: self.now.value(key) for key in self.form.keys}


@cache
def _closed_lists() -> tuple[str, ...]:
    """Keys of the figures over the closed lists of the registers."""
    by_channel = ("complaints.by_channel", "complaints.received_tj.by_channel")
    return (
        *(f"items.by_outlet.{one.name}" for one in outlets()),
        *(f"{key}.{channel}" for key in by_channel for channel in CHANNELS),
    )


def compute(agency: Agency, year: int) -> Year:
    """The figures of a year: about a dozen queries, however many records and figures there are.

    Raises Refused for a year that no report can be about.
    """
    period = Period.of(year)
    before, now = _facts(agency, period, (period.previous, period))
    channels = _seen(now.matters, before.matters)
    words = _words(now, before)
    return Year(
        agency,
        period,
        now.form,
        now,
        _results(now, channels, words, absent_is_none=False),
        _results(before, channels, words, absent_is_none=True),
    )


def records_of(agency: Agency, year: int, source: Source) -> list[Record]:
    """The facts of one small register in a year, for a drill-down. Raises Refused as :func:`compute`."""
    period = Period.of(year)
    return _records(registers.read(agency.pk, period), period, _form(year))[source]


def late_of(agency: Agency, year: int) -> frozenset[int]:
    """The registrations of a year that missed a limit, for a drill-down."""
    period = Period.of(year)
    return late(matters.read(agency.pk, period).slow, testing_spans(agency, period))


def _facts(agency: Agency, period: Period, spans: tuple[Period, ...]) -> list[Facts]:
    """The facts of a year, of ``spans`` out of it and the year before."""
    year = period.year
    held = registers.read(agency.pk, period)
    means = {one.year: one for one in YearOfMeans.objects.filter(agency=agency, year__in=(year - 1, year))}
    stated: dict[int, dict[str, tuple[str, str]]] = {year - 1: {}, year: {}}
    for one in StatedFigure.objects.filter(agency=agency, year__in=(year - 1, year)):
        stated[one.year][one.key] = (one.value, one.stated_by)
    testing, keeps = testing_spans(agency, period), kept.read(agency.pk)
    return [
        _facts_of(agency, span, held, testing, _means(means.get(span.year)), stated, keeps) for span in spans
    ]


def _facts_of(
    agency: Agency,
    span: Period,
    held: registers.Registers,
    testing: Mapping[int, Spans],
    means: Mapping[str, int | None],
    stated: Mapping[int, Mapping[str, tuple[str, str]]],
    keeps: kept.Kept,
) -> Facts:
    grouped = matters.read(agency.pk, span)
    form = _form(span.year)
    return Facts(
        span,
        form,
        grouped,
        late(grouped.slow, testing),
        _records(held, span, form),
        means,
        stated[span.year],
        any(span.moments[0] <= one["at"] < span.moments[1] for one in held.returned),
        keeps,
    )


def _records(held: registers.Registers, span: Period, form: Form) -> dict[Source, list[Record]]:
    return {
        Source.ITEMS: registers.items(held, span),
        Source.APPLICATIONS: registers.applications(held, span, form.id),
        Source.REMEDIES: registers.remedies(held, span),
        Source.ACTIVITIES: registers.activities(held, span),
        Source.PENALTIES: registers.penalties(held, span),
    }


def figure(key: str, year: int) -> Figure:
    """The figure with that key. Raises Refused for a key that no figure of the year has."""
    known = {one.key: one for one in _fixed(_form(year))}
    found = known.get(key) or complaints.named(key) or work.named(key)
    if found is None:
        raise Refused("unknown-figure", f"{year} 年没有指标“{key}”", "请从年度指标页进入")
    return found


def _form(year: int) -> Form:
    return form_for_year(max(year, FIRST_FORM))


def _fixed(form: Form) -> list[Figure]:
    return [*work.fixed(), *complaints.fixed(), *statutory.figures(form)]


def testing_spans(agency: Agency, period: Period) -> dict[int, Spans]:
    """The days of testing of both years by registration, those of a joint mediation too; one that still runs
    lasts to the end.
    """
    spans: dict[int, list[tuple[date, date]]] = {}
    registration = "case__registration"
    of_both = {
        f"{registration}__matter__agency": agency,
        f"{registration}__matter__registered_on__range": (period.previous.first, period.last),
    }
    always, never = Value(date.min, DateField()), Value(None, DateField())
    own = Pause.objects.filter(kind=Pause.Kind.TESTING, **of_both).order_by()
    alone = own.values_list(f"{registration}_id", always, never, "since", "until")
    together = heard.rows(Joint.objects.filter(**of_both).order_by(), f"{registration}_id")
    for row in alone.union(together, all=True):
        one = heard.shared(row)
        if one is not None:
            until = one.until or max(one.since, period.last)
            spans.setdefault(one.key, []).append((one.since, until))
    return {identity: tuple(sorted(set(days))) for identity, days in spans.items()}


def _means(one: YearOfMeans | None) -> dict[str, int | None]:
    if one is None:
        return {}
    parts = [part for part in (one.full_time, one.part_time) if part is not None]
    return {
        "units": one.units,
        "reading_points": one.reading_points,
        "full_time": one.full_time,
        "part_time": one.part_time,
        "staff": sum(parts) if parts else None,
        "budget_fen": one.budget_fen,
    }


def _seen(*years: MatterFacts) -> list[str]:
    """The channels of both years."""
    return sorted({str(channel) for one in years for (channel,) in one.values("channel")})


def _words(*years: Facts) -> dict[str, list[str]]:
    """The categories and outlets of both years, the law's nine categories first."""
    found: dict[str, list[str]] = {"category": [one.name for one in categories()], "outlet": []}
    for one in years:
        for record in one.records[Source.ITEMS]:
            if record.facts["is_public"]:
                found["category"].append(str(record.facts["category"]))
                outlets = record.facts["outlets"]
                assert isinstance(outlets, frozenset)
                found["outlet"] += sorted(outlets)
    return {name: list(dict.fromkeys(words)) for name, words in found.items()}


def _results(
    facts: Facts, channels: Iterable[str], words: Mapping[str, list[str]], *, absent_is_none: bool
) -> Results:
    figures = [*_fixed(facts.form)]
    figures += [work.by_category(one) for one in words["category"]]
    figures += [work.by_outlet(one) for one in words["outlet"]]
    figures += [complaints.by_type(one) for one in complaints.KINDS]
    for channel in channels:
        figures += [complaints.by_channel(channel), complaints.received_tj_by_channel(channel)]
        figures += [complaints.cell(channel, kind) for kind in complaints.KINDS]
    figures += [complaints.received_tj_by_month(month) for month in complaints.MONTHS]
    evaluate = _evaluator(facts, absent_is_none)
    results = {one.key: evaluate(one) for one in figures}
    results |= {key: evaluate(_extra(key)) for key in facts.stated if key not in results}

    def make(key: str) -> Result | None:
        found = complaints.named(key) or work.named(key)
        return evaluate(found) if found else None

    return Results(facts.period.year, results, make)


def _extra(key: str) -> Figure:
    """A figure that the office states beside all forms."""
    return Figure(key, key, "", "由责任科室填报并署名", Source.STATED, measure=Measure.GIVEN)


def _evaluator(facts: Facts, absent_is_none: bool) -> Callable[[Figure], Result]:
    empty = {source for source, records in facts.records.items() if not records}
    if not facts.matters.groups:
        empty.add(Source.MATTERS)

    def evaluate(one: Figure) -> Result:
        said = facts.stated.get(one.key)
        if said and (one.source is Source.STATED or one.key in statutory.MAY_BE_STATED):
            return Result(one, number(said[0], one.key), by=said[1])
        if absent_is_none and one.source in empty:
            return Result(one, None)
        if one.key == "secrecy.returned" and not facts.has_desk_reviews:
            return Result(one, None)
        return measured(one, facts)

    return evaluate


def number(text: str, key: str) -> int | Decimal:
    """A stated value as a number. Raises Refused for one that is none."""
    plain = text.strip().replace(",", "")
    try:
        value = Decimal(plain)
    except ArithmeticError as wrong:
        raise Refused(
            "bad-figure", f"填报的指标 {key} 的值“{text}”不是数", "请在 organisation.toml 中改正"
        ) from wrong
    if not value.is_finite():
        raise Refused("bad-figure", f"填报的指标 {key} 的值“{text}”不是数", "请在 organisation.toml 中改正")
    return int(value) if value == value.to_integral_value() and "." not in plain else value
