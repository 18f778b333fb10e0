"""Pages of a list by day and key, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

SHOWN = 50
"""Rows of a page."""
COUNTED = 10_000
"""As many are counted."""


def page(
    seen: QuerySet[Any], column: str, chosen: Mapping[str, str], given: Mapping[str, str]
) -> tuple[list[Any], dict[str, Any]]:
    """A page ordered by ``column`` (a day) and key, and what the pager shows; two queries."""
    after, before = _place(given.get("after")), _place(given.get("before"))
    if before is not None:
        part = list(seen.filter(_beyond(column, "gt", before)).order_by(column, "pk")[: SHOWN + 1])
        shown, back, on = part[:SHOWN][::-1], len(part) > SHOWN, True
    else:
        rows = seen if after is None else seen.filter(_beyond(column, "lt", after))
        part = list(rows.order_by(f"-{column}", "-pk")[: SHOWN + 1])
        shown, back, on = part[:SHOWN], after is not None, len(part) > SHOWN
    total = seen.order_by()[: COUNTED + 1].count()

    def place(row: Any) -> str:
        return f"{getattr(row, column).isoformat()}.{row.pk}"

    return shown, {
        "previous": "?" + urlencode({**chosen, "before": place(shown[0])}) if shown and back else "",
        "next": "?" + urlencode({**chosen, "after": place(shown[-1])}) if shown and on else "",
        "shown": len(shown),
        "total": min(total, COUNTED),
        "capped": total > COUNTED,
    }


def _beyond(column: str, how: str, place: tuple[date, int]) -> Q:
    day, key = place
    return Q(**{f"{column}__{how}": day}) | Q(**{column: day, f"pk__{how}": key})


def _place(given: str | None) -> tuple[date, int] | None:
    """Where a page begins; what cannot be read begins at the newest."""
    day, _, key = (given or "").partition(".")
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None
