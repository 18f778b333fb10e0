"""Lists of thousands, not of millions: filters, pages by key, saved views and exports without a row table.

    LISTING = Short(
        name="findings", title=gettext_lazy("检查整改"), address="oversight:findings",
        gate=visible_to, opens=sees, facets=(Filter("unit", gettext_lazy("责任单位"), units), …),
        columns=(("编号", lambda row: row.number), …),
    )

The records are read as they are, through the gate of the room. ``settings.GONGKAI_LISTS`` names the list,
and a page uses it as it uses a :class:`~gongkai.desk.lists.listing.Listing` (docs/adr/0031): ``screens.read``
and ``lists/_bar.html``. Where the records grow to millions, the room gives them a row table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework import paging
from gongkai.desk.lists import ordered
from gongkai.desk.lists.listing import Choices

Gate = Callable[[Officer, date, Sequence[HeldDuty]], QuerySet[Any]]
_MOST_WORDS = 6


def iso(day: date | None) -> str:
    """A day as a file says it; empty where there is none."""
    return day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: ``choices`` gives (value in the address, words) for an officer and a day.

    ``narrow`` leaves the records with a value; without it the field of the filter's name is compared.
    """

    name: str
    label: Any
    choices: Callable[[Officer, date], Choices]
    narrow: Callable[[QuerySet[Any], str, date], QuerySet[Any]] | None = None

    def of(self, seen: QuerySet[Any], value: str, day: date) -> QuerySet[Any]:
        """What has the value."""
        return self.narrow(seen, value, day) if self.narrow else seen.filter(**{self.name: value})


@dataclass(frozen=True, slots=True)
class Short:
    """A list whose records are read as they are.

    - ``gate`` is ``visible_to`` of the room, with what rows need read along; ``opens`` says whether the list
      is open to an officer at all;
    - ``day``: the field (a day that no record lacks) by which the newest come first; without one the key;
    - ``dated``: the field of the filter by year, ``words``: those in which the text filter looks;
    - ``made`` makes of the records of a page what its template and the export show;
    - ``order``: instead of by day and key, by these keys that the gate annotates, the lowest first
      (:mod:`gongkai.desk.lists.ordered`): for ledgers that begin with what is overdue;
    - ``key``: the key of the record of a row;
    - ``opening``: the filters with which the list opens by itself;
    - ``columns``: what an export says, by header.
    """

    name: str
    title: Any
    address: str
    gate: Gate
    opens: Callable[[Officer, date, Sequence[HeldDuty]], bool]
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    facets: tuple[Filter, ...] = ()
    period: Any = ""
    dated: str = ""
    asks: Any = ""
    words: tuple[str, ...] = ()
    day: str = ""
    made: Callable[[Sequence[Any], Officer, date], Sequence[Any]] = lambda rows, _officer, _day: rows
    order: tuple[ordered.Key, ...] = ()
    key: Callable[[Any], int] = attrgetter("pk")
    opening: Mapping[str, str] = field(default_factory=dict)
    register: str = ""

    def found(
        self, officer: Officer, day: date, duties: Sequence[HeldDuty], chosen: Mapping[str, str]
    ) -> QuerySet[Any]:
        """The records that the officer sees and asked for."""
        seen = self.gate(officer, day, duties)
        for one in self.facets:
            if value := chosen.get(one.name, ""):
                seen = one.of(seen, value, day)
        if self.period and (year := chosen.get("year", "")):
            seen = seen.filter(**{f"{self.dated}__year": int(year)})
        for word in chosen.get("q", "").split()[:_MOST_WORDS] if self.asks else ():
            seen = seen.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.words)))
        return seen


@dataclass(frozen=True, slots=True)
class Found:
    """What an officer sees of a short list and asked for; an export reads a portion at a time.

    Of a list with an order of its own it notes the keys first (:class:`~gongkai.desk.lists.own.Frozen`).
    """

    listing: Short
    officer: Officer
    day: date
    duties: Sequence[HeldDuty]
    chosen: Mapping[str, str]

    def count(self, most: int) -> int:
        """How many rows there are, counted up to ``most``."""
        return self._seen().order_by()[:most].values("pk").count()

    def portion(self, after: Any, size: int) -> tuple[list[Any], Any]:
        """The next rows after a place (null: from the first on), and the place of the last of them."""
        listing = self.listing
        records = paging.following(self._seen(), after or "", size, day=listing.day)
        place = paging.place_of(records[-1], listing.day) if records else after
        return list(listing.made(records, self.officer, self.day)), place

    def rows(self) -> list[Any]:
        """All rows in the order of the list, for paper."""
        return self._made(self._in_order())

    def keys(self, most: int) -> list[int]:
        """The keys of these, up to ``most``."""
        return list(self._in_order().values_list("pk", flat=True)[:most])

    def of(self, keys: Sequence[int]) -> list[Any]:
        """Those of these rows that have one of the keys and are there, in the order of the keys.

        No other records are read, so that a file costs its rows once.
        """
        found = {one.pk: one for one in self._seen().filter(pk__in=keys)}
        return self._made([found[key] for key in keys if key in found])

    def _made(self, records: Iterable[Any]) -> list[Any]:
        return list(self.listing.made(list(records), self.officer, self.day))

    def _in_order(self) -> QuerySet[Any]:
        day = (f"-{self.listing.day}",) if self.listing.day else ()
        return self._seen().order_by(*([name for name, _read in self.listing.order] or (*day, "-pk")))

    def _seen(self) -> QuerySet[Any]:
        return self.listing.found(self.officer, self.day, self.duties, self.chosen)


def page(found: Found, given: Mapping[str, str]) -> tuple[list[Any], dict[str, Any]]:
    """A page of made rows and its pager; ``given`` is the query of the request."""
    listing = found.listing
    seen = listing.found(found.officer, found.day, found.duties, found.chosen)
    if listing.order:
        records, pager = ordered.page(seen, listing.order, found.chosen, given)
    else:
        records, pager = paging.page(seen, found.chosen, given, day=listing.day)
    return list(listing.made(records, found.officer, found.day)), pager
