"""Pages made of many items: front page, 政府信息公开, columns and their months, sitemap, robots.

Each is rendered from what is public at that moment, by its address alone, so that the store and the view that
stands in for a page not yet stored give the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.portal import surroundings
from gongkai.portal.models import Published
from gongkai.portal.publishing import (
    catalog,
    consultations,
    data,
    enforcement,
    english,
    feeds,
    fees,
    gk,
    groups,
    hall,
    requested,
    site,
    sitemaps,
    specials,
    stale,
    statistics,
)
from gongkai.portal.publishing.columns import Column, archive, columns, has_page, in_month, months, nil_months
from gongkai.portal.publishing.figures import year_figures
from gongkai.portal.store import Rendered

ON_FRONT = 6
"""Columns that stand on the front page with their newest items; the others are named below."""
NEWEST_OF_COLUMN = 3
NEWEST_ON_COLUMN_PAGE = 40
WARNINGS = 3

_COLUMN = re.compile(r"/columns/([a-z0-9_-]+)/")
_MONTH = re.compile(r"/columns/([a-z0-9_-]+)/((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])/")
_SITEMAP = re.compile(r"/sitemap-((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])\.xml")
_CSV = re.compile(r"/data/([a-z0-9_-]+)\.csv")
_STATISTICS = re.compile(r"/(en/)?statistics/((?:19|20)[0-9]{2})/")
_FEED = re.compile(r"/feeds/([a-z0-9_-]+)\.(atom|json)")


def render(path: str, now: datetime) -> Rendered | None:
    """The derived page at an address, null where there is none."""
    if path in _FIXED:
        return _FIXED[path](now)
    if found := _COLUMN.fullmatch(path):
        return specials.page(found[1], now) or column_page(found[1], now)
    if found := _MONTH.fullmatch(path):
        month = date(int(found[2]), int(found[3]), 1)
        return specials.month_page(found[1], month, now) or month_page(found[1], month, now)
    if found := _FEED.fullmatch(path):
        return feeds.render(found[1], found[2])
    if found := _SITEMAP.fullmatch(path):
        return sitemaps.month(date(int(found[1]), int(found[2]), 1))
    if found := _STATISTICS.fullmatch(path):
        return statistics.year_page(int(found[2]), now, english.LANGUAGE if found[1] else "zh-hans")
    if found := _CSV.fullmatch(path):
        return data.render(found[1])
    return None


def front(now: datetime) -> Rendered:
    """The front page."""
    today = site.day_of(now)
    every = columns()
    report = data.reports().first()
    context = site.context(
        today=today,
        warnings=_warnings(today),
        all_href=stale.COLUMNS,
        columns=[_front_column(column, today, report) for column in every[:ON_FRONT]],
        more_columns=[
            {"title": f"{one['name']}（{one['count']}）", "href": one["href"]} for one in every[ON_FRONT:]
        ],
        often_label="按栏目查",
        often=[{"title": one["name"], "href": one["href"]} for one in every],
        year_figures=year_figures(report) if report else None,
        guide=_guide(report, today),
        updated=f"{today:%Y-%m-%d}",
    )
    if context["warnings"]:
        context["warnings_href"] = f"/columns/{_lasting(today)[0].column}/"
    there = _specials(every)
    context["special"] = context["agency"].get("special") or groups.specials()[0].name
    context["special_href"] = there[0]["href"] if there else ""
    return site.render("portal/index.html", context)


def all_columns(now: datetime) -> Rendered:
    """Every column with its number of items."""
    every = columns()
    context = site.context(
        columns=[
            {
                "title": one["name"],
                "href": one["href"],
                "count": one["count"],
                "months": _months(one["key"], None, only_linked=True),
            }
            for one in every
        ],
        total=sum(one["count"] for one in every),
        specials=_specials(every),
        crumbs=[{"title": "全部栏目", "url": ""}],
        meta={
            "column_name": "全部栏目",
            "column_description": "公开的信息，按栏目和年月",
            "column_keywords": ",".join(one["name"] for one in every) or "政府信息公开",
            "column_type": "政府信息公开",
        },
        nav="find",
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    return site.render("portal/columns.html", context)


def column_page(key: str, now: datetime) -> Rendered | None:
    """The newest items of a column."""
    of_column = _items(key)
    newest = of_column.first()
    if newest is None:
        return None
    count = of_column.count()
    label = f"共 {count} 条"
    if count > NEWEST_ON_COLUMN_PAGE:
        label += f"，这里是最新的 {NEWEST_ON_COLUMN_PAGE} 条，其余按年月查阅"
    listed = of_column[:NEWEST_ON_COLUMN_PAGE]
    return _column(key, newest.column_name, label, listed, None, now)


def month_page(key: str, month: date, now: datetime) -> Rendered | None:
    """All items of a column of one month; the address stays when the month is empty (``has_page``)."""
    of_column = _items(key)
    newest = of_column.first()
    if newest is None or not has_page(month, [key], site.day_of(now)):
        return None
    listed = in_month(of_column, month)
    label = f"{month.year} 年 {month.month} 月，{listed.count()} 条"
    return _column(key, newest.column_name, label, listed, month, now)


def robots(now: datetime) -> Rendered:
    """What robots are told: everything is open, the sitemap is here."""
    del now
    text = f"User-agent: *\nAllow: /\nSitemap: {site.absolute(stale.SITEMAP)}\n"
    return Rendered(text.encode(), "text/plain; charset=utf-8")


def _column(
    key: str, name: str, label: str, listed: Iterable[Published], month: date | None, now: datetime
) -> Rendered:
    said = site.info()
    described = {one["key"]: one.get("description", "") for one in (said.columns if said else ())}
    siblings = [
        {"title": one["name"], "href": one["href"], "current": one["key"] == key, "count": None}
        for one in columns()
    ]
    crumbs = [{"title": "全部栏目", "url": stale.COLUMNS}, {"title": name, "url": ""}]
    if month:
        crumbs[-1]["url"] = f"/columns/{key}/"
        crumbs.append({"title": f"{month.year}年{month.month}月", "url": ""})
    context = site.context(
        column={
            "name": name,
            "description": described.get(key, ""),
            "count_label": label,
            "feed_href": f"/feeds/{key}.atom",
            "json_href": f"/feeds/{key}.json",
        },
        month=f"{month.year}年{month.month}月" if month else "",
        is_nil=month in nil_months(key) if month else False,
        siblings=siblings,
        items=[_line(item) for item in listed],
        months=_months(key, month),
        crumbs=crumbs,
        meta={
            "column_name": name,
            "column_description": described.get(key) or f"{site.agency_facts()['name']}{name}",
            "column_keywords": name,
            "column_type": "政府信息公开",
        },
        nav="find",
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    return site.render("portal/column.html", context)


def _items(key: str) -> QuerySet[Published]:
    return Published.objects.filter(column=key, kind=Published.Kind.ITEM).order_by("-published", "-log_index")


def _lasting(today: date) -> list[Published]:
    lasting = Published.objects.filter(valid_until__gte=today).order_by("-published", "-log_index")
    return list(lasting[:WARNINGS])


def _warnings(today: date) -> list[dict[str, Any]]:
    return [
        {"title": item.title, "href": site.href(item.path), "until": item.valid_until}
        for item in _lasting(today)
    ]


def _line(item: Published) -> dict[str, Any]:
    return {
        "title": item.title,
        "href": site.href(item.path),
        "date": item.published,
        "date_label": f"{item.published:%Y-%m-%d}",
    }


def _specials(every: Iterable[Column]) -> list[dict[str, str]]:
    """The special columns 专栏 in which something is public."""
    there = {one["key"] for one in every}
    told = site.agency_facts().get("special")
    return [
        {"title": f"{told or one.name}专栏", "href": f"/columns/{one.key}/"}
        for one in groups.specials()
        if there.intersection(one.columns)
    ]


def _front_column(column: Column, today: date, report: Published | None) -> dict[str, Any]:
    listed = list(_items(column["key"])[:NEWEST_OF_COLUMN])
    label = f"共 {column['count']} 条"
    if report and report.year:
        of_year = _items(column["key"]).filter(published__year=report.year).count()
        label = f"{report.year} 年 {of_year} 条"
    lines = [_line(item) for item in listed]
    for line in lines:
        if line["date"].year == today.year:
            line["date_label"] = f"{line['date']:%m-%d}"
    return {"name": column["name"], "href": column["href"], "count_label": label, "items": lines}


def _months(key: str, current: date | None, *, only_linked: bool = False) -> list[dict[str, Any]]:
    """The years of a column, newest first, with their months; empty months have no link, or are left out."""
    there = months(key)
    nil = nil_months(key) - there
    return archive(key, there, nil, current, only_linked=only_linked)


def _guide(report: Published | None, today: date) -> list[dict[str, str]]:
    links = [
        {"title": "政府信息公开指南", "href": "/gk/#guide", "note": "公开什么，怎样查，怎样申请"},
        {"title": "政府信息公开制度", "href": "/gk/#rules", "note": "条例、办法与本局制度"},
        {"title": "法定主动公开内容", "href": "/gk/#statutory", "note": "按栏目查阅"},
        {"title": "依申请公开", "href": "/gk/#request", "note": "受理机构与申请方式"},
        {"title": "政府信息公开年报", "href": "/gk/#reports", "note": "历年工作报告"},
        {"title": "统计数据", "href": stale.STATISTICS, "note": "年度数据、图表和历年对照"},
    ]
    if enforcement.is_there():
        links.append(
            {"title": "行政执法公示", "href": stale.ENFORCEMENT, "note": "主体、依据、程序、抽查清单、救济"}
        )
    links.append({"title": "意见征集", "href": stale.CONSULTATIONS, "note": consultations.note(today)})
    if surroundings.features()["deadline"]:
        links.append({"title": "期限怎样算", "href": "/deadline", "note": "答复、受理、调解的期限，逐日说明"})
    if report:
        reports = next(one for one in links if one["href"].endswith("#reports"))
        reports["note"] = f"最新：{report.year} 年度"
    return links


_FIXED: dict[str, Callable[[datetime], Rendered | None]] = {
    stale.FRONT: front,
    stale.CATALOGUE: gk.page,
    stale.COLUMNS: all_columns,
    stale.SITEMAP: lambda now: sitemaps.index(),
    stale.SITEMAP_PAGES: lambda now: sitemaps.pages(),
    stale.ROBOTS: robots,
    stale.DATA: data.page,
    stale.STATISTICS: statistics.page,
    english.in_english(stale.STATISTICS): lambda now: statistics.page(now, english.LANGUAGE),
    stale.ENGLISH: english.page,
    stale.ENFORCEMENT: enforcement.page,
    stale.CONSULTATIONS: consultations.page,
    stale.FEES: fees.page,
    stale.REQUESTED: requested.page,
    stale.JSON_LD: lambda now: catalog.as_json_ld(),
    stale.TURTLE: lambda now: catalog.as_turtle(),
    hall.PAGE: hall.page,
    hall.LOOP: hall.loop,
    hall.WORKER: lambda now: hall.worker(),
}
