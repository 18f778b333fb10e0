"""On SQLite: how the words of a question are found best, asked of a few rows and of the index itself.

The token index has the order of the list, so what is common fills a page at once. It reads the lists of all
tokens of a question side by side: one that most rows have costs most and tells least. Fewer tokens never lose
a hit, as texts and values are compared, but each hit costs a look at its row. So the rarest pieces of the
words are asked for; beside those that are not rare also the values that few rows have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from gongkai.desk.lists import tokens
from gongkai.desk.lists.models import Mark
from gongkai.desk.lists.places import NOTHING, Asked, Place, Sql, Way, few, has_few, merged

_SAMPLE = 256
"""Rows from all over the list that show what is common: neighbours have numbers and years alike."""
_RARE = 1_000
"""A piece that fewer rows have is rare: each of them is looked at."""
_OFTEN, _TIMES, _MOST = 8, 4, 4
"""What one row in so many has is not asked for, nor pieces that so many times more rows have than the rarest,
nor more pieces than so many."""
_LOOK = 8
"""A look at a row costs as much as so many rows that the index reads of a piece: where a piece spares more
than it costs it is asked for, however common it is."""
_WALKED, _FIRST = 128, 1_500
"""In an order of its own a list is walked for what one row in so many has, and the first rows are counted;
for what is rarer all hits of the index are sorted."""
_PARTS, _ASIDE = 8, 2
"""Of so many parts of the list those that have most of the words are left aside."""
_PAGE = 30
"""The first rows are not counted where they would have fewer hits than a page shows anyway."""
_HELD = "beside"
"""The table of a statement with what an officer sees beside the scopes."""
_READ = 2_000
"""As many rows are read one by one sooner than the index is asked."""


def weighed(asked: Asked) -> Asked:
    """The same question with the cheapest way to its words; one query, none where there is nothing to ask."""
    if connection.vendor == "postgresql" or not asked.words or asked.way is not None:
        return asked
    pieces, columns = tokens.pieces(asked.words), asked.listing.indexed_columns
    sql, params = _look(asked, pieces, columns)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        lines = cursor.fetchall()
    if not lines:
        return asked
    waits, is_narrow, *counted = lines[0][: 2 + len(pieces)]
    is_short = lines[0][2 + len(pieces)]
    usual = replace(Way.usual(asked), waits=bool(waits))
    if is_short:
        return replace(asked, way=usual)
    rows = [line[3 + len(pieces) :] for line in lines]
    numbers = dict(zip(pieces, counted, strict=True))
    is_rare = min(counted) < _RARE
    share = _share(asked, rows)
    walks = asked.order != "place" and not is_narrow and not is_rare and share * _WALKED >= 1
    way = Way(
        pieces=_rarest(pieces, numbers, [text for text, *_ in rows]),
        values=frozenset() if is_rare else _telling(asked, columns, rows),
        reads=bool(is_narrow) or walks,
        counts=_FIRST // max(len(asked.scopes), 1) if walks else 0,
        skips=walks and share * _FIRST < _PAGE,
        joins=walks and _is_most(asked, columns, rows),
        waits=usual.waits,
    )
    return replace(asked, way=way)


def page(asked: Asked, place: Place, most: int, cap: int) -> tuple[list[int], int]:
    """The first ``most`` places of a weighed question from a place on, and how many there are from the
    beginning on, up to ``cap``; negative: at least so many. One query, which reads no hit twice.
    """
    if asked.order != "place" and asked.way is not None:
        return _of_order(asked, asked.way, place, most, cap)
    ahead: Sql = ("SELECT 0", ())
    beside, keys = _held(asked)
    sql, params = merged(asked, place, max(most, cap), held=_HELD)
    if place != Place():
        before, given = merged(asked, _rest(place), cap, held=_HELD)
        ahead = f"SELECT COUNT(*) FROM ({before}) AS counted", given  # noqa: S608 - our own names
        left = f"max({most}, {cap} - (SELECT number FROM ahead))"  # noqa: S608
        sql, params = merged(asked, place, left, held=_HELD)
    lines = _fetched(
        f"WITH {beside}, ahead(number) AS MATERIALIZED ({ahead[0]}) "  # noqa: S608
        f"SELECT place, (SELECT number FROM ahead) FROM ({sql}) AS found",
        (*keys, *ahead[1], *params),
    )
    number = lines[0][1] if lines else 0
    return place.first((key for key, _number in lines), most), min(number + len(lines), cap)


def _of_order(asked: Asked, way: Way, place: Place, most: int, cap: int) -> tuple[list[int], int]:
    """The same in an order of its own: all hits of the index at once, or by walking, when only those of the
    first rows are counted."""
    if not way.reads:
        found = [key for (key,) in _fetched(*merged(asked, Place(), -1))]
        return place.first(found, most), min(len(found), cap)
    beside, keys = _held(asked)
    sql, params = merged(asked, place, most, held=_HELD)
    within = replace(asked, way=replace(way, within=way.counts))
    first, given = merged(within, Place(), cap, ordered=False, held=_HELD)
    every, these = merged(_every(asked), Place(), way.counts + 1, ordered=False)
    enough = way.counts if way.skips else way.counts + 1
    lines = _fetched(
        f"WITH {beside}, there(number) AS MATERIALIZED (SELECT COUNT(*) FROM ({every}) AS rows), "  # noqa: S608
        f"counted(number) AS MATERIALIZED (SELECT CASE WHEN (SELECT number FROM there) <= {enough} "
        f"THEN (SELECT COUNT(*) FROM ({first}) AS hits) ELSE 0 END) "
        f"SELECT place, (SELECT number FROM counted), (SELECT number FROM there) FROM ({sql}) AS found",
        (*keys, *these, *given, *params),
    )
    _place, number, there = lines[0] if lines else (0, 0, 0)
    is_exact = not way.counts or there <= way.counts or number >= cap
    return place.first((one[0] for one in lines), most), number if is_exact else -max(number, 1)


def _held(asked: Asked) -> Sql:
    """The table of a statement with all of the few places beside the scopes: they are looked up once."""
    sql, params = few(asked, Place(), -1) if has_few(asked) else (NOTHING, ())
    return f"{_HELD}(place) AS MATERIALIZED ({sql})", params


def _fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _rest(place: Place) -> Place:
    """Where all begins that does not come from this place on."""
    return Place(before=place.after - 1) if place.after is not None else Place(after=(place.before or 0) + 1)


def _look(asked: Asked, pieces: Sequence[str], columns: Sequence[str]) -> Sql:
    """Whether rows wait to be renewed, whether few are left, how many have each piece; sampled rows, one
    perhaps more than once, and whether the list is too short for that."""
    row = asked.listing.row
    table, key, index = row._meta.db_table, row._meta.pk.column, row.grams_table()
    few, params = _few_rows(asked)
    waits = f"SELECT EXISTS (SELECT 1 FROM {Mark._meta.db_table} WHERE list = %s)"  # noqa: S608 - our own names
    number = f"SELECT COUNT(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH %s LIMIT {_RARE})"  # noqa: S608
    names = ", ".join(["text", *columns, asked.order])
    is_short = f"(SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT {_SAMPLE})) < {_SAMPLE}"  # noqa: S608
    told = ", ".join(f"({one})" for one in (waits, few, *(number for _ in pieces)))
    # Materialized: else all is counted for each spot.
    sql = (
        f"WITH RECURSIVE told AS MATERIALIZED (SELECT {told}, {is_short} AS is_short), "  # noqa: S608
        "ends AS MATERIALIZED (SELECT "  # both of one select it would look for in all rows
        f"(SELECT MIN({key}) FROM {table}) AS low, (SELECT MAX({key}) FROM {table}) AS high), "
        f"spot(no) AS (SELECT 0 UNION ALL SELECT no + 1 FROM spot WHERE no < {_SAMPLE - 1}) "
        f"SELECT told.*, {names} FROM told CROSS JOIN ends CROSS JOIN spot CROSS JOIN {table} "
        f"WHERE {key} = (SELECT MAX({key}) FROM {table} WHERE {key} <= high - (high - low) * no / {_SAMPLE})"
    )
    return sql, (asked.listing.name, *params, *tokens.coded(pieces))


def _few_rows(asked: Asked) -> Sql:
    """Whether few rows are left; only asked where an index tells it: of a period under filters, of scopes."""
    is_period = bool(asked.conditions) and None not in (asked.low, asked.high)
    if not is_period and not set(asked.conditions) <= set(asked.listing.scopes):
        return "SELECT 0", ()
    sql, params = merged(_every(asked), Place(), _READ + 1, ordered=False)
    return f"SELECT COUNT(*) <= {_READ} FROM ({sql}) AS ranged", params  # noqa: S608 - our own names


def _every(asked: Asked) -> Asked:
    """The same without words, to be counted roughly: what is in two scopes may count twice, the few beside
    them do not count."""
    return replace(asked, words=(), overlaps=False, also=(), beside=("", ()))


def _rarest(pieces: Sequence[str], numbers: dict[str, int], texts: Sequence[str]) -> tuple[str, ...]:
    """The pieces of the words that are worth asking for: of those that are as rare the last ones, for numbers
    differ at their ends."""
    having = {one: {no for no, text in enumerate(texts) if one in text} for one in pieces}
    often = {one: (numbers[one], len(having[one])) for one in pieces}
    first, *others = sorted(pieces, key=lambda one: (*often[one], -pieces.index(one)))
    least, seen = often[first]
    if least < _RARE:
        worth = [one for one in others if numbers[one] < min(_RARE, _TIMES * (least + 1))]
        return (first, *worth[: _MOST - 1])
    most = min(_TIMES * (seen + 1), len(texts) / _OFTEN)
    worth, left = [], having[first]
    for one in others:
        spared = len(left - having[one])
        if often[one][1] < max(most, spared * _LOOK):
            worth.append(one)
            left = left & having[one]
    return (first, *worth[: _MOST - 1])


def _telling(
    asked: Asked, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> frozenset[tuple[str, Any]]:
    """The values that so few rows have that the index is asked for them."""
    pairs = {
        (name, value)
        for values in (asked.conditions, *asked.scopes)
        for name, value in values.items()
        if name in columns
    }
    return frozenset(one for one in pairs if _having(one, columns, rows) * _OFTEN < len(rows))


def _having(pair: tuple[str, Any], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """How many of the rows have a value, in whatever form the database gives it."""
    (wanted,), at = tokens.of_values(dict([pair])), 1 + columns.index(pair[0])
    return sum(tokens.of_values({pair[0]: row[at]}) == [wanted] for row in rows)


def _is_most(asked: Asked, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether most rows that stand in an order of their own are in the scopes and pass the filters."""
    there = [row for row in rows if row[-1] is not None]
    either = [{**asked.conditions, **scope} for scope in asked.scopes]
    if not all(name in columns for one in either for name in one):
        return False
    passing = [
        row
        for row in there
        if any(all(_having(pair, columns, [row]) for pair in one.items()) for one in either)
    ]
    return len(passing) * 2 > len(there)


def _share(asked: Asked, rows: Sequence[Sequence[Any]]) -> float:
    """The part of the rows that has all words, the densest parts of the list aside: where it is not small,
    walking soon finds some, but not what only some years have."""
    size = max(len(rows) // _PARTS, 1)
    hits = sorted(
        sum(all(one in text for one in asked.words) for text, *_ in rows[at : at + size])
        for at in range(0, len(rows), size)
    )
    left = hits[: max(len(hits) - _ASIDE, 1)]
    return sum(left) / (size * len(left))
