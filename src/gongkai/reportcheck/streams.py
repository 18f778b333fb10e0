"""Statutory tables in files that have lines only (PDF, text): figures are found behind their labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from gongkai.law.forms import BlockTable, GroupTable, ListTable, MatrixTable, Table
from gongkai.reportcheck.words import HAN

_PAREN = re.compile(r"\([^()]{0,80}\)")
_FIGURE = re.compile(
    r"(?<![\d.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.])-?\d{1,12}(?:\.\d{1,4})?(?![\d]|[.、](?!\d))"
)
_ENOUGH = 5
_TELLING = 12
"""Letters that tell a label; the rest of a long one may stand on the next page."""
_CUT, _WHOLE = 2, 6
"""Last letters of a label that the next page may hold, if it has so many: 8.属于行政查询事, then 项."""
_GAP = 160
"""Characters behind a label in which its figures stand."""


def _plain(lines: list[str]) -> str:
    return unicodedata.normalize("NFKC", "\n".join(lines)).replace("−", "-")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A label in running text: blanks and line breaks between any two characters, parentheses left open."""
    head = re.sub(r"[(].*", "", unicodedata.normalize("NFKC", text))
    letters = re.findall("[0-9A-Za-z" + HAN + "]", head)[:_TELLING]
    gap = r"[\s、“”\"·《》/]{0,4}"
    if not _WHOLE <= len(letters) < _TELLING:
        return re.compile(gap.join(map(re.escape, letters)))
    first, second = (re.escape(letter) for letter in letters[-_CUT:])
    return re.compile(f"{gap.join(map(re.escape, letters[:-_CUT]))}(?:{gap}{first}(?:{gap}{second})?)?")


def read_streams(lines: list[str], table: Table) -> dict[str, str]:
    """The texts of the cells of ``table`` by key; empty where the table is not there."""
    text = _plain(lines)
    match table:
        case ListTable():
            return _rows(text, [(row.label, (row.key,) if row.key else ()) for row in table.rows])
        case BlockTable():
            head = _plain([table.blocks[0].heading])
            return _rows(text, list(_block_rows(table)), start=head, enough=2)
        case MatrixTable():
            rows = [(row.label, table.keys_of(row)) for row in table.rows if row.key]
            return _rows(text, rows)
        case GroupTable():
            return _groups(text, table)


def _block_rows(table: BlockTable) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in table.blocks:
        yield block.heading, ()
        for head in block.heads:
            yield head, ()
        for row in block.rows:
            yield row.label, row.cells


def _rows(
    text: str, rows: list[tuple[str, tuple[str, ...]]], start: str = "", enough: int = _ENOUGH
) -> dict[str, str]:
    """Rows in their order: the figures between a label and the next one. The labels of the narrative do
    not count: a row needs all its figures at once."""
    begin = text.find(start) if start else _first(text, rows)
    if begin < 0:
        return {}
    hits: list[tuple[int, int, tuple[str, ...]]] = []
    place = begin
    for name, keys in rows:
        found = _pattern(name).search(text, place)
        if found is None:
            continue
        hits.append((found.start(), found.end(), keys))
        place = found.end()
    read: dict[str, str] = {}
    for at, (_, end, keys) in enumerate(hits):
        if not keys:
            continue
        stop = min(hits[at + 1][0] if at + 1 < len(hits) else len(text), end + _GAP)
        figures = _FIGURE.findall(_PAREN.sub(" ", text[end:stop]))
        if len(figures) >= len(keys):
            read.update(zip(keys, figures, strict=False))
    return read if len(read) >= enough else {}


def _first(text: str, rows: list[tuple[str, tuple[str, ...]]]) -> int:
    """Where the table begins: the last place of its first label from which the second one follows closely."""
    first, second = _pattern(rows[0][0]), _pattern(rows[1][0])
    for found in first.finditer(text):
        if second.search(text, found.end(), found.end() + _GAP):
            return found.start()
    return -1


def _groups(text: str, table: GroupTable) -> dict[str, str]:
    """The run of figures behind the heads of table 4."""
    heads = r"[\s|]*".join(_pattern(column.label).pattern for column in table.columns)
    ends = [found.end() for found in re.finditer(heads, text)]
    if not ends:
        return {}
    keys = [key for group in table.groups for key in group.cells]
    run = re.match(
        rf"[\s|:-]*((?:-?\d[\d,]{{0,12}}[\s|]+){{{len(keys) - 1}}}-?\d[\d,]{{0,12}})(?!\d)", text[ends[-1] :]
    )
    return dict(zip(keys, re.split(r"[\s|]+", run[1]), strict=True)) if run else {}
