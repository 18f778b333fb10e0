"""The drill-down 反查明细: the records behind a figure, by the predicate that counted it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.reporting import gate
from gongkai.desk.reporting.facts import Period, matters
from gongkai.desk.reporting.figures.model import PREVIOUS, Figure, Source
from gongkai.desk.reporting.figures.year import figure, late_of, records_of

ORDER: Mapping[Source, tuple[str, ...]] = {
    Source.MATTERS: ("registered_on", "pk"),
    Source.ITEMS: ("pk",),
    Source.APPLICATIONS: ("received_on", "pk"),
    Source.REMEDIES: ("received_on", "pk"),
    Source.ACTIVITIES: ("on", "pk"),
    Source.PENALTIES: ("decided_on", "pk"),
}
"""The order of a drill-down: never null, never Chinese text."""

_LONGEST_KEY = 18
"""Digits that a primary key has at most."""


def resolved(key: str, year: int) -> tuple[Figure, int]:
    """The figure of a key and the year that it is about (``….previous``: the year before).

    Raises Refused for an unknown key.
    """
    if key.endswith(PREVIOUS):
        return figure(key.removesuffix(PREVIOUS), year - 1), year - 1
    return figure(key, year), year


def records(key: str, agency: Agency, year: int, officer: Officer, day: date) -> QuerySet[Any] | None:
    """The records behind a figure that an officer may see on a day, in their order.

    ``None`` for a figure that was stated by hand. For a counting figure and an officer who sees the whole
    agency there are as many as the figure says. Raises Refused for an unknown key.
    """
    one, of = resolved(key, year)
    if one.source not in gate.VISIBLE:
        return None
    seen = gate.VISIBLE[one.source](officer, day).filter(agency=agency)
    period = Period.of(of)
    if one.source is Source.MATTERS:
        found = seen.filter(pk__in=matters.ids(agency.pk, period, one.behind))
        if one.late is not None and one.counts:
            late = Q(pk__in=late_of(agency, of))
            found = found.filter(late) if one.late else found.exclude(late)
    else:
        held = records_of(agency, of, one.source)
        found = seen.filter(pk__in=[record.pk for record in held if one.behind.holds(record.facts)])
    return found.order_by(*ORDER[one.source])


def page(found: QuerySet[Any], source: Source, after: str, size: int) -> tuple[list[Any], str]:
    """The next ``size`` records after a place, and the place after them (empty: no more).

    A place is ``2017-03-15.4711`` or ``4711``, as this function gave it; nonsense starts at the beginning.
    """
    first = ORDER[source][0]
    day, _, identity = after.rpartition(".")
    if identity.isdecimal() and len(identity) <= _LONGEST_KEY:
        beyond = Q(pk__gt=int(identity))
        if first != "pk" and (on := _day(day)):
            beyond = Q(**{f"{first}__gt": on}) | Q(**{first: on}) & beyond
        found = found.filter(beyond)
    rows = list(found[: size + 1])
    if len(rows) <= size:
        return rows, ""
    last = rows[size - 1]
    place = str(last.pk) if first == "pk" else f"{getattr(last, first).isoformat()}.{last.pk}"
    return rows[:size], place


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
