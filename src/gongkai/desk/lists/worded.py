"""On PostgreSQL: the places where the words of a question are found.

Its index of tokens knows no order, so what is common is found by walking the list in its own: the first rows
of each scope are read anyway. What they leave of a page is asked of the index, for the next weeks first, as
many as let expect to fill it, and for everything only where they do not: then it is rare. The walk is a
statement of its own, as it says what the index is asked for; all that the index is asked for is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gongkai.desk.lists import tokens
from gongkai.desk.lists.listing import Scope
from gongkai.desk.lists.models import PK_BITS
from gongkai.desk.lists.places import Asked, Place, Sql, bounds, contradicts, few, has_few

_WALKED = 500
"""Rows of all scopes that are walked before the index is asked: of one station each lies on its own page."""
_AHEAD, _SPARE, _WEEKS = 100_000, 3, 12
"""Then the index is asked for so many weeks as let expect three times the page; rows and weeks at most."""
_FURTHER = 2
"""Counting goes on to so many times the cap where the words are rare: that may find the page as well."""
_SAMPLE, _OFTEN = 256, 4
"""The newest rows show which tokens are common; those that one row in so many has are not asked for."""
_TIMES = 4
"""Neither are tokens that so many times more rows have than the rarest of the question."""
_MOST = 4
"""Nor more tokens of words than so many."""


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    """What the first rows of a scope say, from a place on: how many there are, and which have the words."""

    scope: Scope
    place: Place
    size: int
    seen: int = 0
    low: int = 0
    high: int = 0
    hits: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether there are no rows beyond."""
        return self.seen < self.size

    def weeks(self, most: int) -> list[str]:
        """The tokens of the weeks beyond in which ``most`` more hits are expected, none where so many weeks
        as are asked for would not hold them.

        Rows are as dense, and hits as frequent among them, as in what was walked.
        """
        days = (self.high >> PK_BITS) - (self.low >> PK_BITS) + 1
        rows = min(_AHEAD, _SPARE * most * self.seen // max(len(self.hits), 1))
        last = rows * days // self.seen // tokens.WEEK + 1
        if last > _SPARE * _WEEKS:
            return []
        begin, way = (self.low, -1) if self.place.before is None else (self.high, 1)
        week = (begin >> PK_BITS) // tokens.WEEK
        return [f"{tokens.WEEK_MARK}{week + way * one}" for one in range(min(_WEEKS, last) + 1)]

    def beyond(self, places: Iterable[int]) -> set[int]:
        """Those of these places that lie beyond what was walked."""
        if self.place.before is None:
            return {one for one in places if one < self.low}
        return {one for one in places if one > self.high}


@dataclass(frozen=True, slots=True)
class _Looked:
    """A question with what the first rows of its list say: the walks, tokens and values that are common."""

    asked: Asked
    walks: tuple[_Walk, ...]
    also: Mapping[Place, tuple[int, ...]]
    pieces: tuple[str, ...]
    common: frozenset[tuple[str, Any]]

    def begun(self, place: Place) -> list[_Walk]:
        """The walks that begin at a place."""
        return [one for one in self.walks if one.place == place]

    def beyond(self, walk: _Walk, most: int, weeks: Sequence[str] = (), *, ordered: bool = True) -> Sql:
        """The places beyond a walk that the index finds: in these weeks, or all."""
        asked = self.asked
        row = asked.listing.row
        held = asked.listing.token_columns
        plain = {**asked.conditions, **walk.scope}
        coded = {name: one for name, one in plain.items() if name in held and (name, one) not in self.common}
        short = tokens.of_values(coded) + tokens.coded(one for one in self.pieces if len(one) < tokens.LONGER)
        longer = [one for one in self.pieces if len(one) >= tokens.LONGER]
        wanted = [("grams @> %s::text[]", short), (f"{tokens.LONG}(text) @> %s::text[]", longer)]
        wanted = [*((sql, given) for sql, given in wanted if given)]
        wanted += [("grams && %s::text[]", list(weeks))] if weeks else []
        span, params = bounds(asked, walk.place, "place")
        sign, way, end = ("<", "DESC", walk.low) if walk.place.before is None else (">", "ASC", walk.high)
        hits = [f"place {sign} %s", *("strpos(text, %s) > 0" for _ in asked.words)]
        where = " AND ".join([*(f"{name} = %s" for name in plain), *span, *hits])
        order = f" ORDER BY place {way}" if ordered else ""
        # OFFSET 0: the planner would rather walk the list in its order than ask the index of tokens.
        sql = (
            f"SELECT place FROM (SELECT * FROM {row._meta.db_table} "  # noqa: S608 - our own names
            f"WHERE {' AND '.join(sql for sql, _given in wanted)} OFFSET 0) AS known "
            f"WHERE {where}{order} LIMIT {most}"
        )
        return sql, (*(one for _sql, one in wanted), *plain.values(), *params, end, *asked.words)


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked of the index beyond a walk: ``left`` more places of a page, up to ``most``, or (0) how
    many there are at all.

    ``among``: the ask that counts all of the same scope. Where it finds fewer than its most, it has found
    those of the page too, which are then not looked for again.
    """

    walk: _Walk
    left: int
    most: int
    among: _Ask | None = None

    def sql(self, looked: _Looked) -> Sql:
        """Whether it is all, and the places: everything is looked for where the next weeks leave the page
        unfilled, which the database knows when it comes to it."""
        weeks = self.walk.weeks(self.left) if self.left else []
        every, far = looked.beyond(self.walk, self.most, ordered=bool(self.left))
        if not weeks:
            return f"SELECT true AS is_all, place FROM ({every}) AS beyond", far  # noqa: S608 - our own names
        soon, near = looked.beyond(self.walk, self.most, weeks)
        return (
            f"WITH soon AS MATERIALIZED ({soon}), enough AS MATERIALIZED "  # noqa: S608 - our own names
            f"(SELECT count(*) >= {self.left} AS yes FROM soon) "
            "SELECT false AS is_all, place FROM soon WHERE (SELECT yes FROM enough) UNION ALL "
            f"SELECT true, place FROM ({every}) AS beyond WHERE NOT (SELECT yes FROM enough)",
            (*near, *far),
        )


def applies(asked: Asked) -> bool:
    """Whether this question is for this module."""
    return bool(asked.words) and asked.order == "place" and connection.vendor == "postgresql"


def found(asked: Asked, place: Place, most: int) -> list[int]:
    """The first ``most`` places from a place on, in the order of the list; one query or two."""
    looked = _look(asked, (place,), most)
    beyond = _answers(looked, _asks(looked, place, most, most))
    return _first(_found(looked, place, beyond)[0], place, most)


def page(asked: Asked, place: Place, most: int, cap: int) -> tuple[list[int], int]:
    """The same with how many there are from the beginning on, up to ``cap``.

    A negative number: more than so many, which were not counted on.
    """
    start = Place()
    looked = _look(asked, dict.fromkeys((place, start)), most)
    counting: list[_Ask] = []
    if place != start:
        # They are only counted: not beyond the first rows if those have some.
        rest = [one for one in looked.begun(start) if not one.is_whole and not one.hits]
        counting = [_Ask(one, 0, cap if one.weeks(most) else _FURTHER * cap) for one in rest]
    beyond = _answers(looked, [*counting, *_asks(looked, place, most, cap, counting)])
    there, is_all = _found(looked, place, beyond)
    counted, is_exact = (there, is_all) if place == start else _found(looked, start, beyond)
    number = min(len(counted), cap)
    return _first(there, place, most), number if is_exact else -number


def count(asked: Asked, most: int) -> int:
    """How many there are, counted up to ``most``."""
    start = Place()
    looked = _look(asked, (start,), 1)
    walks = [one for one in looked.begun(start) if not one.is_whole and len(one.hits) < most]
    asks = [_Ask(one, 0, most) for one in walks]
    return min(len(_found(looked, start, _answers(looked, asks))[0]), most)


def _asks(looked: _Looked, place: Place, most: int, cap: int, counting: Sequence[_Ask] = ()) -> list[_Ask]:
    """What is asked of the index so that the first ``most`` places are known, after ``counting``."""
    walks = [one for one in looked.begun(place) if not one.is_whole and len(one.hits) < most]
    return [
        _Ask(
            one,
            most - len(one.hits),
            cap,
            next((ask for ask in counting if ask.walk.scope == one.scope), None),
        )
        for one in walks
    ]


def _answers(looked: _Looked, asks: Sequence[_Ask]) -> dict[_Walk, tuple[set[int], bool]]:
    """For each walk the places that the index finds beyond, and whether those are all; one query for all."""
    found: dict[_Walk, tuple[set[int], bool]] = {one.walk: (set(), True) for one in asks}
    if not asks:
        return found
    counted = {one.among for one in asks if one.among is not None}
    before, parts = [], []
    for no, ask in enumerate(asks):
        sql, params = ask.sql(looked)
        named = f"part{no}" if ask in counted else f"({sql})"
        if ask in counted:
            before.append((f"part{no} AS MATERIALIZED ({sql})", params))
            params = ()
        gate = f" WHERE {_is_full(asks.index(ask.among), ask.among)}" if ask.among is not None else ""
        parts.append((f"(SELECT {no}, part.is_all, part.place FROM {named} AS part{gate})", params))  # noqa: S608
    head = f"WITH {', '.join(sql for sql, _params in before)} " if before else ""
    with connection.cursor() as cursor:
        given = [value for _sql, params in (*before, *parts) for value in params]
        cursor.execute(head + " UNION ALL ".join(sql for sql, _params in parts), given)
        lines = cursor.fetchall()
    for no, ask in enumerate(asks):
        own = [(is_all, place) for number, is_all, place in lines if number == no]
        found[ask.walk] = {place for _is_all, place in own}, all(is_all for is_all, _place in own)
        if ask.among is not None and len(found[ask.among.walk][0]) < ask.among.most:
            found[ask.walk] = ask.walk.beyond(found[ask.among.walk][0]), True
    return found


def _is_full(no: int, ask: _Ask) -> str:
    """A condition: the ask of this number found as many as it may, so that there may be others."""
    return f"(SELECT count(*) >= {ask.most} FROM part{no})"  # noqa: S608 - our own names


def _found(
    looked: _Looked, place: Place, beyond: Mapping[_Walk, tuple[set[int], bool]]
) -> tuple[set[int], bool]:
    """The places that were found from a place on, and whether those are all of them."""
    places, is_all = set(looked.also[place]), True
    for walk in looked.begun(place):
        places.update(walk.hits)
        there, is_whole = beyond.get(walk, (set(), walk.is_whole))
        places.update(there)
        is_all = is_all and is_whole
    return places, is_all


def _first(places: Iterable[int], place: Place, most: int) -> list[int]:
    return sorted(places, reverse=place.before is None)[:most]


def _look(asked: Asked, starts: Iterable[Place], most: int) -> _Looked:
    """Walk the first rows of each scope from these places on, and look at the newest of all; one query."""
    scopes = [one for one in asked.scopes if not contradicts(asked, one)]
    size = max(_WALKED // max(len(scopes), 1), most)
    walks = [_Walk(scope, place, size) for place in starts for scope in scopes]
    pieces = tokens.pieces(asked.words)
    values = sorted(
        {
            (name, value)
            for one in (asked.conditions, *asked.scopes)
            for name, value in one.items()
            if name in asked.listing.token_columns
        },
        key=repr,
    )
    parts = [_sample(asked, pieces, values), *(_walked(asked, walk) for walk in walks)]
    begun = list(dict.fromkeys(starts))
    if has_few(asked):
        parts += [_also(asked, place, most) for place in begun]
    every = (f"(SELECT {no}, part.* FROM ({sql}) AS part)" for no, (sql, _) in enumerate(parts))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(every), [value for _sql, params in parts for value in params])
        said = [line[1:] for line in sorted(cursor.fetchall(), key=lambda line: line[0])]
    (rows, *_rest, shown), *said = said
    seen = [
        _Walk(walk.scope, walk.place, walk.size, number, low or 0, high or 0, tuple(hits or ()))
        for walk, (number, low, high, hits) in zip(walks, said, strict=False)
    ]
    few_ones = [tuple(hits or ()) for *_ends, hits in said[len(walks) :]] or [()] * len(begun)
    often = dict(zip([*pieces, *values], shown, strict=True))
    return _Looked(
        asked,
        tuple(seen),
        dict(zip(begun, few_ones, strict=True)),
        _rarest(pieces, often, rows),
        frozenset(one for one in values if often[one] * _OFTEN >= rows),
    )


def _rarest(pieces: Sequence[str], often: Mapping[Any, int], rows: int) -> tuple[str, ...]:
    """The pieces of the words that are worth asking for: of those that are as rare the last ones, for
    numbers differ at their ends."""
    ranked = sorted(pieces, key=lambda one: (often[one], -pieces.index(one)))
    rarest = often[ranked[0]]
    worth = [one for one in ranked if often[one] * _OFTEN < rows and often[one] <= _TIMES * (rarest + 1)]
    return tuple(worth[:_MOST] or ranked[:1])


def _walked(asked: Asked, walk: _Walk) -> Sql:
    """How many rows, the ends, the hits."""
    table = asked.listing.row._meta.db_table
    values = {**asked.conditions, **walk.scope}
    span, params = bounds(asked, walk.place, "place")
    where = " AND ".join([*(f"{name} = %s" for name in values), *span]) or "true"
    texts = " AND ".join("strpos(text, %s) > 0" for _ in asked.words)
    way = "DESC" if walk.place.before is None else "ASC"
    sql = (
        f"SELECT count(*), min(place), max(place), array_agg(place) FILTER (WHERE {texts}) "  # noqa: S608
        f"FROM (SELECT place, text FROM {table} WHERE {where} ORDER BY place {way} LIMIT {walk.size}) AS walk"
    )
    return sql, (*asked.words, *values.values(), *params)


def _sample(asked: Asked, pieces: Sequence[str], values: Sequence[tuple[str, Any]]) -> Sql:
    """In how many of the newest rows each piece of the words and each value is, as an array."""
    conditions = [*("strpos(text, %s) > 0" for _ in pieces), *(f"{name} = %s" for name, _value in values)]
    counts = ", ".join(f"count(*) FILTER (WHERE {one})" for one in conditions)
    columns = ", ".join(["text", *dict.fromkeys(name for name, _value in values)])
    sql = (
        f"SELECT count(*), 0::bigint, 0::bigint, ARRAY[{counts}] FROM (SELECT {columns} "  # noqa: S608
        f"FROM {asked.listing.row._meta.db_table} ORDER BY place DESC LIMIT {_SAMPLE}) AS newest"
    )
    return sql, (*pieces, *(value for _name, value in values))


def _also(asked: Asked, place: Place, most: int) -> Sql:
    """The few records beside the scopes that have the words."""
    sql, params = few(asked, place, most)
    return f"SELECT 0::bigint, 0::bigint, 0::bigint, array_agg(place) FROM ({sql}) AS also", params  # noqa: S608
