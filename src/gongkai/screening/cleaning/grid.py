"""Tables: a row is read as a sentence, so that a column's header says what its cells are.

``诉求人：李四；联系电话：13812345678`` is understood; ``李四`` alone is a guess. The semicolon between
two cells also keeps two numbers side by side from being read as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.screening.cleaning.pieces import Piece
from gongkai.screening.files.fields import field, is_form

_LOOK = 8
"""A header is one of the first rows."""


def header_row(grid: Sequence[Sequence[str]]) -> int | None:
    """The row that holds the headers: the first with two words or more and without long numbers."""
    for index, row in enumerate(grid[:_LOOK]):
        words = [cell.strip() for cell in row if cell.strip()]
        wordy = all(len(word) <= 24 and sum(map(str.isdigit, word)) < 5 for word in words)
        if len(words) >= 2 and wordy and len(set(words)) == len(words) and not is_form(row):
            return index
    return None


def grid_pieces(
    grid: Sequence[Sequence[str]], where: str, *, names: Sequence[str] = (), rows: Sequence[int] = ()
) -> tuple[list[Piece], dict[int, tuple[int, int]]]:
    """Pieces of a table, and which piece is which cell (row, column, from 0).

    ``where`` takes ``row`` and ``column``; ``names`` are the columns' names and ``rows`` the rows' numbers
    where they are not simply counted.
    """
    head = header_row(grid)
    pieces: list[Piece] = []
    cells: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(grid):
        first = True
        for column, text in enumerate(row):
            if not text.strip():
                continue
            place = where.format(
                row=rows[at] if rows else at + 1, column=names[column] if names else column + 1
            )
            named = column and at != head and field(row[column - 1]) and not field(text)
            before = "\n" if first else "：" if named else "；"
            label = "" if named else _label(grid, head, at, column)
            if label:
                pieces.append(Piece(label, place, context=True, before=before))
                before = "："
            cells[len(pieces)] = (at, column)
            pieces.append(Piece(text, place, before=before))
            first = False
    return pieces, cells


def _label(grid: Sequence[Sequence[str]], head: int | None, row: int, column: int) -> str:
    """The header of a cell, empty for the header itself and what stands above it."""
    if head is None or row <= head or column >= len(grid[head]):
        return ""
    return grid[head][column].strip()
