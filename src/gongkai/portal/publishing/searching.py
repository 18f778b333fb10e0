"""The search index: one function replaces an item's row, one takes it away, two find.

Rows are numbered by :func:`place_of`, so that the index itself runs newest first and stops when a page is
full. Tokens are written in hexadecimal, so that no tokenizer of a database has an opinion about Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from gongkai import grams
from gongkai.papers import blocks as b
from gongkai.papers import text
from gongkai.portal.models import ALIAS, Published, SearchRow
from gongkai.portal.publishing import synonyms

_DAY = 34
"""Bits of a place that hold the number in the release log; the day stands above them."""
_SURE = 2
"""Words up to this length are tokens themselves: whoever has the token has the word."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: words that must all be found, a column, a year."""

    words: Sequence[str] = ()
    column: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What a page of results shows of an item; ``plain`` is its text, ``attached`` how many files it has."""

    index: str
    title: str
    category: str
    column: str
    validity: str
    published: date
    log_index: int
    plain: str
    attached: int

    @property
    def path(self) -> str:
        """The address of the item's page."""
        return f"/gk/{self.index}"


_HITS = (
    'SELECT p."index", p.title, p.category, p."column", p.validity, p.published, p.log_index, s.plain, '
    "(SELECT count(*) FROM portal_publishedfile f WHERE f.item_id = p.id) "
    "FROM portal_searchrow s JOIN portal_published p ON p.id = s.item_id WHERE s.place IN ({}) "
    "ORDER BY s.place DESC"
)


def place_of(day: date, log_index: int) -> int:
    """The number of an item among all: by the day of its publication, then by its place in the log."""
    return day.toordinal() << _DAY | log_index


def put(item: Published, body: b.Blocks) -> None:
    """Let an item be found by its title, numbers, unit, attachments and text."""
    facts = [item.title, item.index, item.doc_no, item.unit, *(file.name for file in item.files.all())]
    lines = [line for line in facts if line]
    plain = "\n".join(text.render(body))
    normal = "\n".join(grams.normal(line) for line in (*lines, plain))
    tokens = _coded(grams.of_text("\n".join((*lines, plain))))
    place = place_of(item.published, item.log_index)
    drop(item)
    SearchRow.objects.create(item=item, place=place, plain=plain, text=normal)
    with connections[ALIAS].cursor() as cursor:
        if connections[ALIAS].vendor == "postgresql":
            cursor.execute("UPDATE portal_searchrow SET grams = %s WHERE item_id = %s", (tokens, item.pk))
        else:
            cursor.execute("DELETE FROM portal_grams WHERE rowid = %s", [place])
            sql = "INSERT INTO portal_grams (grams, rowid) VALUES (%s, %s)"
            cursor.execute(sql, (" ".join(tokens), place))


def drop(item: Published) -> None:
    """Take an item out of the index, before its row goes."""
    places = list(SearchRow.objects.filter(item=item).values_list("place", flat=True))
    SearchRow.objects.filter(item=item).delete()
    if connections[ALIAS].vendor != "postgresql":
        with connections[ALIAS].cursor() as cursor:
            cursor.executemany("DELETE FROM portal_grams WHERE rowid = %s", [[place] for place in places])


def places(sought: Sought, most: int, *, before: int | None = None) -> list[int]:
    """The places of what was found, newest first, at most ``most``, those before a place: one statement."""
    sql, given = _statement(sought, before)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"{sql} DESC LIMIT {int(most)}", given)
        return [row[0] for row in cursor.fetchall()]


def places_above(sought: Sought, place: int, most: int) -> list[int]:
    """The places from a place on upwards, the lowest first."""
    sql, given = _statement(sought, None, since=place)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"{sql} ASC LIMIT {int(most)}", given)
        return [row[0] for row in cursor.fetchall()]


def hits(places: Sequence[int]) -> list[Hit]:
    """What stands at these places, newest first, for a page of results: one statement, no model."""
    if not places:
        return []
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_HITS.format(",".join(["%s"] * len(places))), list(places))
        rows = cursor.fetchall()
    return [
        Hit(index, title, category, column, validity, _day(day), number, plain, attached)
        for index, title, category, column, validity, day, number, plain, attached in rows
    ]


def _day(value: Any) -> date:
    """SQLite gives a day as text where no model reads it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def find(words: Sequence[str]) -> QuerySet[Published]:
    """The public items that hold all words (of :func:`gongkai.grams.terms`); every item without a word."""
    found = Published.objects.all()
    if not words:
        return found
    sql, given = _statement(Sought(words), None)
    inner = sql.partition(" ORDER BY ")[0]
    return found.filter(search__place__in=RawSQL(inner, given))  # noqa: S611 - built from fixed parts


def _statement(sought: Sought, before: int | None, since: int | None = None) -> tuple[str, list[Any]]:
    """The statement up to its direction: from the index outwards, so that it stops when a page is full."""
    lite = connections[ALIAS].vendor != "postgresql"
    groups = [synonyms.of(word) for word in sought.words]
    tables, conditions = ["portal_searchrow s"], []
    given: list[Any] = []
    if groups and lite:
        tables = ["portal_grams CROSS JOIN portal_searchrow s ON s.place = portal_grams.rowid"]
        conditions.append("portal_grams MATCH %s")
        given.append(" AND ".join(_wanted(group) for group in groups))
    key = "portal_grams.rowid" if groups and lite else "s.place"
    column = "s.place"
    if groups and lite and not sought.column and all(len(w) <= _SURE for group in groups for w in group):
        tables, column = ["portal_grams"], key
    for group in groups:
        if not lite:
            conditions.append("(" + " OR ".join("s.grams @> %s::text[]" for _ in group) + ")")
            given += [_coded(grams.of_question(word)) for word in group]
        if any(len(word) > _SURE for word in group):
            one = "instr(s.text, %s) > 0" if lite else "position(%s in s.text) > 0"
            conditions.append("(" + " OR ".join(one for _ in group) + ")")
            given += group
    if sought.column:
        tables.append("JOIN portal_published p ON p.id = s.item_id")
        conditions.append('p."column" = %s AND p.kind = %s')
        given += [sought.column, Published.Kind.ITEM.value]
    if sought.year:
        first, after = (place_of(date(year, 1, 1), 0) for year in (sought.year, sought.year + 1))
        conditions.append(f"{key} >= %s AND {key} < %s")
        given += [first, after]
    if before is not None:
        conditions.append(f"{key} < %s")
        given.append(before)
    if since is not None:
        conditions.append(f"{key} >= %s")
        given.append(since)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {column} FROM {' '.join(tables)}{where} ORDER BY {key}", given  # noqa: S608 - fixed parts


def _wanted(group: Sequence[str]) -> str:
    """A group of words that mean the same, as FTS5 asks for it."""
    asked = ["(" + " AND ".join(_coded(grams.of_question(word))) + ")" for word in group]
    return f"({' OR '.join(asked)})"


def _coded(tokens: list[str]) -> list[str]:
    return [f"x{token.encode('utf-16-be').hex()}" for token in tokens]
