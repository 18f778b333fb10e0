"""What the report draws and sets beside last year: charts by category, channel and month, a comparison."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from gongkai.desk.reporting.figures import Value, Year
from gongkai.desk.reporting.figures.complaints import MONTHS
from gongkai.desk.reporting.figures.model import PREVIOUS
from gongkai.papers import blocks as b

COMPARED = (
    "items.total",
    "foi.received",
    "complaints.received_tj",
    "complaints.closed_tj",
    "complaints.closing_rate_tj",
    "complaints.days_to_accept.median",
    "complaints.days_to_close.median",
    "complaints.redone",
)
"""The figures of the comparison with the year before."""


def _counted(year: Year, prefix: str) -> list[tuple[str, int]]:
    """Names and counts of the figures below a prefix, largest first, without zeros."""
    found = [
        (key.removeprefix(prefix), result.value)
        for key, result in year.now.results.items()
        if key.startswith(prefix) and isinstance(result.value, int) and result.value
    ]
    return sorted(found, key=lambda pair: -pair[1])


def by_category(year: Year) -> b.Chart | None:
    """The public items by category."""
    pairs = _counted(year, "items.by_category.")
    if not pairs:
        return None
    name, most = pairs[0]
    words = f"主动公开政府信息 {year['items.total'].text} 条，其中{name}最多，{most:,} 条"
    return _chart("bar", f"{year.year}年主动公开政府信息，按信息类别", words, pairs, "条")


def by_channel(year: Year) -> b.Chart | None:
    """The complaints and reports by channel."""
    pairs = _counted(year, "complaints.received_tj.by_channel.")
    if not pairs:
        return None
    name, most = pairs[0]
    words = f"受理投诉举报 {year['complaints.received_tj'].text} 件，其中{name}最多，{most:,} 件；不含咨询"
    return _chart("bar", f"{year.year}年受理投诉举报，按来源渠道", words, pairs, "件")


def by_month(year: Year) -> b.Chart | None:
    """The complaints and reports by month."""
    counts = [year.now.value(f"complaints.received_tj.by_month.{month}") for month in MONTHS]
    values = [count if isinstance(count, int) else 0 for count in counts]
    if not any(values):
        return None
    pairs = [(f"{place}月", value) for place, value in enumerate(values, 1)]
    most, least = max(values), min(values)
    words = (
        f"{pairs[values.index(most)][0]}最多，{most:,} 件；{pairs[values.index(least)][0]}最少，{least:,} 件"
    )
    return _chart("column", f"{year.year}年各月受理投诉举报", words, pairs, "件")


def _chart(
    kind: Literal["bar", "column"], title: str, words: str, pairs: list[tuple[str, int]], unit: str
) -> b.Chart:
    labels, values = zip(*pairs, strict=True)
    name = "公开条数" if unit == "条" else "受理件数"
    return b.Chart(kind, title, words, tuple(labels), (b.Series(name, tuple(values)),), unit)


def comparison(year: Year) -> b.Table | None:
    """This year beside last year; nothing where last year has no register at all."""
    if all(year[f"{key}{PREVIOUS}"].value is None for key in COMPARED):
        return None
    rows = []
    for key in COMPARED:
        now, before = year[key], year[f"{key}{PREVIOUS}"]
        unit = f"（{now.figure.unit}）"
        rows.append(
            (
                b.cell(f"{now.figure.label}{unit}", header=True),
                b.cell(b.Figure(key, now.text), align="right"),
                b.cell(b.Figure(f"{key}{PREVIOUS}", before.text), align="right"),
                b.cell(_change(now.value, before.value), align="right"),
            )
        )
    heads = ("指标", f"{year.year}年", f"{year.year - 1}年", "增减")
    return b.table("主要数据与上年对照", [heads], rows, widths=(52, 16, 16, 16))


def _change(now: Value, before: Value) -> str:
    if now is None or before is None:
        return "—"
    change = Decimal(now) - Decimal(before)
    return f"+{change:,}" if change > 0 else f"−{-change:,}" if change < 0 else "0"
