"""Counts of complaints and reports by channel, type, unit, product and month, in one statement.

The rows are :data:`gongkai.desk.reporting.facts.matters.FACTS`, so the page, its drill-down, the monthly
analysis, open data and the annual report never disagree. A span of days counts what was registered in it and
how that stood at the end of its last day. Consultations are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.complaints.models import Matter
from gongkai.desk.reporting.facts import Period, matters
from gongkai.desk.reporting.facts.limits import Candidate, late
from gongkai.desk.reporting.figures.year import testing_spans

DIMENSIONS = ("channel", "kind", "unit", "category", "month")
"""What counts can be laid side by side by."""
_SUMS = {
    "received": "1",
    "accepted": "is_taken",
    "refused": "is_refused",
    "closed": "is_closed",
    "mediated": "is_mediated",
    "refunded": "is_refunded",
    "satisfied": "is_satisfied",
    "rated": "is_rated",
    "unsatisfied": "is_unsatisfied",
    "reopened": "is_reopened",
    "repeated": "is_repeat",
    "fresh": "1 - is_repeat",
    "taken": "is_taken * (1 - is_repeat)",
    "done": "is_closed * is_taken",
}
"""Measures and the flag that each adds up."""
MEASURES = (*_SUMS, "on_time", "late")
"""Everything that can be drilled into."""
_YEARS = 12
_WIDE = """
wide AS MATERIALIZED (
  SELECT f.*, m.category,
    COALESCE((SELECT CAST(MIN(a.unit_id) AS TEXT) FROM casework_case c
      JOIN casework_assignment a ON a.case_id = c.id
      WHERE c.id = (SELECT MIN(o.id) FROM casework_case o WHERE o.registration_id = f.id)
        AND a.since <= %(last)s AND (a.until IS NULL OR a.until > %(last)s)), '') AS unit,
    CASE WHEN f.acceptance = '受理' AND (m.accepted_on IS NULL OR m.accepted_on <= %(last)s)
      THEN 1 ELSE 0 END AS is_taken,
    CASE WHEN m.registration_id IN (
      SELECT v.second_id FROM complaints_verdict v WHERE v.kind = '同一信件'
        AND v."on" <= %(last)s AND (v.undone_on IS NULL OR v.undone_on > %(last)s))
    OR (m.kind = '举报' AND m.registration_id IN (
      SELECT o.registration_id FROM complaints_decision d JOIN casework_case o ON o.id = d.case_id
      WHERE d.kind = '重复举报' AND d."on" <= %(last)s AND d.revoked_on IS NULL))
      THEN 1 ELSE 0 END AS is_repeat,
    CASE WHEN f.acceptance = '不予受理' AND (m.accepted_on IS NULL OR m.accepted_on <= %(last)s)
      THEN 1 ELSE 0 END AS is_refused,
    CASE WHEN f.recovered_fen > 0 THEN 1 ELSE 0 END AS is_refunded,
    CASE WHEN f.satisfaction IN ('满意', '基本满意') THEN 1 ELSE 0 END AS is_satisfied,
    CASE WHEN f.satisfaction = '不满意' THEN 1 ELSE 0 END AS is_unsatisfied,
    CASE WHEN f.satisfaction IN ('满意', '基本满意', '不满意') THEN 1 ELSE 0 END AS is_rated
  FROM facts f JOIN complaints_matter m ON m.registration_id = f.id
  WHERE f.kind <> '咨询'
)"""
"""The facts with what only these tables count. A repeat was judged to be the letter of an earlier
registration, or is a repeated report."""
_TOTALS = ", ".join(f"COALESCE(SUM({flag}), 0)" for flag in _SUMS.values())
_NONE = "'', '', '', ''"


@dataclass(slots=True)
class Counts:
    """What was counted of one row of a table; ``recovered_fen`` is 分, ``fresh`` what was no
    repeat, ``taken`` what was accepted of it, ``done`` what was accepted and closed."""

    received: int = 0
    accepted: int = 0
    refused: int = 0
    closed: int = 0
    mediated: int = 0
    refunded: int = 0
    satisfied: int = 0
    rated: int = 0
    unsatisfied: int = 0
    reopened: int = 0
    repeated: int = 0
    fresh: int = 0
    taken: int = 0
    done: int = 0
    recovered_fen: int = 0
    late: int = 0

    @property
    def on_time(self) -> int:
        """Closed ones that kept the limits of their line and day."""
        return self.closed - self.late

    def of(self, measure: str) -> int:
        """The count of a measure."""
        return int(getattr(self, measure))


@dataclass(slots=True)
class Cube:
    """The counts of a span: of all, and of every value of every dimension; ``units`` names units by key."""

    span: Period
    total: Counts = field(default_factory=Counts)
    by: dict[str, dict[str, Counts]] = field(default_factory=dict)
    consultations: int = 0
    units: Mapping[str, str] = field(default_factory=dict)

    def rows(self, dimension: str) -> list[tuple[str, Counts]]:
        """The values of a dimension: months in order, else the most first."""
        found = self.by.get(dimension, {}).items()
        if dimension == "month":
            return sorted(found)
        return sorted(found, key=lambda row: (-row[1].received, row[0]))


def cube(agency: Agency, span: Period) -> Cube:
    """Everything of a span in three queries."""
    made = Cube(span, by={name: {} for name in DIMENSIONS})
    waiting: list[tuple[Candidate, tuple[str, ...]]] = []
    with connection.cursor() as cursor:
        cursor.execute(_statement(span), matters.parameters(agency.pk, span))
        for row in cursor.fetchall():
            _take(made, waiting, row)
    if waiting:
        missed = late([one for one, _ in waiting], testing_spans(agency, span))
        for one, values in waiting:
            if one.id in missed:
                made.total.late += 1
                for name, value in zip(DIMENSIONS, values, strict=True):
                    made.by[name][value].late += 1
    keys = [int(key) for key in made.by["unit"] if key]
    made.units = {str(pk): name for pk, name in Unit.objects.filter(pk__in=keys).values_list("pk", "name")}
    return made


def _statement(span: Period) -> str:
    accept, close = matters.slow(span)
    parts = [f"SELECT 'all', '', {_TOTALS}, COALESCE(SUM(recovered_fen), 0), {_NONE} FROM wide"]  # noqa: S608
    parts += [
        f"SELECT '{name}', {name}, {_TOTALS}, COALESCE(SUM(recovered_fen), 0), {_NONE}"  # noqa: S608
        f" FROM wide GROUP BY {name}"
        for name in DIMENSIONS
    ]
    empty = ", ".join("0" for _ in _SUMS)
    parts.append(
        "SELECT 'asked', '', COUNT(*)"
        + ", 0" * (len(_SUMS) - 1)
        + f", 0, {_NONE} FROM facts WHERE kind = '咨询'"
    )
    text = f"WITH {matters.said(matters.FACTS)}, {_WIDE} " + " UNION ALL ".join(parts)
    slow = (
        f"SELECT 'slow', CAST(id AS TEXT), {empty.replace('0', 'is_extended', 1)}, 0,"  # noqa: S608
        " line || '|' || acceptance || '|' || CAST(registered_on AS TEXT) || '|' ||"
        " COALESCE(CAST(accepted_on AS TEXT), '') || '|' || CAST(closed_on AS TEXT),"
        " channel || '|' || kind, unit || '|' || month, category"
        f" FROM wide WHERE closed_on IS NOT NULL AND ({accept} OR {close})"
    )
    return f"{text} UNION ALL {slow}"


def _take(made: Cube, waiting: list[tuple[Candidate, tuple[str, ...]]], row: Iterable[Any]) -> None:
    part, value, *numbers, first, second, third, category = row
    if part == "asked":
        made.consultations = int(numbers[0])
    elif part == "slow":
        line, acceptance, registered, accepted, closed = first.split("|")
        channel, kind = second.rsplit("|", 1)
        unit, month = third.split("|")
        one = Candidate(
            int(value), line, kind, acceptance, bool(numbers[0]), date.fromisoformat(registered),
            matters.as_day(accepted or None), date.fromisoformat(closed),
        )  # fmt: skip
        waiting.append((one, (channel, kind, unit, category, month)))
    else:
        counted = Counts(**dict(zip((*_SUMS, "recovered_fen"), map(int, numbers), strict=True)))
        if part == "all":
            made.total = counted
        else:
            made.by[part][value] = counted


def ids(agency: Agency, span: Period, measure: str, dimension: str = "", value: str = "") -> RawSQL:
    """The registrations behind a count, as an expression for ``pk__in`` (late ones: :func:`late_ids`)."""
    text, order = matters.in_order(
        f"{matters.said(matters.FACTS)}, {_WIDE}", matters.parameters(agency.pk, span)
    )
    flag = _SUMS.get(measure, "is_closed")
    where = f"{flag} = 1" if flag != "1" else "1 = 1"
    if dimension in DIMENSIONS:
        where += f" AND {dimension} = %s"
        order.append(value)
    return RawSQL(f"WITH {text} SELECT id FROM wide WHERE {where}", order)  # noqa: S608, S611


def late_ids(agency: Agency, span: Period) -> frozenset[int]:
    """The closed registrations of a span that missed a limit."""
    return late(matters.read(agency.pk, span).slow, testing_spans(agency, span))


def years(agency: Agency) -> list[int]:
    """The years that have registrations, newest first: one look into the index for each."""
    days = (
        Matter.objects.filter(agency=agency)
        .order_by("-registered_on")
        .values_list("registered_on", flat=True)
    )
    found: list[int] = []
    newest = days.first()
    while newest is not None and len(found) < _YEARS:
        found.append(newest.year)
        newest = days.filter(registered_on__lt=newest.replace(month=1, day=1)).first()
    return found


def year_before(span: Period) -> Period:
    """The same days a year before; a span that ends with its month does so there too."""
    after = span.last + timedelta(days=1)
    last = after.replace(year=after.year - 1) - timedelta(days=1)
    return Period(span.first.replace(year=span.first.year - 1), last)


RESULTS = {"mediated": "调解成功", "closed": "其他方式办结", "open": "在办"}
"""How a matter stands at the end of a span, in words of open data."""


def crossed(agency: Agency, span: Period) -> dict[str, dict[str, dict[str, int]]]:
    """Counts by type and each other dimension, ``result`` among them: dimension → value → type → count."""
    result = "CASE WHEN is_closed = 0 THEN 'open' WHEN is_mediated = 1 THEN 'mediated' ELSE 'closed' END"
    values = {name: name for name in DIMENSIONS if name != "kind"} | {"result": result}
    parts = [
        f"SELECT '{name}', {value}, kind, COUNT(*) FROM wide GROUP BY {value}, kind"  # noqa: S608
        for name, value in values.items()
    ]
    text = f"WITH {matters.said(matters.FACTS)}, {_WIDE} " + " UNION ALL ".join(parts)
    found: dict[str, dict[str, dict[str, int]]] = {name: {} for name in values}
    with connection.cursor() as cursor:
        cursor.execute(text, matters.parameters(agency.pk, span))
        for name, value, kind, n in cursor.fetchall():
            found[name].setdefault(str(value), {})[kind] = n
    return found
