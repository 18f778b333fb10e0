"""The sitemap: one file for each month in which something was published, and an index of them.

So a release touches the file of its month only, and no file comes near the 50,000 addresses it may hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from django.db.models import Max

from gongkai.portal.models import Published
from gongkai.portal.publishing import enforcement, site, stale
from gongkai.portal.publishing.columns import columns, in_month, month_of
from gongkai.portal.publishing.groups import specials
from gongkai.portal.store import Rendered

XML = "application/xml; charset=utf-8"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index() -> Rendered:
    """The index: the pages of the site, and each month with the day of its newest change."""
    changed: dict[date, date] = {}
    rows = Published.objects.order_by().values_list("published").annotate(Max("updated"))
    for day, updated in rows:
        month = month_of(day)
        changed[month] = max(changed.get(month, date.min), site.day_of(updated))
    parts: list[tuple[str, date | None]] = [(stale.SITEMAP_PAGES, None)]
    parts += [(stale.sitemap_of(month), changed[month]) for month in sorted(changed, reverse=True)]
    return _written("sitemapindex", "sitemap", parts)


def pages() -> Rendered:
    """The pages that are no items: front page, 政府信息公开, columns, open data."""
    fixed = (
        stale.FRONT,
        stale.CATALOGUE,
        stale.REQUESTED,
        stale.FEES,
        stale.COLUMNS,
        stale.CONSULTATIONS,
        stale.STATISTICS,
        stale.DATA,
    )
    years = [stale.statistics_of(year) for year in stale.report_years()]
    every = columns()
    there = {one["key"] for one in every}
    special = [f"/columns/{one.key}/" for one in specials() if there.intersection(one.columns)]
    special += [stale.ENFORCEMENT] if enforcement.is_there() else []
    special += [stale.ENGLISH, stale.ENGLISH + stale.STATISTICS.removeprefix("/")]
    own = (*fixed, *years, *special, *(one["href"] for one in every))
    return _written("urlset", "url", [(path, None) for path in own])


def month(first: date) -> Rendered | None:
    """What was published in a month, null where that is nothing."""
    rows = in_month(Published.objects, first).order_by("-published", "-log_index")
    items = [
        (f"/gk/{index}", site.day_of(updated)) for index, updated in rows.values_list("index", "updated")
    ]
    return _written("urlset", "url", items) if items else None


def _written(root: str, each: str, listed: Iterable[tuple[str, date | None]]) -> Rendered:
    lines = ["<?xml version='1.0' encoding='utf-8'?>", f'<{root} xmlns="{_NAMESPACE}">']
    for path, changed in listed:
        when = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<{each}><loc>{escape(site.absolute(path))}</loc>{when}</{each}>")
    return Rendered("\n".join((*lines, f"</{root}>")).encode(), XML)
