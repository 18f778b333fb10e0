"""On PostgreSQL: what the first rows of a list, and some from all parts of it, say about a question of words.

The first rows of each scope from a place on are walked in the order of the list, by its own index. Rows from
all parts tell which pieces of the words and which values are common. One query for everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import Scope
from gongkai.desk.lists.places import Asked, Place, Sql, bounds, contradicts, few, has_few

_WALKED = 500
"""Rows of all scopes that are walked before the index is asked: of one station each lies on its own page."""
_SAMPLE, _BLOCKS, _OFTEN = 256, 32, 4
"""Rows from so many parts of the list show which tokens are common; those that one row in so many has are
not asked for."""
_DENSE = 0.3
"""Where so many of the rows of a block have all words, many are expected around."""
_TIMES = 4
"""Neither are tokens that so many times more rows have than the rarest of the question."""
_MOST = 4
"""Nor more tokens of words than so many."""

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

    ``also``: the few records beside the scopes that have the words. ``pieces``: those that are asked for.
    ``often``: of each piece and each value the part of the rows that has it, ``all_words`` of all words.
    ``rows``: how many there are, about. ``ends``: the least and the greatest place of the list.
    ``dense``: places, each standing for those ``apart`` from it, near which many rows have all words.
    """

    asked: Asked
    walks: tuple[Walk, ...]
    also: tuple[int, ...]
    pieces: tuple[str, ...]
    often: Mapping[str | Pair, float]
    all_words: float
    rows: int
    ends: tuple[int, int]
    dense: tuple[int, ...]

    @property
    def apart(self) -> int:
        """How far the parts lie from each other from which rows were sampled."""
        return _apart(*self.ends)

    def begun(self, place: Place) -> list[Walk]:
        """The walks that begin at a place."""
        return [one for one in self.walks if one.place == place]

    def beside(self, place: Place) -> set[int]:
        """The places of the few records beside the scopes, from a place on."""
        low, high = (place.before, None) if place.before is not None else (None, place.after)
        return {one for one in self.also if (low is None or one > low) and (high is None or one < high)}

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
    parts = [_sample(asked, pieces, pairs), *(_walked(asked, walk) for walk in walks)]
    if has_few(asked):
        parts.append(_also(asked))
    every = (f"(SELECT {no}, part.* FROM ({sql}) AS part)" for no, (sql, _) in enumerate(parts))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(every), [value for _sql, params in parts for value in params])
        said = [line[1:] for line in sorted(cursor.fetchall(), key=lambda line: line[0])]
    (number, least, greatest, hits, (rows, *shown)), *said = said
    seen = tuple(
        Walk(walk.scope, walk.place, walk.size, number, low or 0, high or 0, tuple(hits or ()))
        for walk, (number, low, high, hits, _none) in zip(walks, said, strict=False)
    )
    also = tuple(said[len(walks)][3] or ()) if has_few(asked) else ()
    named: list[str | Pair] = [*pieces, *pairs]
    often = dict(zip(named, shown, strict=True))
    ends = least or 0, greatest or 0
    return Looked(
        asked=asked,
        walks=seen,
        also=also,
        pieces=_rarest(pieces, often, rows),
        often={one: _part(times, rows) for one, times in often.items()},
        all_words=_part(len(hits or ()), rows),
        rows=max(number, rows),
        ends=ends,
        dense=tuple(ends[1] - block * _apart(*ends) for block in _dense(hits or ())),
    )


def _part(number: int, rows: int) -> float:
    """What part of the sampled rows so many are; what none has is rarer than one."""
    return max(number, 0.5) / max(rows, 1)


def _apart(low: int, high: int) -> int:
    return (high - low) // _BLOCKS


def _dense(hits: Sequence[int]) -> list[int]:
    """The blocks of the sample of whose rows many have all words, each hit given by its block."""
    many = _SAMPLE // _BLOCKS * _DENSE
    return [block for block, number in Counter(hits).items() if number >= many]


def _rarest(pieces: Sequence[str], often: Mapping[Any, int], rows: int) -> tuple[str, ...]:
    """The pieces of the words that are worth asking for: of those that are as rare the last ones, for
    numbers differ at their ends."""
    ranked = sorted(pieces, key=lambda one: (often[one], -pieces.index(one)))
    rarest = often[ranked[0]]
    worth = [one for one in ranked if often[one] * _OFTEN < rows and often[one] <= _TIMES * (rarest + 1)]
    return tuple(worth[:_MOST] or ranked[:1])


def _walked(asked: Asked, walk: Walk) -> Sql:
    """How many rows, the ends, the hits."""
    table, order = asked.listing.row._meta.db_table, asked.order
    values = {**asked.conditions, **walk.scope}
    span, params = bounds(asked, walk.place, order)
    there = [f"{order} IS NOT NULL"] if order != "place" else []
    where = " AND ".join([*(f"{name} = %s" for name in values), *there, *span]) or "true"
    texts = " AND ".join("strpos(text, %s) > 0" for _ in asked.words)
    way = "DESC" if walk.place.before is None else "ASC"
    sql = (
        f"SELECT count(*), min(place), max(place), array_agg(place) FILTER (WHERE {texts}), '{{}}'::int[] "  # noqa: S608
        f"FROM (SELECT {order} AS place, text FROM {table} WHERE {where} "
        f"ORDER BY {order} {way} LIMIT {walk.size}) AS walk"
    )
    return sql, (*asked.words, *values.values(), *params)


def _sample(asked: Asked, pieces: Sequence[str], pairs: Sequence[Pair]) -> Sql:
    """How many rows the database thinks there are, the ends of the list; of rows from all its parts the
    blocks of those that have all words, and as an array how many there are, how many have each piece of the
    words, and how many each value."""
    table = asked.listing.row._meta.db_table
    texts = " AND ".join("strpos(text, %s) > 0" for _ in asked.words)
    conditions = [*("strpos(text, %s) > 0" for _ in pieces), *(f"{name} = %s" for name, _value in pairs)]
    counts = "".join(f", count(*) FILTER (WHERE {one})" for one in conditions)
    columns = ", ".join(["text", *dict.fromkeys(name for name, _value in pairs)])
    sql = (
        f"WITH ends AS MATERIALIZED (SELECT min(place) AS low, max(place) AS high FROM {table}) "  # noqa: S608
        f"SELECT (SELECT reltuples::bigint FROM pg_class WHERE oid = '{table}'::regclass), "
        "(SELECT low FROM ends), (SELECT high FROM ends), "
        f"array_agg(block::bigint) FILTER (WHERE {texts}), ARRAY[count(*){counts}] "
        f"FROM ends CROSS JOIN generate_series(0, {_BLOCKS - 1}) AS block CROSS JOIN LATERAL "
        f"(SELECT {columns} FROM {table} WHERE place <= high - (high - low) / {_BLOCKS} * block "
        f"ORDER BY place DESC LIMIT {max(_SAMPLE // _BLOCKS, 1)}) AS sampled"
    )
    return sql, (*asked.words, *pieces, *(value for _name, value in pairs))


def _also(asked: Asked) -> Sql:
    """The few records beside the scopes that have the words."""
    sql, params = few(asked, Place(), "ALL")
    return (
        f"SELECT 0::bigint, 0::bigint, 0::bigint, array_agg(place), '{{}}'::int[] FROM ({sql}) AS also",  # noqa: S608
        params,
    )
