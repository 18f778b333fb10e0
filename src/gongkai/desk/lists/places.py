"""What is asked of a list, and the SQL of the places where it is found.

Each scope of what an officer sees is one range of an index in the order of places; the ranges are merged. A
text filter goes through the token index, which has the same order on SQLite; on PostgreSQL what is common is
found by walking the list, what is rare by the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from django.db import connection

from gongkai import grams
from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import Listing, Scope
from gongkai.desk.lists.models import PK_BITS, place_of

_WALKED = 1_000
"""On PostgreSQL, which has no ordered index of tokens: rows that are walked before the index is asked."""
_AHEAD, _SPARE, _WEEKS = 100_000, 3, 12
"""Then the index is asked for so many weeks as let expect three times the page; rows and weeks at most."""
_TELLING = 10
"""Where hits are only counted, and roughly: more than so many in those weeks are not counted on."""
_SAMPLE, _OFTEN = 256, 4
"""On SQLite: rows that show which tokens are common; those that one row in so many has are not asked for."""
_TIMES = 4
"""Neither are tokens that so many times more rows have than the rarest of the question."""
_READ = 2_000
"""On SQLite: as many rows of a period and its filters are read one by one sooner than the index is asked."""
_NOTHING = "SELECT 0 AS place WHERE 1 = 0"

Sql = tuple[str, tuple[Any, ...]]
Counts = Literal["", "exactly", "roughly"]
"""Whether places are asked for to be counted: then in any order, and roughly where a walk shows many; what
was not counted is one place that is null."""


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


def merged(asked: Asked, place: Place, most: int, counts: Counts = "") -> Sql:
    """The places of a page: one range for each scope, merged."""
    parts: list[str] = []
    params: list[Any] = []
    for number, scope in enumerate(asked.scopes):
        sql, own = _part(asked, scope, place, most, counts)
        parts.append(f"SELECT place FROM ({sql}) AS part{number}")  # noqa: S608 - our own names
        params += own
    if asked.also:
        sql, own = _few(asked, place, most)
        parts.append(f"SELECT place FROM ({sql}) AS also")  # noqa: S608 - our own names
        params += own
    if not parts:
        return _NOTHING, ()
    way = "ASC" if place.before is not None else "DESC"
    union = " UNION " if asked.overlaps else " UNION ALL "
    # Without an order a database stops at so many, before it comes to the last scopes.
    order = "" if counts else f" ORDER BY place {way}"
    return f"{union.join(parts)}{order} LIMIT {most}", tuple(params)


def _part(asked: Asked, scope: Scope, place: Place, most: int, counts: Counts) -> Sql:
    if _contradicts(asked, scope):
        return _NOTHING, ()
    values = {**asked.conditions, **scope}
    if not asked.words or asked.is_narrow or asked.order != "place":
        return _range(asked, values, place, most)
    if connection.vendor == "postgresql":
        return _by_gin(asked, values, place, most, counts)
    return _by_fts(asked, values, place, most)


def _contradicts(asked: Asked, scope: Scope) -> bool:
    """Whether no row of a scope can have what is asked for, or what always goes with it."""
    wanted = {**asked.listing.implied(asked.conditions), **asked.conditions}
    return any(scope.get(name, value) != value for name, value in wanted.items())


def _range(asked: Asked, values: Mapping[str, Any], place: Place, most: int) -> Sql:
    """The places of rows with these values, by an index; words are compared in each."""
    table, order = asked.listing.row._meta.db_table, asked.order
    wanted, params = _bounds(asked, place, order)
    texts = [f"{_finds()} > 0" for _ in asked.words]
    there = [f"{order} IS NOT NULL"] if order != "place" else []
    wanted = [*(f"{name} = %s" for name in values), *there, *wanted, *texts]
    way = "ASC" if place.before is not None else "DESC"
    where = " AND ".join(wanted) or "1 = 1"
    sql = f"SELECT {order} AS place FROM {table} WHERE {where} ORDER BY {order} {way} LIMIT {most}"  # noqa: S608
    return sql, (*values.values(), *params, *asked.words)


def _few(asked: Asked, place: Place, most: int) -> Sql:
    """The places of those of a few records that fit, by their keys."""
    table, key = asked.listing.row._meta.db_table, asked.listing.row._meta.pk.column
    order = asked.order
    bounds, params = _bounds(asked, place, order)
    wanted = [
        f"{key} IN ({', '.join(['%s'] * len(asked.also))})",
        *(f"{name} = %s" for name in asked.conditions),
        *([f"{order} IS NOT NULL"] if order != "place" else []),
        *bounds,
        *(f"{_finds()} > 0" for _ in asked.words),
    ]
    way, where = "ASC" if place.before is not None else "DESC", " AND ".join(wanted)
    sql = f"SELECT {order} AS place FROM {table} WHERE {where} ORDER BY {order} {way} LIMIT {most}"  # noqa: S608
    return sql, (*asked.also, *asked.conditions.values(), *params, *asked.words)


def _finds() -> str:
    """Where a word stands in the text of a row, as the database says it."""
    return "strpos(text, %s)" if connection.vendor == "postgresql" else "instr(text, %s)"


def _by_fts(asked: Asked, values: Mapping[str, Any], place: Place, most: int) -> Sql:
    """SQLite: the token index gives places in order; each hit is compared as a text."""
    row = asked.listing.row
    table, index = row._meta.db_table, row.grams_table()
    coded, plain = _split(asked, values)
    match = " ".join([*_worth(asked), *tokens.of_values(coded)])
    bounds, params = _bounds(asked, place, f"{index}.rowid")
    texts = [f"instr({table}.text, %s) > 0" for _ in asked.words]
    where = " AND ".join([f"{index} MATCH %s", *(f"{name} = %s" for name in plain), *bounds, *texts])
    way = "ASC" if place.before is not None else "DESC"
    sql = (
        f"SELECT {index}.rowid AS place FROM {index} CROSS JOIN {table} ON {table}.place = {index}.rowid "  # noqa: S608
        f"WHERE {where} ORDER BY {index}.rowid {way} LIMIT {most}"
    )
    return sql, (match, *plain.values(), *params, *asked.words)


def _by_gin(asked: Asked, values: Mapping[str, Any], place: Place, most: int, counts: Counts) -> Sql:
    """PostgreSQL: what is common is found by walking the list in its order, the index is asked for the rest.

    How common it is, the first rows show. The index knows no order: it is asked for the next weeks first, as
    many as let expect to fill the page, and for everything only where they do not. Where hits are only
    counted it stops at so many, in whichever order; where they are counted roughly, what the first rows or
    else the next weeks had is said with a null for the rest, unless it is next to nothing.
    """
    table = asked.listing.row._meta.db_table
    bounds, params = _bounds(asked, place, "place")
    texts = " AND ".join("strpos(text, %s) > 0" for _ in asked.words)
    where = " AND ".join([*(f"{name} = %s" for name in values), *bounds]) or "true"
    way = "DESC" if place.before is None else "ASC"
    walked = max(_WALKED, most)
    rows = f"SELECT place, text FROM {table} WHERE {where} ORDER BY place {way} LIMIT {walked}"  # noqa: S608
    is_short = "(SELECT so FROM short)"
    coded, plain = _split(asked, values)
    every = [*_worth(asked), *tokens.of_values(coded)]
    beyond = " AND ".join([*(f"{name} = %s" for name in plain), *bounds, texts])
    order = "" if counts else f" ORDER BY place {way}"
    # OFFSET 0: the planner would rather walk the list in its order than ask the index of tokens.
    known = (
        f"SELECT place FROM (SELECT * FROM {table} WHERE {is_short} AND {{}} "  # noqa: S608 - our own names
        f"AND grams @> %s::text[] OFFSET 0) AS known WHERE {beyond}{order} LIMIT {most}"
    )
    asks: tuple[Any, ...] = (every, *plain.values(), *params, *asked.words)
    soon = f"grams && ({_weeks(most, way)})"
    first, enough = known.format(soon), f"count(*) >= {most}"
    if counts == "exactly":
        first, enough = known.format("false"), "false"
    elif counts:
        rare = "(SELECT hits = 0 FROM short)"
        seen = f"SELECT place FROM near WHERE {is_short} UNION ALL SELECT NULL WHERE {is_short}"  # noqa: S608
        first = f"{seen} UNION ALL ({known.format(f'{rare} AND {soon}')})"
        enough = f"count(*) > {_TELLING} OR NOT {rare}"
    sql = (
        f"WITH walk AS MATERIALIZED ({rows}), "  # noqa: S608 - our own names
        f"near AS MATERIALIZED (SELECT place FROM walk WHERE {texts} LIMIT {most}), "
        f"short AS MATERIALIZED (SELECT seen >= {walked} AND hits < {most} AS so, hits FROM "
        "(SELECT count(*) AS seen FROM walk) AS walked, (SELECT count(*) AS hits FROM near) AS hit), "
        f"first AS MATERIALIZED ({first}), "
        f"enough AS MATERIALIZED (SELECT {enough} AS so FROM first), "
        f"rest AS MATERIALIZED ({known.format('NOT (SELECT so FROM enough)')}) "
        f"SELECT place FROM near WHERE NOT ({is_short}) "
        "UNION ALL SELECT place FROM first WHERE (SELECT so FROM enough) UNION ALL SELECT place FROM rest"
    )
    return sql, (*values.values(), *params, *asked.words, *asks, *asks)


def _weeks(most: int, way: str) -> str:
    """The tokens of the weeks in which a page of ``most`` is expected, from where the walk began.

    Rows are as dense, and hits as frequent among them, as in what was walked.
    """
    begin, sign = ("max", "-") if way == "DESC" else ("min", "+")
    days = f"(max(place) >> {PK_BITS}) - (min(place) >> {PK_BITS}) + 1"
    hits = "greatest((SELECT hits FROM short), 1)"
    rows = f"least({_AHEAD}, {_SPARE * most} * count(*) / {hits})"
    last = f"least({_WEEKS}, {rows} * ({days}) / count(*) / {tokens.WEEK} + 1)"
    return (
        f"SELECT array_agg('{tokens.WEEK_MARK}' || week {sign} one) FROM "  # noqa: S608 - our own names
        f"(SELECT ({begin}(place) >> {PK_BITS}) / {tokens.WEEK} AS week, {last} AS last FROM walk) AS w, "
        "generate_series(0, last) AS one"
    )


def weighed(asked: Asked) -> Asked:
    """The same question with the cheapest way to its words; one query, none without words.

    An index reads the lists of all tokens side by side, so that one which half of the newest rows have costs
    most and tells least. Fewer tokens never lose a hit: texts and values are compared.
    """
    if not tokens.in_texts(asked.words):
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
    """Whether the period and the filters leave few rows; only asked where both are set.

    PostgreSQL reads the first rows anyway.
    """
    if not asked.conditions or None in (asked.low, asked.high) or connection.vendor == "postgresql":
        return "SELECT 0", ()
    sql, params = merged(replace(asked, words=()), Place(), _READ + 1, "exactly")
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


def _bounds(asked: Asked, place: Place, column: str) -> tuple[list[str], list[Any]]:
    """The span of places, the place from which the page goes on, floors and ceilings."""
    wanted = [f"{name} >= %s" for name in asked.floors] + [f"{name} <= %s" for name in asked.ceilings]
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
