"""Figures of a span of days for the centre's own page and its monthly analysis, and the ledger 台账.

Counts are of matters by the day of registration, consultations apart; closings by dated rows, so that last
year's figures stay what they were. Rates always come with numerator and denominator. The figures of the
statutory year, with limits kept and missed, are :mod:`gongkai.desk.reporting`'s.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.models import Assignment, Case, Closing
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.models import Matter

ASKED = (Matter.Kind.COMPLAINT, Matter.Kind.REPORT, Matter.Kind.BOTH)
"""Kinds that count as 投诉举报."""
TOP = 10
LEDGER_MOST = 2000
"""Rows of one ledger."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it is made of."""

    label: str
    part: int
    whole: int

    @property
    def percent(self) -> str:
        """With one decimal; a dash without a whole."""
        return f"{100 * self.part / self.whole:.1f}%" if self.whole else "—"


@dataclass(slots=True)
class Figures:
    """What was counted in a span."""

    first: date
    last: date
    received: int = 0
    consultations: int = 0
    by_kind: list[tuple[str, int]] = field(default_factory=list)
    by_channel: list[tuple[str, int]] = field(default_factory=list)
    by_category: list[tuple[str, int]] = field(default_factory=list)
    by_unit: list[tuple[str, int]] = field(default_factory=list)
    by_month: list[tuple[str, int]] = field(default_factory=list)
    outcomes: list[tuple[str, int]] = field(default_factory=list)
    accepted: int = 0
    refused: int = 0
    closed: int = 0
    mediated: int = 0
    reopened: int = 0
    recovered_fen: int = 0
    satisfied: int = 0
    rated: int = 0
    unsatisfied: int = 0

    @property
    def rates(self) -> list[Rate]:
        """Closed, mediated, satisfied, refused: side by side, for closed is not solved."""
        return [
            Rate("办结", self.closed, self.received),
            Rate("受理", self.accepted, self.received),
            Rate("不予受理", self.refused, self.received),
            Rate("满意", self.satisfied, self.rated),
            Rate("重新办理", self.reopened, self.closed),
        ]


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of a month."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def figures(agency: Agency, first: date, last: date) -> Figures:
    """Everything of a span, in ten grouped queries."""
    ours = Matter.objects.filter(agency=agency, registered_on__range=(first, last), voided_on__isnull=True)
    asked = ours.filter(kind__in=ASKED)
    made = Figures(first, last)
    running = Case.objects.filter(registration=OuterRef("registration")).exclude(stage=Stage.CLOSED)
    counts = asked.annotate(is_open=Exists(running)).aggregate(
        received=Count("pk"),
        closed=Count("pk", filter=Q(is_open=False)),
        accepted=Count("pk", filter=Q(acceptance=Matter.Acceptance.ACCEPTED)),
        refused=Count("pk", filter=Q(acceptance=Matter.Acceptance.REFUSED)),
        satisfied=Count("pk", filter=Q(satisfaction__in=["满意", "基本满意"])),
        unsatisfied=Count("pk", filter=Q(satisfaction="不满意")),
        rated=Count("pk", filter=Q(satisfaction__in=["满意", "基本满意", "不满意"])),
        recovered_fen=Sum("recovered_fen"),
    )
    for name, value in counts.items():
        setattr(made, name, value or 0)
    made.consultations = ours.filter(kind=Matter.Kind.CONSULTATION).count()
    made.by_kind = _grouped(asked, "kind")
    made.by_channel = _grouped(asked, "channel")
    made.by_category = _grouped(asked.exclude(category=""), "category")[:TOP]
    months = asked.annotate(month=ExtractMonth("registered_on")).values("month").annotate(n=Count("pk"))
    made.by_month = [(f"{row['month']}月", row["n"]) for row in months.order_by("month")]
    registrations = asked.values("registration")
    assigned = Assignment.objects.filter(case__registration__in=registrations, until__isnull=True)
    made.by_unit = _pairs(
        assigned.values("unit__name").annotate(n=Count("case__registration", distinct=True)), "unit__name"
    )
    standing = Closing.objects.filter(case__registration__in=registrations, reopened_on__isnull=True)
    made.outcomes = _pairs(standing.values("outcome").annotate(n=Count("pk")), "outcome")
    made.mediated = dict(made.outcomes).get("调解成功", 0)
    made.reopened = (
        Closing.objects.filter(case__registration__in=registrations, reopened_on__isnull=False)
        .values("case__registration")
        .distinct()
        .count()
    )
    return made


def ledger(agency: Agency, first: date, last: date, unit: str = "") -> list[dict[str, Any]]:
    """The ledger of a span: a row a matter, without anything of the person."""
    rows = Matter.objects.filter(agency=agency, registered_on__range=(first, last), kind__in=ASKED)
    if unit:
        rows = rows.filter(
            registration__cases__assignments__unit__code=unit,
            registration__cases__assignments__until__isnull=True,
        ).distinct()
    found = list(rows.select_related("registration").order_by("registered_on", "pk")[:LEDGER_MOST])
    keys = [matter.pk for matter in found]
    units: dict[int, list[str]] = {}
    assigned = Assignment.objects.filter(case__registration__in=keys, until__isnull=True)
    for key, name in assigned.values_list("case__registration", "unit__name").order_by("pk"):
        units.setdefault(key, [])
        if name not in units[key]:
            units[key].append(name)
    closings: dict[int, list[tuple[date, str]]] = {}
    standing = Closing.objects.filter(case__registration__in=keys, reopened_on__isnull=True).order_by("pk")
    for key, on, outcome in standing.values_list("case__registration", "closed_on", "outcome"):
        closings.setdefault(key, []).append((on, outcome))
    return [
        {
            "matter": matter,
            "units": "、".join(units.get(matter.pk, [])),
            "closings": closings.get(matter.pk, []),
        }
        for matter in found
    ]


def analysis_title(month: date) -> str:
    """How the monthly analysis is called."""
    return f"{month.year}年{month.month}月投诉举报分析"


def analysis(agency: Agency, month: date) -> str:
    """The monthly analysis as Markdown, beside the month before and the same month a year before."""
    first, last = month_of(month)
    now = figures(agency, first, last)
    before = figures(agency, *month_of(first - timedelta(days=1)))
    year_before = figures(agency, *month_of(first.replace(year=first.year - 1)))
    lines = [
        f"{month.year}年{month.month}月，共受理投诉举报 {now.received} 件，"
        f"环比{_change(now.received, before.received)}，同比{_change(now.received, year_before.received)}；"
        f"另接受咨询 {now.consultations} 件。",
        f"已办结 {now.closed} 件（办结 {now.closed} / 受理 {now.received}），调解成功 {now.mediated} 件。",
        "",
        "## 来源渠道",
        "",
        *_table("来源渠道", now.by_channel),
        "",
        "## 反映较多的商品和服务",
        "",
        *_table("商品服务类别", now.by_category[:5]),
        "",
    ]
    return "\n".join(lines)


def _grouped(rows: QuerySet[Matter], name: str) -> list[tuple[str, int]]:
    return _pairs(rows.order_by().values(name).annotate(n=Count("pk")), name)


def _pairs(rows: Iterable[Any], name: str) -> list[tuple[str, int]]:
    found = [(str(row[name] or "—"), int(row["n"])) for row in rows]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _change(now: int, before: int) -> str:
    if not before:
        return "无可比数据"
    share = 100 * (now - before) / before
    return f"{'增长' if share >= 0 else '下降'} {abs(share):.1f}%（{before} 件）"


def _table(label: str, rows: list[tuple[str, int]]) -> list[str]:
    if not rows:
        return ["（没有）"]
    return [f"| {label} | 件数 |", "| --- | --- |", *(f"| {name} | {n} |" for name, n in rows)]
