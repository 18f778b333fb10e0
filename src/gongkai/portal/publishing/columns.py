"""The columns of the portal, as they are public at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Manager, Max, QuerySet

from gongkai.portal.models import Published, Tombstone
from gongkai.portal.publishing import site
from gongkai.portal.publishing.held import once

Dated = TypeVar("Dated", Published, Tombstone)
Column = dict[str, Any]
"""``key``, ``name``, ``count`` and ``href``."""


def columns() -> list[Column]:
    """The columns that have something public, in the agency's order, else the fullest first."""
    return list(once("columns", _counted))


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def months(column: str, *, items_only: bool = True) -> set[date]:
    """The months (their first days) in which a column published something."""
    return set(once(("months", column, items_only), lambda: _months(column, items_only)))


def _months(column: str, items_only: bool) -> set[date]:
    of_column = Published.objects.filter(column=column)
    if items_only:
        of_column = of_column.filter(kind=Published.Kind.ITEM)
    return {month_of(day) for day in of_column.order_by().values_list("published", flat=True).distinct()}


def has_page(month: date, keys: Iterable[str], today: date) -> bool:
    """Whether a month of these columns is a page: one with something to show, or an empty one in between.

    Nobody has published in the future, nor before the first month of a column: these are no addresses. A
    month keeps its own when its last item is withdrawn.
    """
    there = set[date]().union(*(months(key, items_only=False) | nil_months(key) for key in keys))
    if month in there:
        return True
    if month > month_of(today):
        return False
    return month > min(there, default=today) or in_month(Tombstone.objects, month).exists()


def all_nil() -> set[tuple[str, str]]:
    """Every column's nil returns, by its key."""
    said = site.info()
    return {(one["key"], one.get("nil", "")) for one in (said.columns if said else ())}


def nil_months(column: str) -> set[date]:
    """The months (their first days) for which those who keep a column reported nothing to publish 零报告."""
    return set(once(("nil", column), lambda: _nil_months(column)))


def _nil_months(column: str) -> set[date]:
    said = site.info()
    given = next((one for one in (said.columns if said else ()) if one["key"] == column), {})
    return {date.fromisoformat(f"{month}-01") for month in given.get("nil", "").split()}


def archive(
    key: str, there: set[date], nil: set[date], current: date | None, *, only_linked: bool = False
) -> list[dict[str, Any]]:
    """The years of ``/columns/<key>/``, newest first, with their months.

    ``there``: months with items; ``nil``: months for which none was reported, linked and named too. Others
    have no link, or are left out.
    """
    linked = there | nil
    years = sorted({day.year for day in linked}, reverse=True)
    return [{"year": year, "months": _year(key, year, linked, nil, current, only_linked)} for year in years]


def _year(
    key: str, year: int, linked: set[date], nil: set[date], current: date | None, only_linked: bool
) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{first.month}月" + ("（零报告）" if first in nil else ""),
            "href": f"/columns/{key}/{first:%Y-%m}/" if first in linked else "",
            "current": current == first,
        }
        for first in (date(year, month, 1) for month in range(1, 13))
        if not only_linked or first in linked
    ]


def in_month(rows: QuerySet[Dated] | Manager[Dated], first: date) -> QuerySet[Dated]:
    """Those rows that were published in the month that begins on ``first``."""
    last = month_of(first + timedelta(days=31)) - timedelta(days=1)
    return rows.filter(published__range=(first, last))


def _counted() -> list[Column]:
    rows = Published.objects.filter(kind=Published.Kind.ITEM).values("column", "column_name")
    counted = rows.annotate(count=Count("pk"), newest=Max("published")).order_by("column", "newest")
    found: dict[str, Column] = {}
    for row in counted:  # a renamed column: the newest name, all items
        before = found.get(row["column"])
        count = row["count"] + (before["count"] if before else 0)
        found[row["column"]] = {"key": row["column"], "name": row["column_name"], "count": count}
    said = site.info()
    order = {one["key"]: place for place, one in enumerate(said.columns if said else ())}
    last = len(order)
    listed = sorted(found.values(), key=lambda one: (order.get(one["key"], last), -one["count"], one["key"]))
    return [one | {"href": f"/columns/{one['key']}/"} for one in listed]
