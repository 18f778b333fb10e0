"""Statutory tables in files that have lines only (PDF, text): figures are found behind their labels."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from gongkai.law.forms import BlockTable, GroupTable, ListTable, MatrixTable, Table
from gongkai.reportcheck.words import HAN

_PAREN = re.compile(r"\([^()]{0,80}\)")
_BLANKS = re.compile(r"[ \t\u3000]{2,}")
_FIGURE = re.compile(
    r"(?<![\d.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.])-?\d{1,12}(?:\.\d{1,4})?(?![\d]|[.、](?!\d))"
)
_HEAD = re.compile("[" + HAN + "]")
_ENOUGH = 5
_TELLING = 12
"""Letters that tell a label; the rest of a long one may stand on the next page."""
_UNIT = re.compile(r"(?<=\s)(?:条|件|次|篇|个|人次|人|万元)(?=\s+-?\d)")
"""The unit column, which a label of several lines has in its midst."""
_CUT, _WHOLE = 2, 6
"""Last letters of a label that the next page may hold, if it has so many: 8.属于行政查询事, then 项."""
_GAP = 160
"""Characters behind a label in which its figures stand."""
_FEW = 2
"""Figures inside parentheses that belong to the words (计1条); more are a row that the page cut in two."""


@dataclass(frozen=True, slots=True)
class Run:
    """Running text: its Chinese letters in one string with the place of each, so that blanks, line ends,
    units and a row of figures in the midst of a label do not hide it."""

    text: str
    letters: str
    places: list[int]

    def find(self, name: str, place: int, within: int | None = None) -> int:
        """Where a label begins, from ``place`` on; -1 where it is not there."""
        last = len(self.text) if within is None else within
        first, end = bisect_left(self.places, place), bisect_left(self.places, last)
        at = self.letters.find(_telling(name), first, end)
        return self.places[at] if at >= 0 else -1


def running(lines: list[str]) -> Run:
    """The lines of a file as running text."""
    plain = unicodedata.normalize("NFKC", "\n".join(lines)).replace("−", "-")
    text = _PAREN.sub(_aside, _BLANKS.sub("  ", plain))
    labels = _UNIT.sub(lambda found: " " * len(found[0]), text)
    places = [found.start() for found in _HEAD.finditer(labels)]
    return Run(text, "".join(text[place] for place in places), places)


def _aside(found: re.Match[str]) -> str:
    """What stays of words in parentheses: nothing, or the row of figures that a new page put there."""
    figures = _FIGURE.findall(found[0])
    return f" {' '.join(figures)} " if len(figures) > _FEW else " "


@cache
def _telling(text: str) -> str:
    """The letters of a label that have to be there."""
    head = re.sub(r"[(].*", "", unicodedata.normalize("NFKC", text))
    letters = re.sub(f"[^{HAN}]", "", head)
    if len(letters) >= _TELLING:
        return letters[:_TELLING]
    return letters[:-_CUT] if len(letters) >= _WHOLE else letters


def read_streams(run: Run, table: Table) -> dict[str, str]:
    """The texts of the cells of ``table`` by key; empty where the table is not there."""
    match table:
        case ListTable():
            return _rows(run, [(row.label, (row.key,) if row.key else ()) for row in table.rows])
        case BlockTable():
            rows = list(_block_rows(table))
            return _rows(run, rows, enough=2, begins=min)
        case MatrixTable():
            return _rows(run, [(row.label, table.keys_of(row)) for row in table.rows if row.key])
        case GroupTable():
            return _groups(run, table)


def _block_rows(table: BlockTable) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in table.blocks:
        yield block.heading, ()
        for head in block.heads:
            yield head, ()
        for row in block.rows:
            yield row.label, row.cells


def _rows(
    run: Run,
    rows: list[tuple[str, tuple[str, ...]]],
    enough: int = _ENOUGH,
    begins: Callable[[list[int]], int] = max,
) -> dict[str, str]:
    """Rows in their order: the figures between a label and the next one. The labels of the narrative do
    not count: a row needs all its figures at once."""
    starts = list(_starts(run, rows))
    if not starts:
        return {}
    place = begins(starts)
    hits: list[tuple[int, tuple[str, ...]]] = []
    for name, keys in rows:
        at = run.find(name, place)
        if at >= 0:
            hits.append((at, keys))
            place = at + 1
    read: dict[str, str] = {}
    for (at, keys), (following, _) in zip(hits, [*hits[1:], (len(run.text), ())], strict=True):
        if keys:
            figures = _FIGURE.findall(run.text[at : min(following, at + _GAP)])
            if len(figures) >= len(keys):
                read.update(zip(keys, figures, strict=False))
    return read if len(read) >= enough else {}


def _starts(run: Run, rows: list[tuple[str, tuple[str, ...]]]) -> Iterator[int]:
    """Where the table may begin: each place of its first label from which the second one follows closely.
    The narrative may tell of a list (its last place counts); the blocks of table 2 repeat their heads."""
    at = run.find(rows[0][0], 0)
    while at >= 0:
        if run.find(rows[1][0], at + 1, at + _GAP) >= 0:
            yield at
        at = run.find(rows[0][0], at + 1)


def _groups(run: Run, table: GroupTable) -> dict[str, str]:
    """The run of figures behind the heads of table 4, whose letters a narrow column sets in any order."""
    keys = [key for group in table.groups for key in group.cells]
    heads = "".join(sorted({one for column in table.columns for one in column.label}))
    run_of = re.compile(
        rf"(?:[\s|:-]{{0,12}}[{heads}]){{5,200}}[\s|:-]{{0,200}}"
        rf"((?:-?\d[\d,]{{0,12}}[\s|]{{1,40}}){{{len(keys) - 1}}}-?\d[\d,]{{0,12}})(?!\d)"
    )
    found = list(run_of.finditer(run.text))
    return dict(zip(keys, re.split(r"[\s|]+", found[-1][1]), strict=True)) if found else {}
