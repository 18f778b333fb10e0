"""What is asked of a list, and the SQL of the places where it is found.

Each scope of what an officer sees is one range of an index in the order of places; the ranges are merged. A
text filter goes through the token index, which has the same order on SQLite (all scopes at once, as
:mod:`gongkai.desk.lists.weighing` says); for PostgreSQL see :mod:`gongkai.desk.lists.worded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from gongkai import grams
from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import Listing, Scope
from gongkai.desk.lists.models import place_of

NOTHING = "SELECT 0 AS place WHERE 1 = 0"

Sql = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after a place, before one, or (neither) at the beginning."""

    after: int | None = None
    before: int | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Place:
        """The place in an address; what is none counts as the beginning."""
        before = _number(given.get("before"))
        return cls(None if before is not None else _number(given.get("after")), before)

    def first(self, places: Iterable[int], most: int) -> list[int]:
        """The first ``most`` of these places from this one on, in the order in which a page goes."""
        if self.before is not None:
            return sorted(one for one in places if one > self.before)[:most]
        on = (one for one in places if self.after is None or one < self.after)
        return sorted(on, reverse=True)[:most]


@dataclass(frozen=True, slots=True)
class Way:
    """How SQLite finds words: ``pieces`` of them and ``values`` that its index is asked for.

    ``reads``: the rows that the filters leave are read one by one instead, of each scope the first ``within``
    where there is such a limit; to count them the first ``counts``, which ``skips`` leaves out where there
    are more. ``joins``: all scopes in one walk, as they hold most rows. ``waits``: whether rows wait to be
    renewed, null where it was not asked.
    """

    pieces: tuple[str, ...]
    values: frozenset[tuple[str, Any]]
    reads: bool = False
    within: int = 0
    counts: int = 0
    skips: bool = False
    joins: bool = False
    waits: bool | None = None

    @classmethod
    def usual(cls, asked: Asked) -> Way:
        """That of a short list: everything is asked for."""
        names = asked.listing.indexed_columns
        given = (pair for values in (asked.conditions, *asked.scopes) for pair in values.items())
        return cls(tuple(tokens.pieces(asked.words)), frozenset(one for one in given if one[0] in names))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: the scopes of the officer, the chosen filters as conditions.

    Places from ``low`` up to but without ``high``; ``floors`` and ``ceilings``: columns with the least
    and the greatest value they may have; ``also``: a few records that the officer sees beside the scopes, and
    that are in none of them.
    ``beside``: the same as a query for their keys, ``beside_in``: values of which they have one.
    ``overlaps``: some of the scopes may share rows, each of which counts once. ``way``: how the words are
    found on SQLite, where it was weighed. ``order``: the column of the row that gives its place, for
    a short part of the list that has an order of its own; it is unique, and null in all other rows.
    """

    listing: Listing
    scopes: tuple[Scope, ...]
    conditions: Mapping[str, Any]
    words: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    floors: Mapping[str, Any] = field(default_factory=dict)
    ceilings: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[int, ...] = ()
    beside: Sql = ("", ())
    beside_in: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    overlaps: bool = False
    way: Way | None = None
    order: str = "place"

    @classmethod
    def of(cls, listing: Listing, scopes: Sequence[Scope], chosen: Mapping[str, str]) -> Asked:
        """Read the filters; those that make no sense were left out by the form before.

        Nothing is found by a text filter of signs only.
        """
        low, high = span(chosen.get("year", ""))
        words = tuple(grams.terms(chosen.get("q", "")))
        return cls(
            listing=listing,
            scopes=listing.parts(scopes if words or not chosen.get("q") else (), chosen),
            conditions=listing.conditions(chosen),
            words=words,
            low=low,
            high=high,
        )


def span(year: str) -> tuple[int | None, int | None]:
    """The places of a year ``2017`` or a month ``2017-09``: from, and up to but without; else nulls."""
    written, _, month = year.partition("-")
    if not (written.isdecimal() and len(written) == 4 and (month == "" or month.isdecimal())):
        return None, None
    try:
        first = date(int(written), int(month or 1), 1)
        last = first.month if month else 12
        following = date(first.year + last // 12, last % 12 + 1, 1)
    except ValueError:
        return None, None
    return place_of(first, 0), place_of(following, 0)


def merged(asked: Asked, place: Place, most: int | str, *, ordered: bool = True, held: str = "") -> Sql:
    """The places of a page: one range for each scope, merged; to be counted in any order.

    ``most``: a number, on SQLite also an expression for it. ``held``: the name of a table of the statement
    that has all of the few places beside the scopes, as :func:`few` finds them.
    """
    parts: list[str] = []
    params: list[Any] = []
    for number, (sql, own) in enumerate(_parts(asked, place, most)):
        parts.append(f"SELECT place FROM ({sql}) AS part{number}")  # noqa: S608 - our own names
        params += own
    if has_few(asked):
        sql, own = _of_held(held, place) if held else few(asked, place, most)
        parts.append(f"SELECT place FROM ({sql}) AS also")  # noqa: S608 - our own names
        params += own
    if not parts:
        return NOTHING, ()
    way = "ASC" if place.before is not None else "DESC"
    union = " UNION " if asked.overlaps else " UNION ALL "
    # Without an order a database stops at so many, before it comes to the last scopes.
    order = f" ORDER BY place {way}" if ordered else ""
    return f"{union.join(parts)}{order} LIMIT {most}", tuple(params)


def _parts(asked: Asked, place: Place, most: int | str) -> list[Sql]:
    """The ranges of the scopes in which something can be; on SQLite words are looked for in all at once."""
    scopes = [one for one in asked.scopes if not contradicts(asked, one)]
    way = asked.way or Way.usual(asked)
    if scopes and asked.words and not way.reads and connection.vendor != "postgresql":
        return [_by_fts(asked, way, scopes, place, most)]
    if scopes and asked.words and way.joins:
        return [_range(asked, asked.conditions, place, most, scopes)]
    return [_range(asked, {**asked.conditions, **one}, place, most) for one in scopes]


def contradicts(asked: Asked, scope: Scope) -> bool:
    """Whether no row of a scope can have what is asked for, or what always goes with it."""
    wanted = {**asked.listing.implied(asked.conditions), **asked.conditions}
    return any(scope.get(name, value) != value for name, value in wanted.items())


def _range(
    asked: Asked, values: Mapping[str, Any], place: Place, most: int | str, scopes: Sequence[Scope] = ()
) -> Sql:
    """The places of rows with these values, by an index; words and given scopes are compared in each.

    An order of its own has indexes by scope that hold the values of filters as well: the plus keeps SQLite
    from one that finds the values and then sorts all of them.
    """
    table, order = asked.listing.row._meta.db_table, asked.order
    wanted, params = bounds(asked, place, order)
    if scopes:
        wanted.append(either(scopes, "+"))  # the plus keeps SQLite from an index that has not the order
        params += [value for one in scopes for value in one.values()]
    texts = [f"{_finds()} > 0" for _ in asked.words]
    is_tempting = order != "place" and connection.vendor == "sqlite"
    given = [
        f"{'+' if is_tempting and name not in asked.listing.scopes else ''}{name} = %s" for name in values
    ]
    there = [f"{order} IS NOT NULL"] if order != "place" else []
    way = "ASC" if place.before is not None else "DESC"
    if asked.way is not None and asked.way.within and texts:
        where = " AND ".join([*given, *there, *wanted])
        table = (
            f"(SELECT {order}, text FROM {table} WHERE {where} "  # noqa: S608 - our own names
            f"ORDER BY {order} {way} LIMIT {asked.way.within}) AS walked"
        )
        wanted = texts
    else:
        wanted = [*given, *there, *wanted, *texts]
    where = " AND ".join(wanted) or "1 = 1"
    sql = f"SELECT {order} AS place FROM {table} WHERE {where} ORDER BY {order} {way} LIMIT {most}"  # noqa: S608
    return sql, (*values.values(), *params, *asked.words)


def has_few(asked: Asked) -> bool:
    """Whether there may be records beside the scopes."""
    return bool(asked.also or asked.beside[0])


def _of_held(held: str, place: Place) -> Sql:
    """Those from a place on of the few that a table of the statement has."""
    sign, bound = ("<", place.after) if place.before is None else (">", place.before)
    if bound is None:
        return f"SELECT place FROM {held}", ()  # noqa: S608 - our own name
    return f"SELECT place FROM {held} WHERE place {sign} %s", (bound,)  # noqa: S608


def few(asked: Asked, place: Place, most: int | str) -> Sql:
    """The places of those of a few records beside the scopes that fit, by their keys."""
    table, key = asked.listing.row._meta.db_table, asked.listing.row._meta.pk.column
    order = asked.order
    span, params = bounds(asked, place, order)
    there, keys = asked.beside if asked.beside[0] else (", ".join(["%s"] * len(asked.also)), asked.also)
    within = [f"{name} IN ({', '.join(['%s'] * len(values))})" for name, values in asked.beside_in.items()]
    if asked.beside[0] and connection.vendor == "postgresql":
        # OFFSET 0: their planner would rather read the whole period and look for the keys in it.
        table = f"(SELECT * FROM {table} WHERE {key} IN ({there}) OFFSET 0) AS known"  # noqa: S608
        there = str(key)
    wanted = [
        f"{key} IN ({there})",
        *within,
        *(f"{name} = %s" for name in asked.conditions),
        *([f"{order} IS NOT NULL"] if order != "place" else []),
        *span,
        *(f"{_finds()} > 0" for _ in asked.words),
    ]
    way, where = "ASC" if place.before is not None else "DESC", " AND ".join(wanted)
    sql = f"SELECT {order} AS place FROM {table} WHERE {where} ORDER BY {order} {way} LIMIT {most}"  # noqa: S608
    values = (one for several in asked.beside_in.values() for one in several)
    return sql, (*keys, *values, *asked.conditions.values(), *params, *asked.words)


def _finds() -> str:
    """Where a word stands in the text of a row, as the database says it."""
    return "strpos(text, %s)" if connection.vendor == "postgresql" else "instr(text, %s)"


def _by_fts(asked: Asked, way: Way, scopes: Sequence[Scope], place: Place, most: int | str) -> Sql:
    """SQLite: the token index gives places in order; each hit is compared as a text.

    In an order of its own all hits are sorted.
    """
    row, order = asked.listing.row, asked.order
    table, index = row._meta.db_table, row.grams_table()
    column = f"{index}.rowid" if order == "place" else order
    coded = {name for name, value in asked.conditions.items() if (name, value) in way.values}
    plain = {name: value for name, value in asked.conditions.items() if name not in coded}
    span, params = bounds(asked, place, column)
    wanted = [
        f"{index} MATCH %s",
        either(scopes),
        *(f"{name} = %s" for name in plain),
        *([f"{order} IS NOT NULL"] if order != "place" else []),
        *span,
        *(f"instr({table}.text, %s) > 0" for _ in asked.words),
    ]
    turn = "ASC" if place.before is not None else "DESC"
    sql = (
        f"SELECT {column} AS place FROM {index} CROSS JOIN {table} ON {table}.place = {index}.rowid "  # noqa: S608
        f"WHERE {' AND '.join(wanted)} ORDER BY {column} {turn} LIMIT {most}"
    )
    seen = (value for one in scopes for value in one.values())
    return sql, (_match(asked, way, scopes), *seen, *plain.values(), *params, *asked.words)


def either(scopes: Sequence[Scope], sign: str = "") -> str:
    """A condition: a row is in one of the scopes."""
    return "(" + " OR ".join(" AND ".join(f"{sign}{name} = %s" for name in one) for one in scopes) + ")"


def _match(asked: Asked, way: Way, scopes: Sequence[Scope]) -> str:
    """What the index is asked for: pieces of the words, values of the filters, one of the scopes."""
    conditions = {name: value for name, value in asked.conditions.items() if (name, value) in way.values}
    either = {
        frozenset(pair for pair in one.items() if pair in way.values and pair[0] not in conditions)
        for one in scopes
    }
    # What is in a wider scope anyway is not asked for again; where one has nothing to ask for, all are wide.
    least = [one for one in either if not any(other < one for other in either)]
    wanted = [*tokens.coded(way.pieces), *tokens.of_values(conditions)]
    if all(least):
        said = (" AND ".join(tokens.of_values(dict(sorted(one)))) for one in least)
        wanted.append("(" + " OR ".join(f"({one})" for one in sorted(said)) + ")")
    return " AND ".join(wanted)


def bounds(asked: Asked, place: Place, column: str) -> tuple[list[str], list[Any]]:
    """The span of places, the place from which the page goes on, floors and ceilings."""
    # The plus keeps SQLite from reading a period by its places and sorting all of it by another order.
    plus = "+" if connection.vendor == "sqlite" and asked.order != "place" else ""
    said = {name: f"{plus if name == 'place' else ''}{name}" for name in (*asked.floors, *asked.ceilings)}
    wanted = [f"{said[name]} >= %s" for name in asked.floors]
    wanted += [f"{said[name]} <= %s" for name in asked.ceilings]
    params = [*asked.floors.values(), *asked.ceilings.values()]
    for sign, bound in (
        (">=", asked.low),
        ("<", asked.high),
        ("<", place.after),
        (">", place.before),
    ):
        if bound is not None:
            wanted.append(f"{column} {sign} %s")
            params.append(bound)
    return wanted, params


def _number(text: str | None) -> int | None:
    if not (text and text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    number = int(text)
    # What is counted beside a place begins one further on, where there has to be a number too.
    return number if number < (1 << 63) - 1 else None
