"""One page of a list by key, and how many rows there are: one query, with words three.

Each scope of what an officer sees is one range of an index in the order of places; the ranges are merged. A
text filter goes through the token index, which has the same order. Nothing is sorted, nothing is counted
beyond a cap. The same query tells whether rows wait to be renewed: then they are, and it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.lists import marks, weighing, worded
from gongkai.desk.lists.listing import Listing
from gongkai.desk.lists.models import Mark
from gongkai.desk.lists.places import Asked, Place, Sql, merged
from gongkai.desk.lists.weighing import weighed

SHOWN = 30
"""Rows of a page."""
COUNTED = 10_000
"""As many are counted; beyond that the page says "10,000 以上"."""
COUNTED_WORDS = 100
"""The same where a text filter is set: every hit is compared as a text."""
COUNTED_SEVERAL = 60
"""The same where it has several words: their hits lie far apart."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their records, newest first, what ``{% pager %}`` wants, whether recent changes are in."""

    rows: list[Any]
    pager: dict[str, Any] = field(default_factory=dict)
    is_fresh: bool = True


def page(
    listing: Listing,
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    chosen: Mapping[str, str],
    place: Place,
) -> Page:
    """A page of what the officer sees with these duties and asked for."""
    asked = Asked.of(listing, listing.reach(officer, day, duties), chosen)
    return renewed(asked, listing.gate(officer, day, duties), chosen, place, most_counted(asked))


def most_counted(asked: Asked, usual: int = COUNTED) -> int:
    """Up to how many rows of this question are counted; ``usual`` without words."""
    if not asked.words:
        return usual
    return COUNTED_SEVERAL if len(asked.words) > 1 else COUNTED_WORDS


def renewed(
    asked: Asked,
    gate: QuerySet[Any],
    chosen: Mapping[str, str],
    place: Place,
    cap: int,
    most: int = SHOWN,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> Page:
    """The page as :func:`read` gives it, once rows that wait to be renewed are; else it says so.

    ``told``: what is annotated to each row beside its record.
    """
    listing, asked = asked.listing, weighed(asked)
    waits = Exists(Mark.objects.filter(list=listing.name))
    rows, pager = read(asked, gate, chosen, place, cap, most, {**told, "waits": waits})
    is_quiet = asked.way is not None and asked.way.waits is False
    known = None if rows else 0 if is_quiet else marks.waiting(listing)
    if not (rows[0].waits if rows else known):
        return Page(rows, pager)
    if not marks.fresh(listing, known):
        return Page(rows, pager, is_fresh=False)
    return Page(*read(asked, gate, chosen, place, cap, most, told))


def read(
    asked: Asked,
    gate: QuerySet[Any],
    chosen: Mapping[str, str],
    place: Place,
    cap: int,
    most: int = SHOWN,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[list[Any], dict[str, Any]]:
    """``most`` rows of what is asked for and passes the gate, and their pager, counted up to ``cap``.

    ``chosen`` is what the addresses of the pages before and after say beside the place.
    """
    found, total, there = _counted_rows(asked, place, most + 1, cap + 1, gate, told)
    backwards = place.before is not None
    has_more, shown = there > most, found[:most]
    if backwards:
        shown = shown[::-1]
    more_before, more_after = (has_more, True) if backwards else (place.after is not None, has_more)
    is_whole = place == Place() and not has_more
    said = len(shown) if is_whole else total if shown else None
    number = max(abs(said or 0), len(shown))
    pager = {
        "previous": _turn(chosen, before=getattr(shown[0], asked.order)) if shown and more_before else "",
        "next": _turn(chosen, after=getattr(shown[-1], asked.order)) if shown and more_after else "",
        "shown": len(shown),
        "total": None if said is None else min(number, cap),
        "capped": number > cap or (said or 0) < 0,
    }
    return shown, pager


@dataclass(frozen=True, slots=True)
class Found:
    """What is asked for and passes the gate, read a portion at a time: the source of an export."""

    asked: Asked
    gate: QuerySet[Any]

    def count(self, most: int) -> int:
        """How many rows there are, counted up to ``most``."""
        return count(self.asked, most)

    def portion(self, after: Any, size: int) -> tuple[list[Any], Any]:
        """The next rows after a place (null: from the first on), and the place of the last of them."""
        rows = chunk(self.asked, after, size, self.gate)
        return rows, rows[-1].place if rows else after


def chunk(asked: Asked, after: int | None, size: int, gate: QuerySet[Any]) -> list[Any]:
    """The next rows after a place, for exports."""
    return list(_rows(weighed(asked), Place(after=after), size, gate))


def keys(asked: Asked, most: int, gate: QuerySet[Any]) -> Iterator[int]:
    """The records of all rows of what is asked for and passes the gate, in order, up to ``most``."""
    found = _rows(weighed(asked), Place(), most, gate)
    return found.values_list("pk", flat=True).iterator()


def count(asked: Asked, most: int) -> int:
    """How many rows there are, counted up to ``most``."""
    return counts([asked], most)[0]


def counts(every: Sequence[Asked], most: int) -> list[int]:
    """The same for several questions; one query without words."""
    if any(worded.applies(asked) for asked in every):
        return [worded.count(one, most) if worded.applies(one) else count(one, most) for one in every]
    parts = [_counting(asked, most) for asked in every]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"({sql})" for sql, _params in parts),
            [value for _sql, params in parts for value in params],
        )
        return [int(one) for one in cursor.fetchone()]


def _counting(asked: Asked, most: int) -> Sql:
    """How many there are up to ``most``."""
    sql, params = merged(asked, Place(), most, ordered=False)
    return f"SELECT COUNT(*) FROM ({sql}) AS counted", params  # noqa: S608 - our own names


def _counted_rows(
    asked: Asked, place: Place, most: int, cap: int, gate: QuerySet[Any], told: Mapping[str, Any]
) -> tuple[list[Any], int | None, int]:
    """The rows from a place on and how many there are from the beginning, negative where only roughly;
    how many were found before the gate, which keeps back what a row says wrongly for a moment."""
    if worded.applies(asked):
        places, total = worded.page(asked, place, most, cap)
        return list(_at(asked, place, places, gate).annotate(**told)), total, len(places)
    asked = weighed(asked)
    if asked.way is not None:
        places, total = weighing.page(asked, place, most, cap)
        return list(_at(asked, place, places, gate).annotate(**told)), total, len(places)
    counting, params = _counting(asked, cap)
    counted = RawSQL(counting, params, IntegerField())  # noqa: S611 - built from our own names
    found = list(_rows(asked, place, most, gate).annotate(total=counted, **told))
    return found, found[0].total if found else None, len(found)


def _rows(asked: Asked, place: Place, most: int, gate: QuerySet[Any]) -> QuerySet[Any]:
    """The rows from a place on, with their records; backwards from ``place.before``."""
    if worded.applies(asked):
        return _at(asked, place, worded.found(asked, place, most), gate)
    return _at(asked, place, RawSQL(*merged(asked, place, most)), gate)  # noqa: S611 - built from our own names


def _at(asked: Asked, place: Place, places: RawSQL | Sequence[int], gate: QuerySet[Any]) -> QuerySet[Any]:
    """The rows at these places that pass the gate, in the order of the list."""
    order = F(asked.order).asc() if place.before is not None else F(asked.order).desc()
    listing = asked.listing
    found = listing.row._default_manager.filter(
        Exists(gate.filter(pk=OuterRef("pk"))), **{f"{asked.order}__in": places}
    )
    return found.select_related(*listing.related).defer(*listing.heavy).order_by(order)


def _turn(chosen: Mapping[str, str], **place: int) -> str:
    return "?" + urlencode({**chosen, **place})
