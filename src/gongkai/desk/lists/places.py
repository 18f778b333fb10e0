"""What is asked of a list, and the SQL of the places where it is found.

Each scope of what an officer sees is one range of an index in the order of places; the ranges are merged. A
text filter goes through the token index, which has the same order on SQLite; for PostgreSQL see
:mod:`gongkai.desk.lists.worded`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from gongkai import grams
from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import Listing, Scope
from gongkai.desk.lists.models import place_of

_SAMPLE, _OFTEN = 256, 4
"""Rows that show which tokens are common; those that one row in so many has are not asked for."""
_TIMES = 4
"""Neither are tokens that so many times more rows have than the rarest of the question."""
_READ = 2_000
"""As many rows of a period and its filters are read one by one sooner than the index is asked."""
_NOTHING = "SELECT 0 AS place WHERE 1 = 0"

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: the scopes of the officer, the chosen filters as conditions.

    Places from ``low`` up to but without ``high``; ``floors`` and ``ceilings``: columns with the least
    and the greatest value they may have; ``also``: a few records that the officer sees beside the scopes, and
    that are in none of them.
    ``beside``: the same as a query for their keys, ``beside_in``: values of which they have one.
    ``overlaps``: some of the scopes may share rows, each of which counts once. ``common``: tokens that are
    not worth asking for, as most rows have them; ``is_narrow``: the period and the filters leave so few rows
    that each is read. ``order``: the column of the row that gives its place, for
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
    common: frozenset[str] = frozenset()
    is_narrow: bool = False
    order: str = "place"

    @classmethod
    def of(cls, listing: Listing, scopes: Sequence[Scope], chosen: Mapping[str, str]) -> Asked:
        """Read the filters; those that make no sense were left out by the form before."""
        low, high = span(chosen.get("year", ""))
        return cls(
            listing=listing,
            scopes=tuple(scopes),
            conditions=listing.conditions(chosen),
            words=tuple(grams.terms(chosen.get("q", ""))),
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


def merged(asked: Asked, place: Place, most: int, *, ordered: bool = True) -> Sql:
    """The places of a page: one range for each scope, merged; to be counted in any order."""
    parts: list[str] = []
    params: list[Any] = []
    for number, scope in enumerate(asked.scopes):
        sql, own = _part(asked, scope, place, most)
        parts.append(f"SELECT place FROM ({sql}) AS part{number}")  # noqa: S608 - our own names
        params += own
    if asked.also or asked.beside[0]:
        sql, own = few(asked, place, most)
        parts.append(f"SELECT place FROM ({sql}) AS also")  # noqa: S608 - our own names
        params += own
    if not parts:
        return _NOTHING, ()
    way = "ASC" if place.before is not None else "DESC"
    union = " UNION " if asked.overlaps else " UNION ALL "
    # Without an order a database stops at so many, before it comes to the last scopes.
    order = f" ORDER BY place {way}" if ordered else ""
    return f"{union.join(parts)}{order} LIMIT {most}", tuple(params)


def _part(asked: Asked, scope: Scope, place: Place, most: int) -> Sql:
    if contradicts(asked, scope):
        return _NOTHING, ()
    values = {**asked.conditions, **scope}
    if not asked.words or asked.is_narrow or asked.order != "place":
        return _range(asked, values, place, most)
    return _by_fts(asked, values, place, most)


def contradicts(asked: Asked, scope: Scope) -> bool:
    """Whether no row of a scope can have what is asked for, or what always goes with it."""
    wanted = {**asked.listing.implied(asked.conditions), **asked.conditions}
    return any(scope.get(name, value) != value for name, value in wanted.items())


def _range(asked: Asked, values: Mapping[str, Any], place: Place, most: int) -> Sql:
    """The places of rows with these values, by an index; words are compared in each."""
    table, order = asked.listing.row._meta.db_table, asked.order
    wanted, params = bounds(asked, place, order)
    texts = [f"{_finds()} > 0" for _ in asked.words]
    there = [f"{order} IS NOT NULL"] if order != "place" else []
    wanted = [*(f"{name} = %s" for name in values), *there, *wanted, *texts]
    way = "ASC" if place.before is not None else "DESC"
    where = " AND ".join(wanted) or "1 = 1"
    sql = f"SELECT {order} AS place FROM {table} WHERE {where} ORDER BY {order} {way} LIMIT {most}"  # noqa: S608
    return sql, (*values.values(), *params, *asked.words)


def few(asked: Asked, place: Place, most: int) -> Sql:
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


def _by_fts(asked: Asked, values: Mapping[str, Any], place: Place, most: int) -> Sql:
    """SQLite: the token index gives places in order; each hit is compared as a text."""
    row = asked.listing.row
    table, index = row._meta.db_table, row.grams_table()
    coded, plain = _split(asked, values)
    match = " ".join([*_worth(asked), *tokens.of_values(coded)])
    span, params = bounds(asked, place, f"{index}.rowid")
    texts = [f"instr({table}.text, %s) > 0" for _ in asked.words]
    where = " AND ".join([f"{index} MATCH %s", *(f"{name} = %s" for name in plain), *span, *texts])
    way = "ASC" if place.before is not None else "DESC"
    sql = (
        f"SELECT {index}.rowid AS place FROM {index} CROSS JOIN {table} ON {table}.place = {index}.rowid "  # noqa: S608
        f"WHERE {where} ORDER BY {index}.rowid {way} LIMIT {most}"
    )
    return sql, (match, *plain.values(), *params, *asked.words)


def weighed(asked: Asked) -> Asked:
    """On SQLite: the same question with the cheapest way to its words; one query, none without words.

    An index reads the lists of all tokens side by side, so that one which half of the newest rows have costs
    most and tells least. Fewer tokens never lose a hit: texts and values are compared.
    """
    if connection.vendor == "postgresql" or not tokens.in_texts(asked.words):
        return asked
    row, names = asked.listing.row, asked.listing.token_columns
    few, params = _few_rows(asked)
    columns = ", ".join([f"({few})", "text", *names])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {row._meta.db_table} ORDER BY place DESC LIMIT {_SAMPLE}",  # noqa: S608
            params,
        )
        rows = cursor.fetchall()
    if len(rows) < _SAMPLE:
        return asked
    return replace(asked, is_narrow=bool(rows[0][0]), common=_common(asked, [one[1:] for one in rows]))


def _few_rows(asked: Asked) -> Sql:
    """Whether the period and the filters leave few rows; only asked where both are set."""
    if not asked.conditions or None in (asked.low, asked.high):
        return "SELECT 0", ()
    sql, params = merged(replace(asked, words=()), Place(), _READ + 1, ordered=False)
    return f"SELECT COUNT(*) <= {_READ} FROM ({sql}) AS ranged", params  # noqa: S608 - our own names


def _common(asked: Asked, rows: Sequence[tuple[Any, ...]]) -> frozenset[str]:
    """Tokens of the words and of the values that these rows show to be common."""
    names = asked.listing.token_columns
    written_by = tokens.in_texts(asked.words)
    words = {token: sum(written in one[0] for one in rows) for token, written in written_by.items()}
    often = {token for token, count in words.items() if count * _OFTEN >= len(rows)}
    rarest = min(words, key=lambda token: words[token])
    often |= {token for token, count in words.items() if count > _TIMES * (words[rarest] + 1)}
    often.discard(rarest)
    for values in (asked.conditions, *asked.scopes):
        for name in set(values) & set(names):
            (token,) = tokens.of_values({name: values[name]})
            place = 1 + names.index(name)
            count = sum(tokens.of_values({name: one[place]}) == [token] for one in rows)
            if count * _OFTEN >= len(rows):
                often.add(token)
    return frozenset(often)


def _worth(asked: Asked) -> list[str]:
    """The tokens of the words that are worth asking for."""
    return [token for token in tokens.of_words(asked.words) if token not in asked.common]


def _split(asked: Asked, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values that the token index is asked for, and those that are looked at in each hit.

    Next to a rare word the tokens of values only cost time: half of the index holds them. So do common ones.
    """
    held = () if tokens.is_rare(asked.words) else asked.listing.token_columns
    coded = {
        name: value
        for name, value in values.items()
        if name in held and tokens.of_values({name: value})[0] not in asked.common
    }
    return coded, {name: value for name, value in values.items() if name not in coded}


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
    return number if number < 1 << 63 else None
