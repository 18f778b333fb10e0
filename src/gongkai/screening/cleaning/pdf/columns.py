"""Tables on a page: a cell under the word 姓名, 住址 or 批号 is read together with that word.

A page knows no tables, only glyphs with places. A row with several short words, one of which names a person
or says what a number is, is taken for a header; what stands under that word in the rows below is its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.screening.cleaning.pdf.content import Box, Glyph
from gongkai.screening.files.fields import OF_VALUES
from gongkai.screening.words import PARTY_LABELS, REPORTER_LABELS, REPRESENTATIVE_LABELS, THIRD_LABELS

_PERSONS = (*PARTY_LABELS, *REPORTER_LABELS, *REPRESENTATIVE_LABELS, *THIRD_LABELS)
LABELS = frozenset((*_PERSONS, *OF_VALUES)) - {"姓", "名"}
"""Heads of columns of persons, numbers and addresses."""
_SHORT = 12
_FEW_DIGITS = 5
_FARTHEST = 60
"""Rows below a header that still belong to it."""


@dataclass(slots=True)
class Cell:
    """Neighbouring glyphs on one line."""

    start: int
    end: int
    """Characters of the stream's text."""
    box: Box

    def under(self, other: Cell) -> bool:
        """Whether the cell stands below another one."""
        return self.box[0] < other.box[2] and self.box[2] > other.box[0] and self.box[3] <= other.box[1] + 2


def labels(text: str, owners: Sequence[Glyph | None]) -> dict[int, tuple[int, str]]:
    """Cells that have a header: start → end and the header's word."""
    found: dict[int, tuple[int, str]] = {}
    heads: list[Cell] = []
    left = 0
    for row in _rows(text, owners):
        words = ["".join(text[cell.start : cell.end].split()) for cell in row]
        if _is_header(words):
            heads, left = row, _FARTHEST
            continue
        left -= 1
        if not heads or left < 0 or len(row) < 2:
            heads = heads if len(row) >= 2 and left >= 0 else []
            continue
        for cell in row:
            above = next((head for head in heads if cell.under(head)), None)
            word = "" if above is None else "".join(text[above.start : above.end].split())
            if word in LABELS:
                found[cell.start] = (cell.end, word)
    return found


def _is_header(words: Sequence[str]) -> bool:
    """Whether a row names the columns below it."""
    short = all(len(word) <= _SHORT and sum(map(str.isdigit, word)) < _FEW_DIGITS for word in words)
    return len(words) >= 2 and short and any(word in LABELS for word in words)


def _rows(text: str, owners: Sequence[Glyph | None]) -> Iterator[list[Cell]]:
    """Cells in rows, as far as the order of painting shows them: a new line or a step back ends a row."""
    row: list[Cell] = []
    for cell in _cells(text, owners):
        if row and not _beside(row[-1].box, cell.box):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _beside(box: Box, other: Box) -> bool:
    """Whether two cells stand in one row."""
    low, high = max(box[1], other[1]), min(box[3], other[3])
    return other[0] > box[2] and high - low > 0.5 * min(box[3] - box[1], other[3] - other[1])


def _cells(text: str, owners: Sequence[Glyph | None]) -> Iterator[Cell]:
    """Glyphs that follow each other without a gap wider than one of them."""
    cell: Cell | None = None
    for at, glyph in enumerate(owners):
        if glyph is None or text[at].isspace():
            continue
        box = glyph.box
        if cell is not None:
            high = box[3] - box[1]
            near = abs(box[1] - cell.box[1]) < 0.5 * high and -0.5 * high < box[0] - cell.box[2] < 0.45 * high
            if near:
                cell.end = at + 1
                cell.box = (cell.box[0], min(cell.box[1], box[1]), box[2], max(cell.box[3], box[3]))
                continue
            yield cell
        cell = Cell(at, at + 1, box)
    if cell is not None:
        yield cell
