"""Small cells of a statistical table: counts so small that they point at a person are not shown.

Totals of rows and columns are published beside the table, so that a single hidden cell could be computed
from them: a second cell of the same row or column is hidden with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.refusal import Refused


def suppress(table: Sequence[Sequence[int]], smallest: int) -> tuple[tuple[int | None, ...], ...]:
    """``table`` (without its totals) with None for each count that is not shown.

    ``smallest`` is the smallest count that may be shown; 0 is always shown unless it must cover another cell.
    Every row and column with a hidden cell has at least two of them, as far as it has two cells.
    """
    if smallest < 0 or len({len(row) for row in table}) > 1 or any(cell < 0 for row in table for cell in row):
        raise Refused("bad-table", "统计表的各行长度不同，或者有负数", "请核对表格")
    hidden = [[0 < cell < smallest for cell in row] for row in table]
    changed = True
    while changed:
        changed = False
        for line in _lines(len(table), len(table[0]) if table else 0):
            if sum(hidden[row][column] for row, column in line) != 1:
                continue
            others = [(table[row][column], row, column) for row, column in line if not hidden[row][column]]
            # A zero is poor cover: whoever knows that it is one computes the other cell.
            others.sort(key=lambda cell: (cell[0] == 0, cell))
            if others:
                _, row, column = others[0]
                hidden[row][column] = changed = True
    return tuple(
        tuple(None if gone else cell for cell, gone in zip(row, mask, strict=True))
        for row, mask in zip(table, hidden, strict=True)
    )


def _lines(rows: int, columns: int) -> Iterator[list[tuple[int, int]]]:
    """The cells of each row, then of each column, as far as they have a total of more than one cell."""
    if columns > 1:
        for row in range(rows):
            yield [(row, column) for column in range(columns)]
    if rows > 1:
        for column in range(columns):
            yield [(row, column) for row in range(rows)]
