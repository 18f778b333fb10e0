"""Pages of a short list by key, newest first, for the rooms whose rows need no row table.

A list that grows to millions is a listing of :mod:`gongkai.desk.lists`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

SHOWN = 30
"""Rows of a page."""
COUNTED = 10_000
"""As many are counted."""


def page(
    seen: QuerySet[Any], chosen: Mapping[str, str], given: Mapping[str, str], *, day: str = ""
) -> tuple[list[Any], dict[str, Any]]:
    """A page of ``seen`` and what ``{% pager %}`` shows of it; two queries.

    Ordered by the column ``day`` (a day that no row lacks) and the key, or by the key alone. ``chosen`` is
    what the addresses of the pages before and after say beside the place; ``given`` is the query of the
    request, of which ``after`` and ``before`` are read.
    """
    order = (day, "pk") if day else ("pk",)
    after, before = (_place(given.get(name), day) for name in ("after", "before"))
    if before is not None:
        part = list(seen.filter(_beyond(order, "gt", before)).order_by(*order)[: SHOWN + 1])
        shown, back, on = part[:SHOWN][::-1], len(part) > SHOWN, True
    else:
        rows = seen if after is None else seen.filter(_beyond(order, "lt", after))
        part = list(rows.order_by(*(f"-{name}" for name in order))[: SHOWN + 1])
        shown, back, on = part[:SHOWN], after is not None, len(part) > SHOWN
    total = seen.order_by()[: COUNTED + 1].values("pk").count()

    def turn(way: str, row: Any) -> str:
        return "?" + urlencode({**chosen, way: place_of(row, day)})

    return shown, {
        "previous": turn("before", shown[0]) if shown and back else "",
        "next": turn("after", shown[-1]) if shown and on else "",
        "shown": len(shown),
        "total": min(total, COUNTED),
        "capped": total > COUNTED,
    }


def following(seen: QuerySet[Any], after: str, most: int, *, day: str = "") -> list[Any]:
    """The next rows after a place (``""``: from the newest on) in the same order, for exports."""
    order, place = (day, "pk") if day else ("pk",), _place(after, day)
    rows = seen if place is None else seen.filter(_beyond(order, "lt", place))
    return list(rows.order_by(*(f"-{name}" for name in order))[:most])


def place_of(row: Any, day: str = "") -> str:
    """The place of a row, as addresses of pages say it."""
    return f"{getattr(row, day).isoformat()}.{row.pk}" if day else str(row.pk)


def _beyond(order: tuple[str, ...], how: str, place: tuple[Any, ...]) -> Q:
    first = Q(**{f"{order[0]}__{how}": place[0]})
    return first if len(order) == 1 else first | Q(**{order[0]: place[0], f"pk__{how}": place[1]})


def _place(text: str | None, day: str) -> tuple[Any, ...] | None:
    """Where a page begins; what cannot be read begins at the newest."""
    on, _, key = (text or "").rpartition(".")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    if not day:
        return None if on else (int(key),)
    try:
        return date.fromisoformat(on), int(key)
    except ValueError:
        return None
