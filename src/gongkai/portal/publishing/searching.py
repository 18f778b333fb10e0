"""The search index: one function replaces an item's row, one takes it away, two find.

Rows are numbered by :func:`place_of`, so that the index itself runs newest first and stops when a page is
full. On SQLite tokens are all runs of one to four characters, in an index without content: a word of up to
four characters is a token itself, a longer one is looked up in the few texts that have all its runs. On
PostgreSQL, where every token is kept in the row, they are characters and pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from gongkai import grams
from gongkai.papers import blocks as b
from gongkai.papers import text
from gongkai.portal.models import ALIAS, Published, SearchRow
from gongkai.portal.publishing import meta, synonyms

_DAY = 34
"""Bits of a place that hold the number in the release log; the day stands above them."""
_NUMBER = (1 << _DAY) - 1
_LONGEST = {"sqlite": 4, "postgresql": 2}
"""Words up to this length are tokens themselves: whoever has the token has the word."""
_SAMPLE, _OFTEN = 256, 8
"""On PostgreSQL: rows that show whether a word is common; it is when one in so many has it."""
_MERGED = 500
"""Pages of the index that one step of :func:`tidy` writes."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: words that must all be found, a column, a year."""

    words: Sequence[str] = ()
    column: str = ""
    year: int | None = None


class Hit(NamedTuple):
    """What a page of results shows of an item; ``plain`` is its text, ``attached`` how many files it has.

    Day and number are in the place: in the item's row they stand behind its bytes, which would be read.
    """

    place: int
    index_number: str
    title: str
    category: str
    column: str
    validity: str
    plain: str
    attached: int

    @property
    def path(self) -> str:
        """The address of the item's page."""
        return f"/gk/{self.index_number}"

    @property
    def published(self) -> date:
        """The day of its publication."""
        return date.fromordinal(self.place >> _DAY)

    @property
    def log_index(self) -> int:
        """Its number in the release log."""
        return self.place & _NUMBER


_HITS = (
    'SELECT s.place, p."index", p.title, p.category, p."column", p.validity, s.plain, '
    "(SELECT count(*) FROM portal_publishedfile f WHERE f.item_id = p.id) "
    "FROM portal_searchrow s JOIN portal_published p ON p.id = s.item_id WHERE s.place IN ({}) "
    "ORDER BY s.place DESC"
)


def place_of(day: date, log_index: int) -> int:
    """The number of an item among all: by the day of its publication, then by its place in the log."""
    return day.toordinal() << _DAY | log_index


def put(item: Published, body: b.Blocks) -> None:
    """Let an item be found by its title, numbers, unit, catalogue metadata, attachments and text."""
    told = meta.catalogue(item.meta)
    facts = [item.title, item.index, item.doc_no, item.unit, *(file.name for file in item.files.all())]
    facts += [" ".join(told.keywords), told.topic, told.summary]
    lines = [line for line in facts if line]
    plain = "\n".join(text.render(body))
    normal = "\n".join(grams.normal(line) for line in (*lines, plain))
    place = place_of(item.published, item.log_index)
    drop(item)
    SearchRow.objects.create(item=item, place=place, plain=plain, text=normal)
    index([(item.pk, place, normal)])


def index(rows: Sequence[tuple[int, int, str]]) -> None:
    """Write the tokens of search rows that have none yet: key of the item, place, text in normal form."""
    with connections[ALIAS].cursor() as cursor:
        if connections[ALIAS].vendor == "postgresql":
            sql = "UPDATE portal_searchrow SET grams = %s WHERE item_id = %s"
            cursor.executemany(sql, [(tokens(text), key) for key, _, text in rows])
        else:
            sql = "INSERT INTO portal_grams (grams, rowid) VALUES (%s, %s)"
            cursor.executemany(sql, [(" ".join(tokens(text)), place) for _, place, text in rows])


def drop(item: Published) -> None:
    """Take an item out of the index, before its row goes.

    The index of SQLite keeps no content: it is told the tokens that go, made from the text that was indexed.
    """
    rows = list(SearchRow.objects.filter(item=item).values_list("place", "text"))
    SearchRow.objects.filter(item=item).delete()
    if connections[ALIAS].vendor != "postgresql":
        sql = "INSERT INTO portal_grams (portal_grams, rowid, grams) VALUES ('delete', %s, %s)"
        with connections[ALIAS].cursor() as cursor:
            cursor.executemany(sql, [(place, " ".join(tokens(text))) for place, text in rows])


def tidy(steps: int = 200) -> int:
    """Merge the parts of SQLite's index into one, in small transactions; gives how many steps it took.

    Every release adds a part, and each question reads all of them. The worker does this once a day, at most
    ``steps`` times some megabytes, so that nobody waits for it; what is left is merged the day after.
    """
    if connections[ALIAS].vendor == "postgresql":
        return 0
    raw = connections[ALIAS]
    raw.ensure_connection()
    for step in range(steps):
        before = raw.connection.total_changes
        with raw.cursor() as cursor:
            pages = -_MERGED if step == 0 else _MERGED  # the first call says: all parts, whatever their size
            cursor.execute("INSERT INTO portal_grams (portal_grams, rank) VALUES ('merge', %s)", [pages])
        if raw.connection.total_changes - before < 2:
            return step
    return steps


def tokens(text: str) -> list[str]:
    """The tokens of a text in normal form, as the database at hand keeps them.

    Letters and digits only: to the tokenizer of FTS5 for ASCII whatever is not ASCII is a letter, too.
    """
    return grams.of_normal(text, _LONGEST[connections[ALIAS].vendor])


def places(sought: Sought, most: int, *, before: int | None = None) -> list[int]:
    """The places of what was found, newest first, at most ``most``, those before a place: one statement."""
    sql, given = _statement(sought, before, walks=_is_common(sought))
    return _places(f"{sql} DESC LIMIT {int(most)}", given, newest_first=True)


def places_above(sought: Sought, place: int, most: int) -> list[int]:
    """The places from a place on upwards, the lowest first."""
    sql, given = _statement(sought, None, since=place, walks=_is_common(sought))
    return _places(f"{sql} ASC LIMIT {int(most)}", given, newest_first=False)


def _places(sql: str, given: Sequence[Any], *, newest_first: bool) -> list[int]:
    """The places that a statement gives.

    On SQLite in one row: Python gives its lock away for each row, which would be a thousand times for a page.
    """
    if connections[ALIAS].vendor == "postgresql":
        return [place for (place,) in _read(sql, given)]
    ((said,),) = _read(f"SELECT group_concat(place) FROM ({sql})", given)  # noqa: S608 - our own statement
    return sorted(map(int, said.split(",")), reverse=newest_first) if said else []


def hits(places: Sequence[int]) -> list[Hit]:
    """What stands at these places, newest first, for a page of results: one statement, no model."""
    if not places:
        return []
    return [Hit._make(row) for row in _read(_HITS.format(",".join(["%s"] * len(places))), places)]


def _read(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement; on SQLite past Django's cursor, whose wrappers cost as much as the reading."""
    connection = connections[ALIAS]
    if connection.vendor == "sqlite" and not connection.force_debug_cursor:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            rows: list[tuple[Any, ...]] = connection.connection.execute(
                sql.replace("%s", "?"), given
            ).fetchall()
        return rows
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def find(words: Sequence[str]) -> QuerySet[Published]:
    """The public items that hold all words (of :func:`gongkai.grams.terms`); every item without a word."""
    found = Published.objects.all()
    if not words:
        return found
    sql, given = _statement(Sought(words), None)
    inner = sql.partition(" ORDER BY ")[0]
    return found.filter(search__place__in=RawSQL(inner, given))  # noqa: S611 - built from fixed parts


def _is_common(sought: Sought) -> bool:
    """Whether so many of the newest rows hold all words that the others are walked, too; on PostgreSQL.

    Its index has no order: of a common word it gives most of the site, to be sorted.
    """
    if not sought.words or connections[ALIAS].vendor != "postgresql":
        return False
    held, given = _held(synonyms.of(word) for word in sought.words)
    newest = f"SELECT text FROM portal_searchrow ORDER BY place DESC LIMIT {_SAMPLE}"  # noqa: S608 - numbers
    ((count,),) = _read(f"SELECT count(*) FROM ({newest}) s WHERE {' AND '.join(held)}", given)  # noqa: S608
    return bool(count * _OFTEN >= _SAMPLE)


def _held(groups: Iterable[Sequence[str]]) -> tuple[list[str], list[Any]]:
    """A condition for each group of words: the text holds one of them."""
    every = [list(group) for group in groups]
    one = (
        "position(%s in s.text) > 0" if connections[ALIAS].vendor == "postgresql" else "instr(s.text, %s) > 0"
    )
    held = ["(" + " OR ".join(one for _ in group) + ")" for group in every]
    return held, [word for group in every for word in group]


def _statement(
    sought: Sought, before: int | None, since: int | None = None, *, walks: bool = False
) -> tuple[str, list[Any]]:
    """The statement up to its direction: from the index outwards, so that it stops when a page is full.

    ``walks``: the texts are looked at in the order of the places, past the index of tokens.
    """
    vendor = connections[ALIAS].vendor
    lite, longest = vendor != "postgresql", _LONGEST[vendor]
    groups = [synonyms.of(word) for word in sought.words]
    tables, conditions = ["portal_searchrow s"], []
    given: list[Any] = []
    if groups and lite:
        tables = ["portal_grams CROSS JOIN portal_searchrow s ON s.place = portal_grams.rowid"]
        conditions.append("portal_grams MATCH %s")
        given.append(" AND ".join(_wanted(group, longest) for group in groups))
    key = "portal_grams.rowid" if groups and lite else "s.place"
    column = "s.place"
    if groups and lite and not sought.column and all(len(w) <= longest for group in groups for w in group):
        tables, column = ["portal_grams"], key
    for group in groups:
        if not lite and not walks:
            conditions.append("(" + " OR ".join("s.grams @> %s::text[]" for _ in group) + ")")
            given += [grams.of_question(word, longest) for word in group]
    held, words = _held(group for group in groups if walks or any(len(word) > longest for word in group))
    conditions += held
    given += words
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
    return f"SELECT {column} AS place FROM {' '.join(tables)}{where} ORDER BY {key}", given  # noqa: S608 - fixed parts


def _wanted(group: Sequence[str], longest: int) -> str:
    """A group of words that mean the same, as FTS5 asks for it."""
    asked = [" AND ".join(f'"{token}"' for token in _cover(word, longest)) for word in group]
    return f"({' OR '.join(f'({one})' for one in asked)})"


def _cover(word: str, longest: int) -> list[str]:
    """As few of the word's tokens as hold all its characters; the text tells what they find too much.

    Every list of a token is read to its end, and the runs between tell little that those beside them do not.
    """
    last = max(len(word) - longest, 0)
    return list(dict.fromkeys(word[start : start + longest] for start in (*range(0, last, longest), last)))
