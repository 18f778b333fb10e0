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
from gongkai.desk.lists.places import Asked, Place, Sql, Way, merged

_SAMPLE, _BLOCKS = 256, 8
"""Rows that show what is common, from so many parts of the list."""
_RARE = 1_000
"""A piece that fewer rows have is rare: each of them is looked at."""
_OFTEN, _TIMES, _MOST = 8, 4, 4
"""What one row in so many has is not asked for, nor pieces that so many times more rows have than the rarest,
nor more pieces than so many."""
_WALKED = 16
"""In an order of its own a list is walked for what one row in so many has; else all hits are sorted."""
_READ = 2_000
"""As many rows of a period and its filters are read one by one sooner than the index is asked."""

_Values = list[tuple[str, Any]]


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
    usual = replace(Way.usual(asked), waits=bool(waits))
    if len(lines) < _SAMPLE:
        return replace(asked, way=usual)
    rows = [line[2 + len(pieces) :] for line in lines]
    numbers = dict(zip(pieces, counted, strict=True))
    is_rare = min(counted) < _RARE
    way = Way(
        pieces=_rarest(pieces, numbers, [text for text, *_values in rows]),
        values=frozenset() if is_rare else _telling(asked, columns, rows),
        reads=bool(is_narrow) or (asked.order != "place" and not is_rare and _is_common(asked, rows)),
        waits=usual.waits,
    )
    return replace(asked, way=way)


def _look(asked: Asked, pieces: Sequence[str], columns: Sequence[str]) -> Sql:
    """Whether rows wait to be renewed, whether few are left, how many have each piece; sampled rows."""
    row = asked.listing.row
    table, key, index = row._meta.db_table, row._meta.pk.column, row.grams_table()
    few, params = _few_rows(asked)
    waits = f"SELECT EXISTS (SELECT 1 FROM {Mark._meta.db_table} WHERE list = %s)"  # noqa: S608 - our own names
    number = f"SELECT COUNT(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH %s LIMIT {_RARE})"  # noqa: S608
    low, high = (f"(SELECT {end}({key}) FROM {table})" for end in ("MIN", "MAX"))  # noqa: S608
    names = ", ".join(["text", *columns])
    blocks = (
        f"SELECT * FROM (SELECT {names} FROM {table} "  # noqa: S608
        f"WHERE {key} <= {high} - ({high} - {low}) * {no} / {_BLOCKS} "
        f"ORDER BY {key} DESC LIMIT {max(_SAMPLE // _BLOCKS, 1)})"
        for no in range(_BLOCKS)
    )
    told = ", ".join(f"({one})" for one in (waits, few, *(number for _ in pieces)))
    sql = f"SELECT {told}, sampled.* FROM ({' UNION ALL '.join(blocks)}) AS sampled"  # noqa: S608
    return sql, (asked.listing.name, *params, *tokens.coded(pieces))


def _few_rows(asked: Asked) -> Sql:
    """Whether the period and the filters leave few rows; only asked where both are set."""
    if not asked.conditions or None in (asked.low, asked.high):
        return "SELECT 0", ()
    sql, params = merged(replace(asked, words=()), Place(), _READ + 1, ordered=False)
    return f"SELECT COUNT(*) <= {_READ} FROM ({sql}) AS ranged", params  # noqa: S608 - our own names


def _rarest(pieces: Sequence[str], numbers: dict[str, int], texts: Sequence[str]) -> tuple[str, ...]:
    """The pieces of the words that are worth asking for: of those that are as rare the last ones, for numbers
    differ at their ends."""
    often = {one: (numbers[one], sum(one in text for text in texts)) for one in pieces}
    first, *others = sorted(pieces, key=lambda one: (*often[one], -pieces.index(one)))
    least, seen = often[first]
    if least < _RARE:
        worth = [one for one in others if numbers[one] < min(_RARE, _TIMES * (least + 1))]
    else:
        most = min(_TIMES * (seen + 1), len(texts) / _OFTEN)
        worth = [one for one in others if often[one][1] < most]
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


def _is_common(asked: Asked, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether so many rows have all words, of the newest as well, that walking soon finds some."""
    newest = rows[: max(_SAMPLE // _BLOCKS, 1)]
    return all(
        sum(all(one in text for one in asked.words) for text, *_values in part) * _WALKED >= len(part)
        for part in (newest, rows)
    )
