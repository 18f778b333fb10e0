"""Reads the figures of the statutory tables by their labels, whatever the layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from gongkai.law.forms import BlockTable, Form, GroupTable, ListTable, MatrixTable, with_totals
from gongkai.reportcheck.paper import Cell, Grid, Paper
from gongkai.reportcheck.streams import read_streams, running
from gongkai.reportcheck.words import compact, is_nothing, label, number

Value = int | Decimal | None
_LEAST_COLUMNS = 3
"""Columns of the list: what, its unit, its figure."""
_ENOUGH = 5
"""Rows of table 3 or of the list that a grid must show before it counts as that table."""


@dataclass
class Tables:
    """What was read: ``values`` by key (``None``: an empty cell), ``odd`` the cells that hold no number, with
    their text, ``tables`` the keys of the tables found, ``nothing`` the cells with a dash or 无."""

    form: Form
    values: dict[str, Value] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)

    def put(self, key: str, text: str) -> None:
        """The text of a cell as its value; the first one read stays."""
        if key in self.values or key in self.odd:
            return
        value = number(text, self.form.unit_of(key))
        if value is not None:
            self.values[key] = value
        elif is_nothing(text):
            self.values[key] = None
        else:
            self.odd[key] = compact(text)[:40]

    @cached_property
    def counted(self) -> dict[str, Value]:
        """The cells read, a blank total as the sum of its parts: it is reported as blank, not as wrong."""
        known = {key: value for key, value in self.values.items() if value is not None}
        filled = with_totals(known, form=self.form)
        return {key: filled.get(key) if value is None else value for key, value in self.values.items()}

    @property
    def missing(self) -> tuple[str, ...]:
        """The cells of the tables found that were not read."""
        return tuple(
            key
            for table in self.form.tables
            if table.key in self.tables
            for key, _, _ in table.cells()
            if key not in self.values and key not in self.odd
        )


def read_tables(paper: Paper, form: Form) -> Tables:
    """The figures of ``form`` in the report: from its tables, else from its lines."""
    read = Tables(form)
    if paper.values is not None:
        read.values = {key: value for key, value in paper.values.items() if key in form.keys}
        read.tables = {
            table.key for table in form.tables if any(key in read.values for key, _, _ in table.cells())
        }
        return read
    for grid in paper.grids:
        for table in form.tables:
            match table:
                case ListTable():
                    _list(stacked(grid), table, read)
                case BlockTable():
                    _blocks(grid, table, read)
                case MatrixTable():
                    _matrix(grid, table, read)
                case GroupTable():
                    _groups(grid, table, read)
    absent = [table for table in form.tables if table.key not in read.tables]
    run = running([line.text for line in paper.lines] if absent else [])
    for table in absent:
        if found := read_streams(run, table):
            read.tables.add(table.key)
            for key, text in found.items():
                read.put(key, text)
    return read


def _same(cell: str, wanted: str) -> bool:
    """Whether a cell is the label that is looked for; offices shorten the long ones."""
    found = label(cell)
    return bool(found) and (
        found == wanted or (len(found) >= 6 and len(wanted) > 12 and wanted.startswith(found))
    )


def _is_value(text: str) -> bool:
    return is_nothing(text) or number(text) is not None


def stacked(grid: Grid) -> Grid:
    """A table whose columns stand two or three times beside each other, with the halves below each other."""
    for at, row in enumerate(grid.rows):
        words = [label(cell.text) for cell in row]
        for times in (2, 3):
            wide, rest = divmod(len(words), times)
            if rest or wide < _LEAST_COLUMNS or not all(words) or words != words[:wide] * times:
                continue
            below = [line for line in grid.rows[at:] if len(line) == len(words)]
            parts = [line[part * wide : (part + 1) * wide] for part in range(times) for line in below]
            return Grid((*grid.rows[:at], *parts), grid.page)
    return grid


def _list(grid: Grid, table: ListTable, read: Tables) -> None:
    """Rows of 指标, unit, figure in the order of the form; a grid may hold a part of them (one a page)."""
    rows = [(label(row.label), row.key) for row in table.rows if row.key]
    place, found = 0, []
    if table.key in read.tables:
        place = next((at for at, (_, key) in enumerate(rows) if key not in read.values), 0)
    for at in range(len(grid.rows)):
        cells = grid.distinct(at)
        hit = next(
            (
                (later, where)
                for where, cell in enumerate(cells)
                for later in range(place, len(rows))
                if _same(cell.text, rows[later][0])
            ),
            None,
        )
        if hit is None:
            continue
        later, where = hit
        place = later + 1
        text = next((cell.text for cell in reversed(cells[where + 1 :])), "")
        found.append((rows[later][1], text))
    if len(found) >= _ENOUGH or (found and table.key in read.tables):
        read.tables.add(table.key)
        for key, text in found:
            read.put(key, "" if is_unit(text) else text)


def is_unit(text: str) -> bool:
    """Whether a cell is the unit column, so that the figure beside it is missing."""
    return compact(text) in {"条", "件", "次", "篇", "万元", "个", "人", "人次"}


def _blocks(grid: Grid, table: BlockTable, read: Tables) -> None:
    """Blocks below each other: a row of heads (信息内容 …), then a row for each thing counted."""
    heads: dict[int, str] = {}
    for at in range(len(grid.rows)):
        cells = grid.distinct(at)
        words = [label(cell.text) for cell in cells]
        if "信息内容" in words:
            first = words.index("信息内容")
            heads = dict(enumerate(words[first + 1 :]))
            continue
        for where, cell in enumerate(cells):
            row = next(
                (
                    (block, row)
                    for block in table.blocks
                    for row in block.rows
                    if label(row.label) == label(cell.text)
                ),
                None,
            )
            if row is None:
                continue
            known = [label(head) for head in row[0].heads[1:]]
            fit = [heads.get(place) for place in range(len(known))] == known
            values = cells[where + 1 :]
            if (fit or len(values) == len(known)) and all(_is_value(one.text) or fit for one in values):
                read.tables.add(table.key)
                for place, key in enumerate(row[1].cells):
                    read.put(key, values[place].text if place < len(values) else "")
            break


def _matrix(grid: Grid, table: MatrixTable, read: Tables) -> None:
    rows = list(_matrix_rows(grid, table))
    if table.key in read.tables:
        rows = [row for row in rows if any(_is_value(cell.text) for cell in row[1])]
    elif len(rows) < _ENOUGH:
        return
    read.tables.add(table.key)
    for key, cells in rows:
        for column, cell in zip(table.columns, cells, strict=True):
            read.put(f"{key}.{column.key}", cell.text)


def _matrix_rows(grid: Grid, table: MatrixTable) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Key and cells of each row of table 3 that the grid shows, in the order of the form."""
    rows = [(label(row.label), row.key) for row in table.rows if row.key]
    wide = len(table.columns)
    place = 0
    for line in grid.rows:
        if len(line) <= wide:
            continue
        names, cells = line[:-wide], line[-wide:]
        if all(cell.origin == cells[0].origin for cell in cells):
            continue
        hit = next(
            (
                later
                for cell in reversed(names)
                for later in range(place, len(rows))
                if _same(cell.text, rows[later][0])
            ),
            None,
        )
        if hit is not None:
            place = hit + 1
            yield rows[hit][1], cells


def _groups(grid: Grid, table: GroupTable, read: Tables) -> None:
    """The row of figures below the heads 结果维持 … 总计."""
    wanted = [label(column.label) for _ in table.groups for column in table.columns]
    keys = [key for group in table.groups for key in group.cells]
    headed = False
    for line in grid.rows:
        words = [label(cell.text) for cell in line]
        if words[-len(wanted) :] == wanted:
            headed = True
        elif headed and len(line) >= len(keys):
            read.tables.add(table.key)
            for key, cell in zip(keys, line[-len(keys) :], strict=True):
                read.put(key, cell.text)
            return
