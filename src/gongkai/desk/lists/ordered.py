"""Pages of a short list in an order of several keys, the lowest first, sorted and cut by the database.

For ledgers whose order is no column but follows from facts, as what is overdue first: the gate of such a list
annotates the keys, and a place in the list is their values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import DateField, Func, Q, QuerySet

from gongkai.desk.casework import paging

Key = tuple[str, Callable[[str], Any]]
"""A field or annotation that is never null, and how its text in an address is read."""


class DaysAfter(Func):
    """The day that so many calendar days after another one is: ``DaysAfter("since", "cycle_days")``."""

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """For SQLite."""
        return self.as_sql(compiler, connection, template="date(%(expressions)s || ' days')", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """For PostgreSQL."""
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ", **extra)


def page(
    seen: QuerySet[Any], keys: Sequence[Key], chosen: Mapping[str, str], given: Mapping[str, str]
) -> tuple[list[Any], dict[str, Any]]:
    """A page of ``seen`` and what ``{% pager %}`` shows of it, as :func:`gongkai.desk.casework.paging.page`
    says it; two queries.
    """
    names = [name for name, _read in keys]
    after, before = (_place(given.get(name, ""), keys) for name in ("after", "before"))
    if before is not None:
        part = list(_beyond(seen, names, "lt", before).order_by(*(f"-{name}" for name in names))[: _more()])
        shown, back, on = part[: paging.SHOWN][::-1], len(part) > paging.SHOWN, True
    else:
        rows = seen if after is None else _beyond(seen, names, "gt", after)
        part = list(rows.order_by(*names)[: _more()])
        shown, back, on = part[: paging.SHOWN], after is not None, len(part) > paging.SHOWN
    total = seen.order_by()[: paging.COUNTED + 1].values("pk").count()

    def turn(way: str, row: Any) -> str:
        return "?" + urlencode({**chosen, way: ".".join(str(getattr(row, name)) for name in names)})

    return shown, {
        "previous": turn("before", shown[0]) if shown and back else "",
        "next": turn("after", shown[-1]) if shown and on else "",
        "shown": len(shown),
        "total": min(total, paging.COUNTED),
        "capped": total > paging.COUNTED,
    }


def _more() -> int:
    return paging.SHOWN + 1


def _beyond(seen: QuerySet[Any], names: Sequence[str], how: str, place: Sequence[Any]) -> QuerySet[Any]:
    """What stands beyond a place: the first key that differs decides."""
    parts = [
        Q(**dict(zip(names[:at], place, strict=False)), **{f"{names[at]}__{how}": place[at]})
        for at in range(len(names))
    ]
    return seen.filter(reduce(or_, parts))


def _place(text: str, keys: Sequence[Key]) -> tuple[Any, ...] | None:
    """Where a page begins; what cannot be read begins at the first."""
    said = text.split(".")
    if len(said) != len(keys) or any(not one.isascii() or len(one) > 18 for one in said):
        return None
    try:
        return tuple(read(one) for one, (_name, read) in zip(said, keys, strict=True))
    except ValueError:
        return None
