"""The columns of the portal, as they are public at this moment."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max

from gongkai.portal.models import Published
from gongkai.portal.publishing import site

Column = dict[str, Any]
"""``key``, ``name``, ``count`` and ``href``."""


def columns() -> list[Column]:
    """The columns that have something public, in the agency's order, else the fullest first."""
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
