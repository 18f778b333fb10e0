"""Tables: cells that may span, rows, and the grid they must fill without a hole or an overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from gongkai.papers.inlines import Inlines, Words, checked, one_of, plain, words
from gongkai.refusal import Refused

CellAlign = Literal["", "left", "center", "right"]
Scope = Literal["", "row", "col", "rowgroup", "colgroup"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. ``align`` empty: numbers right, words left. ``indent`` 0–2 sets a 其中 row below its total."""

    inlines: Inlines = ()
    colspan: int = 1
    rowspan: int = 1
    align: CellAlign = ""
    header: bool = False
    scope: Scope = ""
    indent: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "inlines", words(self.inlines))
        one_of(self.align, CellAlign, "单元格对齐方式")
        one_of(self.scope, Scope, "表头范围")
        if not (1 <= self.colspan <= 100 and 1 <= self.rowspan <= 1000 and 0 <= self.indent <= 2):
            raise Refused(
                "bad-table", "单元格的跨列、跨行或缩进超出范围", mend="跨列 1–100，跨行 1–1000，缩进 0–2"
            )

    @property
    def text(self) -> str:
        """The words of the cell."""
        return plain(self.inlines)


Row: TypeAlias = tuple[Cell, ...]


def is_blank(row: Row) -> bool:
    """Whether no cell of a row says anything: a row that was left over when the table was written."""
    return not any(cell.text.strip() for cell in row)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, header, body rows; ``widths`` are parts of the whole, ``unit`` of the numbers.

    Every row fills the same number of columns (spans counted), else the table is refused: a statutory table
    with a hole is a table that nobody can check.
    """

    caption: str
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    unit: str = ""

    def __post_init__(self) -> None:
        checked(self.caption, "表题")
        object.__setattr__(self, "header", _rows(self.header, header=True))
        object.__setattr__(self, "body", _rows(self.body, header=False))
        object.__setattr__(self, "notes", tuple(checked(note, "表注") for note in self.notes))
        object.__setattr__(self, "widths", tuple(self.widths))
        for part, name in ((self.header, "表头"), (self.body, "表身")):
            _check_grid(part, self.columns, f"表“{self.caption}”的{name}")
        if self.widths and (len(self.widths) != self.columns or min(self.widths) < 1):
            raise Refused(
                "bad-table", f"表“{self.caption}”的列宽应有 {self.columns} 个正整数", mend="请核对列宽"
            )

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return sum(cell.colspan for cell in (self.header or self.body or ((),))[0])


def cell(
    content: Words = (),
    *,
    colspan: int = 1,
    rowspan: int = 1,
    align: CellAlign = "",
    header: bool = False,
    indent: int = 0,
) -> Cell:
    """A cell from a string, one inline or several."""
    return Cell(words(content), colspan, rowspan, align, header, "", indent)


def table(
    caption: str,
    header: Iterable[Iterable[Cell | Words]],
    body: Iterable[Iterable[Cell | Words]],
    *,
    notes: Iterable[str] = (),
    widths: Iterable[int] = (),
    unit: str = "",
) -> Table:
    """A table from rows of cells, strings or inlines."""

    def rows(given: Iterable[Iterable[Cell | Words]]) -> tuple[Row, ...]:
        return tuple(tuple(one if isinstance(one, Cell) else cell(one) for one in row) for row in given)

    return Table(caption, rows(header), rows(body), tuple(notes), tuple(widths), unit)


_NUMBER = re.compile(r"[-−+]?[0-9０-９][0-9,，.]*\s*(?:%|％|‰)?|[—–-]")


def alignment(cell: Cell) -> CellAlign:
    """How the cell is set: as told, else numbers (and the dash for nothing) right, words left."""
    return cell.align or ("right" if not cell.header and _NUMBER.fullmatch(cell.text.strip()) else "left")


class Placed(NamedTuple):
    """A cell and the grid position of its upper left corner."""

    row: int
    column: int
    cell: Cell


def placed(rows: tuple[Row, ...]) -> Iterator[Placed]:
    """Every cell with its place, as a browser places them: the first free column of its row."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            yield Placed(at, column, cell)
            taken |= {
                (at + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)
            }
            column += cell.colspan


def _check_grid(rows: tuple[Row, ...], columns: int, where: str) -> None:
    filled: set[tuple[int, int]] = set()
    for place in placed(rows):
        cell = place.cell
        covers = {(place.row + y, place.column + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
        if covers & filled or max(covers)[0] >= len(rows) or max(x for _, x in covers) >= columns:
            raise Refused(
                "bad-table",
                f"{where}第 {place.row + 1} 行有单元格重叠或跨出表外（应占 {columns} 列）",
                mend="请核对跨列、跨行",
            )
        filled |= covers
    for at in range(len(rows)):
        width = sum((at, column) in filled for column in range(columns))
        if width != columns:
            raise Refused(
                "bad-table", f"{where}第 {at + 1} 行占 {width} 列，应占 {columns} 列", mend="请核对跨列、跨行"
            )


def _rows(rows: Iterable[Iterable[Cell | str]], *, header: bool) -> tuple[Row, ...]:
    def cell(value: Cell | str) -> Cell:
        made = Cell(words(value)) if isinstance(value, str) else value
        return replace(made, header=True) if header and not made.header else made

    return tuple(tuple(cell(value) for value in row) for row in rows)


def weights(table: Table) -> tuple[int, ...]:
    """Widths of the columns by their longest words, 4 to 22 characters: numbers narrow, texts wide."""
    out = [4] * table.columns
    for part in (table.header, table.body):
        for place in placed(part):
            if place.cell.colspan == 1:
                longest = max(len(line) for line in place.cell.text.split("\n")) + 2 * place.cell.indent
                out[place.column] = max(out[place.column], min(longest, 22))
    return tuple(out)


def numeric_columns(table: Table) -> frozenset[int]:
    """Columns whose cells in the body are numbers, all that say anything."""
    numbers: set[int] = set()
    others: set[int] = set()
    for place in placed(table.body):
        if place.cell.inlines and place.cell.colspan == 1:
            (numbers if alignment(place.cell) == "right" else others).add(place.column)
    return frozenset(numbers - others)
