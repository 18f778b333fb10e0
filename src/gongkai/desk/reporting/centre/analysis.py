"""The monthly analysis 投诉举报分析 in words, beside the month before and the same month a year before."""

from __future__ import annotations

from datetime import timedelta

from gongkai.desk.agencies.models import Agency
from gongkai.desk.reporting.centre.facts import Cube, cube, year_before
from gongkai.desk.reporting.centre.screen import label, month_span
from gongkai.desk.reporting.facts import Period

_TOP = 5


def title(span: Period) -> str:
    """How the analysis of a month is called."""
    return f"{span.first.year}年{span.first.month}月投诉举报分析"


def text(agency: Agency, span: Period) -> str:
    """The analysis of a month as Markdown."""
    last = span.first - timedelta(days=1)
    now = cube(agency, span)
    before = cube(agency, month_span(last.year, last.month)).total
    year_ago = cube(agency, year_before(span)).total
    total = now.total
    lines = [
        f"{span.first.year}年{span.first.month}月，共受理投诉举报 {total.received} 件，"
        f"环比{_change(total.received, before.received)}，同比{_change(total.received, year_ago.received)}；"
        f"另接受咨询 {now.consultations} 件。",
        f"至月末已办结 {total.closed} 件（办结 {total.closed} / 受理 {total.received}），"
        f"调解成功 {total.mediated} 件。",
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
