"""专栏: several columns under one name, with an archive by month; months without anything say why.

Which columns a special column holds is data (:mod:`.groups`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from gongkai.portal.models import Published
from gongkai.portal.publishing import site, stale
from gongkai.portal.publishing.columns import (
    Column,
    archive,
    columns,
    has_page,
    in_month,
    month_of,
    nil_months,
)
from gongkai.portal.publishing.groups import Special, special
from gongkai.portal.store import Rendered

NEWEST = 5
"""Items of each sub-column on the page of the special column."""
MOST_OF_MONTH = 100
"""Items of a sub-column in the list of one month; its own page has all."""


def page(key: str, now: datetime) -> Rendered | None:
    """The sub-columns with their counts and newest items, and the months; null where nothing is public."""
    found = special(key)
    held = _held(found) if found else []
    if found is None or not held:
        return None
    parts = [
        {
            "name": column["name"],
            "href": column["href"],
            "count": column["count"],
            "items": [_line(item) for item in _items((column["key"],))[:NEWEST]],
        }
        for column in held
    ]
    return _rendered(found, held, None, parts, now)


def month_page(key: str, month: date, now: datetime) -> Rendered | None:
    """What the sub-columns published in a month; an empty one says whether its unit reported none."""
    found = special(key)
    held = _held(found) if found else []
    if found is None or not held:
        return None
    if not has_page(month, [column["key"] for column in held], site.day_of(now)):
        return None
    parts = []
    for column in held:
        of_month = in_month(_items((column["key"],)), month)
        count = of_month.count()
        parts.append(
            {
                "name": column["name"],
                "href": f"/columns/{column['key']}/{month:%Y-%m}/" if count else column["href"],
                "count": count,
                "items": [_line(item) for item in of_month[:MOST_OF_MONTH]],
                "more": count > MOST_OF_MONTH,
                "nil": month in nil_months(column["key"]),
            }
        )
    return _rendered(found, held, month, parts, now)


def _held(found: Special) -> list[Column]:
    """Its sub-columns that have something public or reported none, in the order of the data."""
    there = {column["key"]: column for column in columns()}
    return [there[key] for key in found.columns if key in there]


def _items(keys: Iterable[str]) -> Any:
    rows = Published.objects.filter(column__in=tuple(keys), kind=Published.Kind.ITEM)
    return rows.order_by("-published", "-log_index")


def _line(item: Published) -> dict[str, Any]:
    return {"title": item.title, "href": site.href(item.path), "date": item.published}


def _rendered(
    found: Special, held: list[Column], month: date | None, parts: list[dict[str, Any]], now: datetime
) -> Rendered:
    name = site.agency_facts().get("special") or found.name
    crumbs = [{"title": "全部栏目", "url": stale.COLUMNS}, {"title": f"{name}专栏", "url": ""}]
    words = ""
    if month:
        words = f"{month.year}年{month.month}月"
        crumbs[-1]["url"] = f"/columns/{found.key}/"
        crumbs.append({"title": words, "url": ""})
    context = site.context(
        name=name,
        description=found.description,
        feed_href=f"/feeds/{found.key}.atom",
        json_href=f"/feeds/{found.key}.json",
        month=words,
        parts=parts,
        total=sum(part["count"] for part in parts),
        months=_months(found, held, month),
        crumbs=crumbs,
        nav="find",
        meta={
            "column_name": f"{name}专栏",
            "column_description": found.description,
            "column_keywords": ",".join(column["name"] for column in held),
            "column_type": "政府信息公开",
        },
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    return site.render("portal/special.html", context)


def _months(found: Special, held: list[Column], current: date | None) -> list[dict[str, Any]]:
    """The years with their months; a month in which all sub-columns reported none is linked, and says so."""
    days = _items(column["key"] for column in held).order_by().values_list("published", flat=True).distinct()
    there = {month_of(day) for day in days}
    reported: list[set[date]] = [nil_months(column["key"]) for column in held]
    nil = set.intersection(*reported) - there if reported else set()
    return archive(found.key, there, nil, current)
