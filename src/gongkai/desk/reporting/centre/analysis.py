"""The analysis 投诉举报分析 of a month or a quarter, beside the one before and that of a year before."""

from __future__ import annotations

from datetime import timedelta

from gongkai.desk.agencies.models import Agency
from gongkai.desk.reporting.centre.facts import Cube, cube, year_before
from gongkai.desk.reporting.centre.screen import label, month_span, quarter_span
from gongkai.desk.reporting.facts import Period

_TOP = 5
_QUARTERS = "一二三四"


def title(span: Period) -> str:
    """How the analysis of a month or a quarter is called."""
    return f"{called(span)}投诉举报分析"


def called(span: Period) -> str:
    """A month or a quarter in words: 2017年3月, 2017年第一季度."""
    if _is_month(span):
        return f"{span.first.year}年{span.first.month}月"
    return f"{span.first.year}年第{_QUARTERS[span.first.month // 3]}季度"


def text(agency: Agency, span: Period) -> str:
    """The analysis of a month or a quarter as Markdown."""
    now = cube(agency, span)
    before = cube(agency, _before(span)).total
    year_ago = cube(agency, year_before(span)).total
    total = now.total
    lines = [
        f"{called(span)}，共受理投诉举报 {total.received} 件，"
        f"环比{_change(total.received, before.received)}，同比{_change(total.received, year_ago.received)}；"
        f"另接受咨询 {now.consultations} 件。",
        f"至{'月' if _is_month(span) else '季'}末已办结 {total.closed} 件"
        f"（办结 {total.closed} / 受理 {total.received}），调解成功 {total.mediated} 件。",
        "",
        "## 来源渠道",
        "",
        *_table(now, "channel", "来源渠道"),
        "",
        "## 反映较多的商品和服务",
        "",
        *_table(now, "category", "商品服务类别"),
        "",
    ]
    return "\n".join(lines)


def _is_month(span: Period) -> bool:
    return span.first.month == span.last.month


def _before(span: Period) -> Period:
    """The month before a month, the quarter before a quarter."""
    last = span.first - timedelta(days=1)
    if _is_month(span):
        return month_span(last.year, last.month)
    return quarter_span(last.year, 1 + (last.month - 1) // 3)


def _change(now: int, before: int) -> str:
    if not before:
        return "无可比数据"
    share = 100 * (now - before) / before
    return f"{'增长' if share >= 0 else '下降'} {abs(share):.1f}%（{before} 件）"


def _table(now: Cube, by: str, head: str) -> list[str]:
    rows = [(label(now, by, value), counts.received) for value, counts in now.rows(by) if value][:_TOP]
    if not rows:
        return ["（没有）"]
    return [f"| {head} | 件数 |", "| --- | --- |", *(f"| {name} | {n} |" for name, n in rows)]
