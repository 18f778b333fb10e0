"""What a room says of its list; everything else (pages, counts, views, exports, search) follows from it.

    LISTING = Listing(
        name="items", title=gettext_lazy("信息目录"), row=ItemRow, build=build, reach=reach, gate=visible_to,
        facets=(Facet("state", gettext_lazy("状态"), "state", words), …),
        watches=(Watch("disclosure_item", "{row}.id"), Watch("disclosure_release", "{row}.item_id"), …),
    )

``settings.GONGKAI_LISTS`` names it. A view calls ``screens.read(request, LISTING, …)`` and includes
``lists/_bar.html`` above its table, ``{% pager pager %}`` below it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.lists.models import Row

Scope = Mapping[str, Any]
"""One part of what an officer sees: columns of the row with their values. Parts do not overlap."""
Choices = Sequence[tuple[str, str]]
FIRST_YEAR = 2008
"""The year from which the regulation is in force; earlier ones are not offered."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter by one column: ``choices`` gives (value in the address, words) for an officer and a day.

    ``value`` turns the value of the address into that of the column; a column of a key needs it. ``implies``:
    what rows with a value always have in other columns, so that scopes without it are not looked through.
    ``spread``: values of the address that stand for several of the column, of which each is a range.
    """

    name: str
    label: Any
    column: str
    choices: Callable[[Officer, date], Choices]
    value: Callable[[str], Any] = str
    implies: Mapping[Any, Mapping[str, Any]] = field(default_factory=dict)
    spread: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """A table whose changes make rows stale; ``record``: SQL for the record, ``{row}`` the changed row.

    A ``SELECT … AS found`` marks several records.
    """

    table: str
    record: str
    verbs: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of records.

    - ``build`` makes unsaved rows of these records from the truth, leaving out those that are in no list;
    - ``reach`` says what an officer sees on a day with these duties (``held``), as scopes; none where the
      list is closed to them;
    - ``gate`` is ``visible_to`` of the room: it has the last word on every page and file;
    - ``keep``: what else hangs on the rows of these records and is renewed with them;
    - ``related``: paths of the row that pages need (``record__unit``);
    - ``heavy``: columns of the record that they do not need;
    - ``made`` makes of the rows of a page what its template and the export show;
    - ``columns``: what an export says, by header, of rows whose records were read by ``related`` and that
      were ``made``; a list whose register has a format of its own names it in ``register`` instead.
    """

    name: str
    title: Any
    row: type[Row]
    build: Callable[[Collection[int]], Iterable[Row]]
    reach: Callable[[Officer, date, Sequence[HeldDuty]], Sequence[Scope]]
    gate: Callable[[Officer, date, Sequence[HeldDuty]], QuerySet[Any]]
    facets: tuple[Facet, ...]
    watches: tuple[Watch, ...]
    address: str = ""
    """The name of the list's page, for ``reverse``."""
    period: Any = ""
    """The label of the filter by year; none without one."""
    asks: Any = ""
    """The label of the text filter; none without one."""
    opening: Mapping[str, str] = field(default_factory=dict)
    """The filters with which the list opens by itself."""
    related: tuple[str, ...] = ("record",)
    heavy: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("agency_id",)
    """The columns that scopes name."""
    filtered: tuple[str, ...] = ()
    """Other columns that the filters of a room's own page name."""
    keep: Callable[[Collection[int], Sequence[Any]], object] | None = None
    filling: str = ""
    """An SQL condition on the records that an update of the program has to make rows for; none: all."""
    register: str = ""
    columns: tuple[tuple[str, Callable[[Any], str]], ...] = field(default=())
    made: Callable[[Sequence[Any], Officer, date], Sequence[Any]] = lambda rows, _officer, _day: rows

    def opens(self, officer: Officer, day: date, duties: Sequence[HeldDuty]) -> bool:
        """Whether the officer sees anything of the list."""
        return bool(self.reach(officer, day, duties))

    def conditions(self, chosen: Mapping[str, str]) -> dict[str, Any]:
        """The chosen facets as columns with their values."""
        asked = ((one, chosen.get(one.name, "")) for one in self.facets)
        return {one.column: one.value(value) for one, value in asked if value and value not in one.spread}

    def parts(self, scopes: Sequence[Scope], chosen: Mapping[str, str]) -> tuple[Scope, ...]:
        """The scopes, each once for every value that a chosen facet stands for."""
        for one in self.facets:
            if values := one.spread.get(chosen.get(one.name, "")):
                scopes = [{**scope, one.column: value} for scope in scopes for value in values]
        return tuple(scopes)

    def implied(self, conditions: Mapping[str, Any]) -> dict[str, Any]:
        """What rows under these conditions have in other columns."""
        found: dict[str, Any] = {}
        for one in self.facets:
            if one.column in conditions:
                found |= one.implies.get(conditions[one.column], {})
        return found

    @property
    def token_columns(self) -> tuple[str, ...]:
        """The columns whose values are search tokens, so that text filters go through one index."""
        return tuple(dict.fromkeys((*self.scopes, *(one.column for one in self.facets))))

    @property
    def indexed_columns(self) -> tuple[str, ...]:
        """The columns whose values the token index of SQLite holds: those of the filters too."""
        return tuple(dict.fromkeys((*self.token_columns, *self.filtered)))


LISTINGS: dict[str, Listing] = {}
"""All lists by name, as the rooms registered them."""


def register(listing: Listing) -> Listing:
    """Make a list known to triggers, saved views and exports."""
    LISTINGS[listing.name] = listing
    return listing
