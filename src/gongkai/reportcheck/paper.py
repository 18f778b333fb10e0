"""A report as it was read, whatever the file was: lines and tables in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from gongkai.refusal import Refused

Kind = Literal["html", "docx", "pdf", "text", "figures"]
Values = Mapping[str, int | Decimal | None]

MAX_CELLS = 200_000
MAX_SPAN = 200
MAX_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a line. ``text`` keeps its leading blanks; ``page`` is 0 where the file has no pages.

    ``heading`` is true where the file itself marks a heading.
    """

    text: str
    page: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; a merged cell stands in every place that it covers, with the same ``origin``."""

    text: str
    origin: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its merged cells spread out, so that every row has its labels and figures."""

    rows: tuple[tuple[Cell, ...], ...]
    page: int = 0

    def distinct(self, row: int) -> tuple[Cell, ...]:
        """The cells of a row, a merged one once."""
        seen: dict[int, Cell] = {}
        for cell in self.rows[row]:
            seen.setdefault(cell.origin, cell)
        return tuple(seen.values())

    def lines(self) -> list[str]:
        """The table as text: a merged cell once, in the row where it begins."""
        seen: set[int] = set()
        found = []
        for row in range(len(self.rows)):
            fresh = [cell for cell in self.distinct(row) if cell.origin not in seen]
            seen.update(cell.origin for cell in fresh)
            found.append("\t".join(cell.text for cell in fresh))
        return found


@dataclass(frozen=True)
class Paper:
    """What a reader gives.

    ``title`` is that of the file (``<title>``), ``indents`` whether leading blanks mean anything;
    ``values``, ``year``, ``agency``, ``form`` and ``others`` (figures of no form) are set only by our own
    ``figures.json``.
    """

    kind: Kind
    parts: tuple[Line | Grid, ...]
    title: str = ""
    indents: bool = True
    values: Values | None = None
    year: int | None = None
    agency: str = ""
    form: str = ""
    others: Values = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines alone."""
        return tuple(part for part in self.parts if isinstance(part, Line))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables alone."""
        return tuple(part for part in self.parts if isinstance(part, Grid))


Spanned = tuple[str, int, int]
"""A cell as a file writes it: text, columns, rows."""


def spread(rows: list[list[Spanned]], page: int = 0) -> Grid:
    """A table whose merged cells are spread out. Raises Refused for a table of impossible size."""
    if len(rows) > MAX_ROWS:
        raise Refused("table-too-big", f"表格超过 {MAX_ROWS} 行", "请核对文件，只保留年度报告的表格")
    covered: dict[int, tuple[Cell, int]] = {}
    made: list[tuple[Cell, ...]] = []
    origin = total = 0
    for row in rows:
        line: list[Cell] = []
        waiting = iter(row)
        spanned = next(waiting, None)
        while spanned is not None or len(line) in covered:
            place = len(line)
            if place in covered:
                cell, left = covered.pop(place)
                line.append(cell)
                if left > 1:
                    covered[place] = (cell, left - 1)
                continue
            assert spanned is not None
            text, columns, deep = spanned
            cell = Cell(text, origin)
            origin += 1
            for column in range(place, place + min(max(columns, 1), MAX_SPAN)):
                line.append(cell)
                if deep > 1:
                    covered[column] = (cell, min(deep, MAX_ROWS) - 1)
            spanned = next(waiting, None)
        total += len(line)
        if total > MAX_CELLS:
            raise Refused("table-too-big", f"表格超过 {MAX_CELLS} 格", "请核对文件，只保留年度报告的表格")
        made.append(tuple(line))
    return Grid(tuple(made), page)
