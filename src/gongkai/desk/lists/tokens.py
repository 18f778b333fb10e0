"""The token index of a list: words of the text and values of the facets, ordered by place.

FTS5 with the place as its row number on SQLite, an array with GIN on PostgreSQL, as the portal's search does.
Tokens of letters and pairs are written in hexadecimal, so that no tokenizer of a database has an opinion
about Chinese.

Numbers of a register are alike but for their ends, and pairs of digits stand in all of them: the index holds
the threes and fours of a text as well, and the sixes of letters and digits. A question asks for the longest
pieces of its words, and not for all of them: fewer tokens than a text has never lose a hit, and what they
find too much is compared as a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from gongkai import grams
from gongkai.desk.lists.models import Row
from gongkai.desk.lists.spans import PARTS

if TYPE_CHECKING:
    from gongkai.desk.lists.listing import Listing

LONG, LONGER = "lists_grams", 3
"""The function of PostgreSQL that gives the pieces of a text from three letters on, as :func:`_longer` does:
its index holds them beside the tokens, so that of a longer word few rows are looked at."""
_LONG = f"""
CREATE OR REPLACE FUNCTION {LONG}(written text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE found text[] := '{{}}'; part text; size int; six text;
BEGIN
  FOREACH part IN ARRAY string_to_array(translate(written, E'\\n', ' '), ' ') LOOP
    size := length(part);
    FOR at IN 1 .. size - 2 LOOP
      found := found || substr(part, at, 3);
      IF at <= size - 3 THEN found := found || substr(part, at, 4); END IF;
      IF at <= size - 5 THEN
        six := substr(part, at, 6);
        IF octet_length(six) = 6 THEN found := found || six; END IF;
      END IF;
    END LOOP;
  END LOOP;
  RETURN found;
END $$"""
_PENDING = 256
"""Kilobytes of new tokens that wait beside the index of PostgreSQL: every question reads them all."""
_FEW = 8
"""Of a longer word so many pieces are looked at; of more, those that hold all its letters, and the last."""
_LAST = 3
"""Of a longer word so many of the last pieces are looked at in any case."""
_BUILT = 2_000
"""Rows that are read at once where an index is built."""


def install(cursor: Any, vendor: str, listing: Listing) -> None:
    """Create the index where it is missing; it holds the rows that there are."""
    row, table = listing.row, listing.row._meta.db_table
    if vendor == "postgresql":
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS grams text[] NOT NULL DEFAULT '{{}}'")
        cursor.execute(_LONG)
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {table}_tokens ON {table} "
            f"USING gin ({', '.join(_indexed(listing))}) WITH (gin_pending_list_limit = {_PENDING})"
        )
        for earlier in ("grams", "words"):
            cursor.execute(f"DROP INDEX IF EXISTS {table}_{earlier}")
        return
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [row.grams_table()])
    if cursor.fetchone() is None:
        with transaction.atomic():
            cursor.execute(
                f"CREATE VIRTUAL TABLE {row.grams_table()} "
                "USING fts5(grams, tokenize = 'ascii', detail = none, columnsize = 0)"
            )
            _build(cursor, listing)
            cursor.execute(f"DROP TABLE IF EXISTS {table}_grams")  # without the longer pieces


def _indexed(listing: Listing) -> list[str]:
    """What the index of PostgreSQL holds."""
    values = [f"({filters(listing)})"] if listing.filtered else []
    return ["grams", f"{LONG}(text)", f"({PARTS})", *values]


def filters(listing: Listing) -> str:
    """The values of a row that only filters name, as PostgreSQL makes an array of them."""
    values = ", ".join(f"'{name}=' || {name}" for name in listing.filtered)
    return f"ARRAY[{values}]"


def of_filters(values: Mapping[str, Any]) -> list[str]:
    """The same for values that are asked for."""
    return [f"{name}={value}" for name, value in values.items()]


def _build(cursor: Any, listing: Listing) -> None:
    """On SQLite: index the rows of an earlier version, in their order; bounded memory."""
    rows, place = listing.row._default_manager.order_by("place"), -(1 << 63)
    while part := list(rows.filter(place__gt=place)[:_BUILT]):
        _insert(cursor, listing, part)
        place = part[-1].place


def put(listing: Listing, rows: Sequence[Row]) -> None:
    """Let these rows be found.

    FTS5 holds what is written in memory only as long as the numbers of rows go up: one out of order makes it
    write all of it down at once, for 14 ms a row instead of a fraction of one.
    """
    if not rows:
        return
    rows = sorted(rows, key=lambda one: one.place)
    table = listing.row._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"UPDATE {table} SET grams = %s WHERE record_id = %s"  # noqa: S608 - our own names
            cursor.executemany(sql, [(of_row(listing, one), one.record_id) for one in rows])
            return
        drop(listing.row, [one.place for one in rows])
        _insert(cursor, listing, rows)


def _insert(cursor: Any, listing: Listing, rows: Iterable[Row]) -> None:
    sql = f"INSERT INTO {listing.row.grams_table()} (grams, rowid) VALUES (%s, %s)"  # noqa: S608 - our own name
    cursor.executemany(sql, [(" ".join(of_row(listing, one)), one.place) for one in rows])


def drop(row: type[Row], places: Iterable[int]) -> None:
    """Take places out of the index; on PostgreSQL the tokens go with the row."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            sql = f"DELETE FROM {row.grams_table()} WHERE rowid = %s"  # noqa: S608 - our own name
            cursor.executemany(sql, [(place,) for place in sorted(places)])


def scrub(row: type[Row]) -> None:
    """Rewrite the index so that nothing of dropped rows is left in its pages; slow, and rare."""
    if connection.vendor != "postgresql":
        table = row.grams_table()
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


def of_row(listing: Listing, row: Row) -> list[str]:
    """All tokens of a row: of its text and of its values."""
    short = coded(grams.of_text(row.text))
    if connection.vendor == "postgresql":
        values = {one: getattr(row, one) for one in listing.token_columns}
        return [*short, *of_values(values)]
    values = {one: getattr(row, one) for one in listing.indexed_columns}
    return [*short, *coded(dict.fromkeys(_longer(row.text))), *of_values(values)]


def _longer(text: str) -> Iterator[str]:
    """The threes and fours of a text in normal form, the sixes of its letters and digits."""
    for run in text.split():
        for at in range(len(run) - 2):
            yield run[at : at + 3]
            if at <= len(run) - 4:
                yield run[at : at + 4]
            if at <= len(run) - 6 and run[at : at + 6].isascii():
                yield run[at : at + 6]


def of_values(values: Mapping[str, Any]) -> list[str]:
    """A token for each column with its value, in the form that the column has in the database."""
    said = (f"{name}={int(value) if isinstance(value, bool) else value}" for name, value in values.items())
    return [f"f{one.encode('utf-16-be').hex()}" for one in said]


def pieces(words: Iterable[str]) -> list[str]:
    """What a text with these words has in the index, of each word the longest; in the order of the words, the
    sixes of a word last. Not all of them where there are many."""
    found: dict[str, None] = {}
    for word in words:
        size = min(len(word), 4)
        sixes = [word[at : at + 6] for at in range(len(word) - 5) if word[at : at + 6].isascii()]
        others = [word[at : at + size] for at in range(len(word) - size + 1)]
        if sixes:
            others = [one for one in others if not one.isascii()]
        for every, length in ((others, size), (sixes, 6)):
            kept = every if len(every) <= _FEW else [*every[:-_LAST:length], *every[-_LAST:]]
            found.update(dict.fromkeys(kept))
    return list(found)


def coded(pieces: Iterable[str]) -> list[str]:
    """Pieces of texts as the index holds them; from three letters on as they are, which FTS5 keeps whole."""
    return [f"y{one}" if len(one) >= LONGER else f"x{one.encode('utf-16-be').hex()}" for one in pieces]
