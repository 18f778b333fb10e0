"""On PostgreSQL: what the first rows of a list, and some from all over it, say about a question of words.

The first rows of each scope from a place on are walked in the order of the list, by its own index. Rows from
all over it tell which pieces of the words and which values are common. One query for everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import Scope
from gongkai.desk.lists.places import Asked, Place, Sql, bounds, contradicts, few, has_few
from gongkai.desk.lists.spans import DATED

_WALKED = 500
"""Rows of all scopes that are walked before the index is asked: of one station each lies on its own page."""
_SAMPLE, _OFTEN = 128, 4
"""Rows from all over the list show which tokens are common; those that one row in so many has are not asked
for."""
_WINDOW, _DENSE = 8, 0.3
"""Where so many of so many sampled rows around one that has all words have them too, many are expected."""
_UNANALYSED = 1 << 20
"""Rows of a list of which the database does not know yet how many it has."""
_TIMES = 4
"""Neither are tokens that so many times more rows have than the rarest of the question."""
_MOST = 4
"""Nor more tokens of words than so many."""

_BEHIND = (1 << 63) - 1
"""Behind all places."""
_SAMPLED, _BESIDE = -1, -2
"""The numbers of the parts of the statement that are no walks."""
_NONE = "'{}'::bigint[]"
"""What a part of the statement does not say."""

Pair = tuple[str, Any]
"""A column and its value."""


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What the first rows of a scope say, from a place on: how many there are, and which have the words."""

    scope: Scope
    place: Place
    size: int
    seen: int = 0
    low: int = 0
    high: int = 0
    hits: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """The last place that was walked."""
        return self.low if self.place.before is None else self.high

    @property
    def is_whole(self) -> bool:
        """Whether there are no rows beyond."""
        return self.seen < self.size


@dataclass(frozen=True, slots=True)
class Looked:
    """A question with what was seen.

    ``also``: the few records beside the scopes that have the words. ``pieces``: those that are asked for;
    ``apart``: the same with one of each word where these seem to meet seldom, for a look at the whole list.
    ``often``: of each piece and each value the part of the rows that has it, ``all_words`` of all words;
    ``is_seen``: whether a row has shown them. ``rows``: how many there are, about. ``ends``: the least and
    the greatest place of the list, ``dated`` of those that have a day, over whose ``extent`` most rows lie.
    ``dense``: stretches of places, each from the least to the greatest, where many rows have all words.
    """

    asked: Asked
    walks: tuple[Walk, ...]
    also: tuple[int, ...]
    pieces: tuple[str, ...]
    apart: tuple[str, ...]
    often: Mapping[str | Pair, float]
    all_words: float
    is_seen: bool
    rows: int
    ends: tuple[int, int]
    dated: tuple[int, int]
    extent: int
    dense: tuple[tuple[int, int], ...]

    def begun(self, place: Place) -> list[Walk]:
        """The walks that begin at a place."""
        return [one for one in self.walks if one.place == place]

    def pairs(self, walk: Walk) -> frozenset[Pair]:
        """The values of a walk that tell something: the index has them, and not many rows do."""
        held, plain = self.asked.listing.indexed_columns, {**self.asked.conditions, **walk.scope}
        given = (one for one in plain.items() if one[0] in held)
        return frozenset(one for one in given if self.often[one] * _OFTEN < 1)


def look(asked: Asked, starts: Iterable[Place], most: int) -> Looked:
    """Walk the first rows of each scope from these places on, and look at rows of all parts."""
    scopes = [one for one in asked.scopes if not contradicts(asked, one)]
    size = max(_WALKED // max(len(scopes), 1), most)
    walks = [Walk(scope, place, size) for place in starts for scope in scopes]
    pieces = tokens.pieces(asked.words)
    pairs = sorted(
        {
            pair
            for one in (asked.conditions, *asked.scopes)
            for pair in one.items()
            if pair[0] in asked.listing.indexed_columns
        },
        key=repr,
    )
    alike: dict[tuple[frozenset[str], bool], list[tuple[int, Walk]]] = {}
    for no, walk in enumerate(walks):
        alike.setdefault((frozenset(walk.scope), walk.place.before is None), []).append((no, walk))
    parts = [_sample(asked, pieces, pairs), *(_walked(asked, some) for some in alike.values())]
    if has_few(asked):
        parts.append(_also(asked))
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"({sql})" for sql, _params in parts),
            [value for _sql, params in parts for value in params],
        )
        said = {line[0]: line[1:] for line in cursor.fetchall()}
    number, hits, (rows, *shown), sampled, ends = said[_SAMPLED]
    seen = tuple(
        Walk(walk.scope, walk.place, walk.size, there, low or 0, high or 0, tuple(found or ()))
        for walk, (there, found, _counts, _sampled, (low, high)) in zip(
            walks, (said[no] for no in range(len(walks))), strict=True
        )
    )
    also = tuple(said[_BESIDE][1] or ()) if has_few(asked) else ()
    named: list[str | Pair] = [*pieces, *pairs]
    often = dict(zip(named, shown, strict=True))
    worth = _rarest(pieces, often, rows)
    least, greatest, first, last = (one or 0 for one in ends)
    return Looked(
        asked=asked,
        walks=seen,
        also=also,
        pieces=worth,
        apart=_apart(worth, asked.words, pieces, often, len(hits or ())),
        often={one: _part(times, rows) for one, times in often.items()},
        all_words=_part(len(hits or ()), rows),
        is_seen=bool(hits or any(one.hits for one in seen)),
        rows=number if number > 0 else _UNANALYSED,
        ends=(least, greatest),
        dated=(first, last),
        extent=_extent(sampled or ()),
        dense=tuple(_dense(sampled or (), set(hits or ()))),
    )


def _part(number: int, rows: int) -> float:
    """What part of the sampled rows so many are; what none has is rarer than one."""
    return max(number, 0.5) / max(rows, 1)


def _extent(sampled: Sequence[int]) -> int:
    """Over how many places the rows with a day lie: twice as far as the middle half of them, for a single one
    with a wrong day stands a century off."""
    dated = [one for one in sampled if DATED[0] <= one < DATED[1]]
    quarter = len(dated) // 4
    return 2 * (dated[-1 - quarter] - dated[quarter]) if dated else 0


def _dense(sampled: Sequence[int], hits: Set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of the sampled places, in order, where many of them are ``hits``; with one beside them."""
    half, last = _WINDOW // 2, len(sampled) - 1
    stretches: list[list[int]] = []
    for at, one in enumerate(sampled):
        around = sampled[max(at - half, 0) : at + half + 1]
        if one not in hits or sum(each in hits for each in around) < _WINDOW * _DENSE:
            continue
        if stretches and at - 1 <= stretches[-1][1]:
            stretches[-1][1] = min(at + 1, last)
        else:
            stretches.append([max(at - 1, 0), min(at + 1, last)])
    return ((sampled[first], sampled[end]) for first, end in stretches)


def _rarest(pieces: Sequence[str], often: Mapping[Any, int], rows: int) -> tuple[str, ...]:
    """The pieces of the words that are worth asking for: of those that are as rare the last ones, for
    numbers differ at their ends."""
    ranked = sorted(pieces, key=lambda one: (often[one], -pieces.index(one)))
    rarest = often[ranked[0]]
    worth = [one for one in ranked if often[one] * _OFTEN < rows and often[one] <= _TIMES * (rarest + 1)]
    return tuple(worth[:_MOST] or ranked[:1])


def _apart(
    worth: tuple[str, ...], words: Sequence[str], pieces: Sequence[str], often: Mapping[Any, int], hits: int
) -> tuple[str, ...]:
    """These that are worth asking for; where all words meet in far fewer rows than have the rarest also
    others however common, one of each word: the index sees that without a look at those rows."""
    if hits * _TIMES >= often[worth[0]]:
        return worth
    ranked = sorted(pieces, key=lambda one: often[one])
    of_words = (next(one for one in ranked if one in word) for word in words)
    return tuple(dict.fromkeys((*worth, *ranked[:_MOST], *of_words)))


def _walked(asked: Asked, walks: Sequence[tuple[int, Walk]]) -> Sql:
    """Of each of these numbered walks, whose scopes name the same columns and which go the same way: how many
    rows, the ends, the hits.

    The first column of an index of these values is compared with a list of one and named in the order: else
    the planner would rather go through the whole list, where a scope holds much of it, and read thousands of
    rows of others before the first of a scope that ended long ago.
    """
    row, order, (_no, one) = asked.listing.row, asked.order, walks[0]
    names, first = sorted(one.scope), _first_column(asked, {*asked.conditions, *one.scope})
    alone = {name: value for name, value in asked.conditions.items() if name not in one.scope}
    sign, way = ("<", "DESC") if one.place.before is None else (">", "ASC")
    types = {field.column: field.db_type(connection) for field in row._meta.fields}
    casts = ("int", "bigint", *(types[name] for name in names))
    lines = [f"({', '.join(f'%s::{cast}' for cast in casts)})" for _ in walks]
    span, params = bounds(asked, Place(), order)
    there = [f"{order} IS NOT NULL"] if order != "place" else []
    said = dict.fromkeys(alone, "%s") | {name: f"scope.{name}" for name in names}
    given = [f"{name} = " + (f"ANY(ARRAY[{own}])" if name in first else own) for name, own in said.items()]
    where = " AND ".join([*given, *there, *span, f"{order} {sign} scope.start"])
    texts = " AND ".join("strpos(text, %s) > 0" for _ in asked.words)
    sql = (
        f"SELECT scope.no, walked.* FROM (VALUES {', '.join(lines)}) "  # noqa: S608
        f"AS scope({', '.join(('no', 'start', *names))}) CROSS JOIN LATERAL "
        f"(SELECT count(*), array_agg(place) FILTER (WHERE {texts}), {_NONE}, {_NONE}, "
        "ARRAY[min(place), max(place)] "
        f"FROM (SELECT {order} AS place, text FROM {row._meta.db_table} WHERE {where} "
        f"ORDER BY {', '.join(f'{each} {way}' for each in (*first, order))} LIMIT {one.size}) AS walk) "
        "AS walked"
    )
    starts = ((no, _start(walk.place), *(walk.scope[name] for name in names)) for no, walk in walks)
    return sql, (
        *(value for line in starts for value in line),
        *asked.words,
        *alone.values(),
        *params,
    )


def _start(place: Place) -> int:
    """Beyond which place a walk goes."""
    if place.before is not None:
        return place.before
    return _BEHIND if place.after is None else place.after


def _first_column(asked: Asked, columns: Set[str]) -> tuple[str, ...]:
    """That of an index that has exactly these columns before the order; none where there is no such index."""
    row = asked.listing.row
    columns_of = {field.name: str(field.column) for field in row._meta.fields}
    for index in row._meta.indexes:
        names = [columns_of[name] for name in index.fields]
        if index.condition is None and asked.order in names:
            leading = names[: names.index(asked.order)]
            if set(leading) == columns:
                return tuple(leading[:1])
    return ()


def _sample(asked: Asked, pieces: Sequence[str], pairs: Sequence[Pair]) -> Sql:
    """How many rows the database thinks there are; of rows from all over the list the places of those that
    have all words, how many there are, how many have each piece of the words, how many each value, and their
    places; the ends of the list and of what has a day."""
    row = asked.listing.row
    table, key = row._meta.db_table, row._meta.pk.column
    texts = " AND ".join("strpos(text, %s) > 0" for _ in asked.words)
    conditions = [*("strpos(text, %s) > 0" for _ in pieces), *(f"{name} = %s" for name, _value in pairs)]
    counts = "".join(f", count(*) FILTER (WHERE {one})" for one in conditions)
    columns = ", ".join(["place", "text", *dict.fromkeys(name for name, _value in pairs)])
    low, high = DATED
    dated = f"WHERE place >= {low} AND place < {high}"
    sql = (
        f"WITH keys AS MATERIALIZED (SELECT min({key}) AS low, max({key}) AS high FROM {table}) "  # noqa: S608
        f"SELECT {_SAMPLED}, (SELECT reltuples::bigint FROM pg_class WHERE oid = '{table}'::regclass), "
        f"array_agg(place ORDER BY place) FILTER (WHERE {texts}), ARRAY[count(*){counts}], "
        f"array_agg(place ORDER BY place), ARRAY[(SELECT min(place) FROM {table}), "
        f"(SELECT max(place) FROM {table}), (SELECT min(place) FROM {table} {dated}), "
        f"(SELECT max(place) FROM {table} {dated})] "
        f"FROM keys CROSS JOIN generate_series(0, {_SAMPLE - 1}) AS spot CROSS JOIN LATERAL "
        f"(SELECT {columns} FROM {table} WHERE {key} <= high - (high - low) * spot / {_SAMPLE} "
        f"ORDER BY {key} DESC LIMIT 1) AS sampled"
    )
    return sql, (*asked.words, *pieces, *(value for _name, value in pairs))


def _also(asked: Asked) -> Sql:
    """The few records beside the scopes that have the words."""
    sql, params = few(asked, Place(), "ALL")
    said = f"{_BESIDE}, 0::bigint, array_agg(place), {_NONE}, {_NONE}, {_NONE}"
    return f"SELECT {said} FROM ({sql}) AS also", params  # noqa: S608 - our own names
