"""The token index of a list: words of the text and values of the facets, ordered by place.

FTS5 with the place as its row number on SQLite, an array with GIN on PostgreSQL, as the portal's search does.
Tokens are written in hexadecimal, so that no tokenizer of a database has an opinion about Chinese.

Numbers of a register are alike but for their ends, and pairs of digits stand in all of them: of a run of
letters and digits the index holds fours as well, and a question asks for the last of them only, as those
before stand in thousands of texts. Fewer tokens than a text has never lose a hit; what they find too much is
compared as a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from gongkai import grams
from gongkai.desk.lists.models import PK_BITS, Row

if TYPE_CHECKING:
    from gongkai.desk.lists.listing import Listing

WEEK, WEEK_MARK = 7, "p"
"""Days of a span of places that has a token of its own on PostgreSQL, and how that token begins: its index
has no order, but of a word in a week it gives only those of the week."""
LONG, LONGER = "lists_grams", 3
"""The function of PostgreSQL that gives all threes and fours of a text, and sixes of letters and digits: its
index holds them beside the tokens, so that of a longer word few rows are looked at."""
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
_RUN = re.compile("([0-9a-z]{4,})")
_ASKED = 3
"""Of the last run of a word in a question so many fours are looked for, from its end."""


def install(cursor: Any, vendor: str, row: type[Row]) -> None:
    """Create the index where it is missing."""
    if vendor == "postgresql":
        table = row._meta.db_table
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS grams text[] NOT NULL DEFAULT '{{}}'")
        cursor.execute(_LONG)
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (grams, {LONG}(text)) "
            f"WITH (gin_pending_list_limit = {_PENDING})"
        )
        cursor.execute(f"DROP INDEX IF EXISTS {table}_grams")
        return
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {row.grams_table()} "
        "USING fts5(grams, tokenize = 'ascii', detail = none)"
    )


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
        sql = f"INSERT INTO {listing.row.grams_table()} (grams, rowid) VALUES (%s, %s)"  # noqa: S608
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
    """All tokens of a row: of its text, of its scopes and facets, on PostgreSQL of its week."""
    values = {one: getattr(row, one) for one in listing.token_columns}
    week = [f"{WEEK_MARK}{(row.place >> PK_BITS) // WEEK}"] if connection.vendor == "postgresql" else []
    return coded(grams.of_text(row.text)) + _coded_fours(_fours(row.text)) + of_values(values) + week


def of_values(values: Mapping[str, Any]) -> list[str]:
    """A token for each column with its value, in the form that the column has in the database."""
    said = (f"{name}={int(value) if isinstance(value, bool) else value}" for name, value in values.items())
    return [f"f{one.encode('utf-16-be').hex()}" for one in said]


def of_words(words: Iterable[str]) -> list[str]:
    """The tokens that a text with these words must have; not all of them where there are runs."""
    return list(in_texts(words))


def in_texts(words: Iterable[str]) -> dict[str, str]:
    """The same tokens, each with the letters that a text must hold to have it."""
    pairs: set[str] = set()
    fours: set[str] = set()
    for word in words:
        runs = _RUN.findall(word)
        if runs:
            fours.update(list(_fours(runs[-1]))[-_ASKED:])
        for part in _RUN.split(word)[::2]:
            if (len(part) > 1 and not part.isascii()) or not runs:
                pairs.update(grams.of_question(part))
    written = [*sorted(pairs), *sorted(fours)]
    return dict(zip(coded(sorted(pairs)) + _coded_fours(sorted(fours)), written, strict=True))


def pieces(words: Iterable[str]) -> list[str]:
    """On PostgreSQL: what a text with these words has in the index, longest first; each in the order of the
    words. Not all of them where there are many."""
    found: dict[str, None] = {}
    for word in words:
        size = min(len(word), 4)
        sixes = [word[at : at + 6] for at in range(len(word) - 5) if word[at : at + 6].isascii()]
        others = [word[at : at + size] for at in range(len(word) - size + 1)]
        if sixes:
            others = [one for one in others if not one.isascii()]
        for every, length in ((others, size), (sixes, 6)):
            kept = every if len(every) <= _FEW else [*every[:-_ASKED:length], *every[-_ASKED:]]
            found.update(dict.fromkeys(kept))
    return list(found)


def is_rare(words: Iterable[str]) -> bool:
    """Whether one of the words has a number so long that few texts hold its end."""
    return any(len(list(_fours(run))) > 1 for word in words for run in _RUN.findall(word)[-1:])


def _fours(text: str) -> Iterator[str]:
    """Every four neighbours of each run of letters and digits."""
    for run in _RUN.findall(text):
        for place in range(len(run) - 3):
            yield run[place : place + 4]


def _coded_fours(tokens: Iterable[str]) -> list[str]:
    return [f"y{token}" for token in dict.fromkeys(tokens)]


def coded(tokens: Iterable[str]) -> list[str]:
    """Tokens of texts as the index holds them."""
    return [f"x{token.encode('utf-16-be').hex()}" for token in tokens]
