"""统计数据: what the released annual reports count, drawn, with the table behind each drawing.

Nothing is counted that is not public already: figures and charts are those of the reports as they were
released, items are those that stand on this portal at this moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.papers import blocks as b
from gongkai.papers import html
from gongkai.portal.models import Published
from gongkai.portal.publishing import data, english, english_charts, figures, site, stale
from gongkai.portal.publishing.columns import columns
from gongkai.portal.store import Rendered

YEARS_SHOWN = 5
"""Years that stand beside one another; older ones have their own pages."""
_ABOUT_COMPLAINTS = ("投诉", "举报", "诉求")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
_TAIL = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """One figure over the years: the cells follow the years, newest first; empty where none was released."""

    label: str
    unit: str
    cells: tuple[str, ...]
    change: str


def page(now: datetime, language: str = "zh-hans") -> Rendered:
    """The newest year, the years side by side, and what is public here by year and column."""
    listed = list(data.reports())
    with translation.override(language):
        return _page(listed, listed[0] if listed else None, now, is_front=True)


def year_page(year: int, now: datetime, language: str = "zh-hans") -> Rendered | None:
    """The page of one year; null where no report of it is public."""
    listed = list(data.reports())
    found = next((one for one in listed if one.year == year), None)
    with translation.override(language):
        return _page(listed, found, now, is_front=False) if found else None


def _page(
    listed: Sequence[Published], report: Published | None, now: datetime, *, is_front: bool
) -> Rendered:
    name, year = _("统计数据"), report.year if report else None
    title = name if is_front or report is None else _("%(year)s 年统计数据") % {"year": year}
    crumbs = [{"title": name, "url": "" if is_front else _here(stale.STATISTICS)}]
    if not is_front and report is not None:
        crumbs.append({"title": _("%(year)s 年") % {"year": year}, "url": ""})
    parts = _parts(report, _before(listed, report)) if report else []
    chinese = stale.STATISTICS if is_front or not year else stale.statistics_of(year)
    context = site.context(
        title=title,
        is_front=is_front,
        year_figures=_five(report) if report else None,
        chinese_href=chinese,
        english_href=english.in_english(chinese),
        years=[
            {"year": one.year, "href": _here(stale.statistics_of(one.year or 0)), "current": one is report}
            for one in listed
        ],
        parts=parts,
        is_partly_chinese=any(one["language"] for part in parts for one in part["charts"]),
        data_links=_data_links(report) if report else [],
        comparison=_comparison(listed[:YEARS_SHOWN]) if is_front else None,
        items=_items() if is_front else None,
        data_href=stale.DATA,
        small=data.SMALL,
        crumbs=crumbs,
        nav="numbers",
        meta={
            "column_name": name,
            "column_description": _("已发布的年度报告和公开信息的统计数据，附图表和数据表"),
            "column_keywords": "统计数据,年度报告,投诉举报",
            "column_type": "政府信息公开",
        },
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    language = translation.get_language() or "zh-hans"
    return site.render("portal/statistics.html", context, language=language)


def _here(path: str) -> str:
    """The address of a statistics page in the language of this one."""
    return english.in_english(path) if english.is_on() else path


def _five(report: Published) -> dict[str, Any]:
    """The five figures in the language of the page."""
    given = figures.year_figures(report)
    keys = [one.get("key", "") for one in figures.shown(report)]
    keyed = [one | {"key": key} for one, key in zip(given["figures"], keys, strict=True)]
    if not english.is_on():
        return given
    period = report.meta.get("period")
    note = f"{period['from']} – {period['to']}" if period else ""
    told = english.figures(keyed)
    for one in told:
        if one.get("chart"):
            one["chart"] = one["chart"] | {"title": one["label"]}
    return given | {"figures": told, "note": note}


def _before(listed: Sequence[Published], report: Published | None) -> Published | None:
    """The report of the year before."""
    if report is None or report.year is None:
        return None
    return next((one for one in listed if one.year == report.year - 1), None)


def _parts(report: Published, before: Published | None) -> list[dict[str, Any]]:
    """The charts of a report by what they are about; beside the year before where that was drawn too."""
    last = {_told(chart): chart for chart in data.charts(before)} if before else {}
    groups: dict[str, list[b.Chart]] = {"complaints": [], "items": []}
    for chart in data.charts(report):
        about = "complaints" if any(word in chart.title for word in _ABOUT_COMPLAINTS) else "items"
        groups[about].append(_beside(chart, last.get(_told(chart)), report, before))
    return [
        {
            "key": key,
            "charts": [_drawing(chart, f"{key}{place}-") for place, chart in enumerate(found, start=1)],
        }
        for key, found in groups.items()
        if found
    ]


def _told(chart: b.Chart) -> str:
    """The title without its year: the same drawing has the same name every year."""
    return _YEAR.sub("", chart.title)


def _beside(chart: b.Chart, last: b.Chart | None, report: Published, before: Published | None) -> b.Chart:
    """A chart with a second row for the year before, where both count the same things in the same unit."""
    if last is None or before is None or last.unit != chart.unit or last.kind != chart.kind:
        return chart
    if len(chart.series) != 1 or len(last.series) != 1:
        return chart
    then = dict(zip(last.labels, last.series[0].values, strict=True))
    if any(label not in then for label in chart.labels):
        return chart
    now = replace(chart.series[0], name=f"{report.year} 年")
    return replace(
        chart, series=(now, b.Series(f"{before.year} 年", tuple(then[label] for label in chart.labels)))
    )


def _drawing(chart: b.Chart, ident: str) -> dict[str, Any]:
    """A chart in the language of the page; ``language`` where it is another, for want of a word."""
    said = english_charts.translated(chart) if english.is_on() else None
    if said is not None:
        return {"html": english_charts.drawn(said, ident), "language": ""}
    return {"html": _drawn(chart, ident), "language": "zh-CN" if english.is_on() else ""}


def _drawn(chart: b.Chart, ident: str) -> SafeString:
    rendered = html.render((chart,), ident=ident)
    return mark_safe(rendered)  # noqa: S308 - the renderer escapes every word of a released block


def _data_links(report: Published) -> list[dict[str, str]]:
    title = _("%(year)s 年统计数据（CSV）") % {"year": report.year}
    links = [{"title": title, "href": f"/data/figures-{report.year}.csv"}]
    if data.charts(report):
        links.append({"title": _("图表数据（CSV）"), "href": f"/data/charts-{report.year}.csv"})
    return links


def _comparison(listed: Sequence[Published]) -> dict[str, Any] | None:
    """The five figures over the years, newest first; null where there is one year only."""
    if len(listed) < 2:
        return None
    shown = [{one["key"]: one for one in english.figures(figures.shown(report))} for report in listed]
    lines = []
    for key in dict.fromkeys(key for of_year in shown for key in of_year):
        found = [of_year.get(key) for of_year in shown]
        first = next(one for one in found if one)
        values = [str(one["value"]) if one else "" for one in found]
        lines.append(_Line(first["label"], first["unit"], tuple(values), _change(values[0], values[1])))
    oldest_first = list(reversed(listed))
    return {
        "years": [{"year": one.year, "href": site.href(one.path)} for one in listed],
        "lines": lines,
        "charts": [
            {
                "kind": "columns",
                "title": line.label,
                "unit": line.unit,
                "rows": [
                    (f"{report.year}", value or None)
                    for report, value in zip(oldest_first, reversed(line.cells), strict=True)
                ],
            }
            for line in lines
        ],
    }


def _change(now: str, before: str) -> str:
    """The difference to the year before with its sign; a line where one of them is not known."""
    try:
        change = Decimal(now) - Decimal(before)
    except InvalidOperation:
        return "—"
    return f"+{change:,}" if change > 0 else f"−{-change:,}" if change < 0 else "0"


def _items() -> dict[str, Any] | None:
    """How many items are public here, by column and year of publication; one query for all years."""
    items = Published.objects.filter(kind=Published.Kind.ITEM).order_by()
    span = items.aggregate(first=Min("published"), last=Max("published"))
    if span["last"] is None:
        return None
    newest = span["last"].year
    years = list(range(newest, max(span["first"].year, newest - YEARS_SHOWN + 1) - 1, -1))
    counted = {
        f"y{year}": Count("pk", filter=Q(published__range=(date(year, 1, 1), date(year, 12, 31))))
        for year in years
    }
    found: list[dict[str, Any]] = [dict(row) for row in items.values("column").annotate(**counted)]
    rows = {row["column"]: row for row in found}
    every = columns()
    lines = [
        {
            "name": english.column(column["key"], column["name"]),
            "href": column["href"],
            "cells": [rows[column["key"]][f"y{year}"] for year in years],
            "total": column["count"],
        }
        for column in every
        if column["key"] in rows
    ]
    return {
        "years": years,
        "lines": lines,
        "sums": [sum(line["cells"][place] for line in lines) for place in range(len(years))],
        "total": sum(line["total"] for line in lines),
        "chart": {
            "kind": "bars",
            "title": _("公开的信息，按栏目"),
            "unit": english.unit("条"),
            "rows": _largest((line["name"], line["total"]) for line in lines),
        },
    }


def _largest(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The largest first; what follows the twelfth is one bar."""
    listed = sorted(rows, key=lambda row: -row[1])
    shown, rest = listed[: _TAIL * 3], listed[_TAIL * 3 :]
    return [*shown, (_("其余栏目"), sum(count for _label, count in rest))] if rest else shown
