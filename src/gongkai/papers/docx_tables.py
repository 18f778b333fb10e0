"""Tables of a word-processor file, made as elements: python-docx is slow for tables with many cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.shared import Length

from gongkai.papers.docx_base import element
from gongkai.papers.inlines import Inlines
from gongkai.papers.tables import Cell, Row, Table, alignment, placed, weights

CellWriter = Callable[[Any, Inlines, float, bool], None]
"""Writes words into a paragraph element: (paragraph, inlines, size in points, in the head)."""


@dataclass(frozen=True, slots=True)
class TableMaker:
    """Makes ``w:tbl`` elements: borders, fixed widths, a head that repeats on every page, merged cells."""

    width: Length
    size: float
    style_id: str
    write: CellWriter

    def make(self, table: Table) -> Any:
        """The element of ``table``."""
        parts = table.widths or weights(table)
        widths = [self.width.twips * part // sum(parts) for part in parts]
        made = element("tbl")
        properties = element("tblPr")
        properties.append(element("tblW", w=str(sum(widths)), type="dxa"))
        borders = element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(side, val="single", sz="4", space="0", color="000000"))
        properties.append(borders)
        properties.append(element("tblLayout", type="fixed"))
        properties.append(
            element("tblLook", firstRow="1" if table.header else "0", firstColumn="1", noVBand="1")
        )
        made.append(properties)
        grid = element("tblGrid")
        for each in widths:
            grid.append(element("gridCol", w=str(each)))
        made.append(grid)
        for rows, head in ((table.header, True), (table.body, False)):
            for row in self.rows(rows, widths, head):
                made.append(row)
        return made

    def rows(self, rows: tuple[Row, ...], widths: list[int], head: bool) -> Iterator[Any]:
        """The ``w:tr`` elements; a cell that spans rows stands in each of them."""
        covering = {
            (place.row + down, place.column): (place.cell, down)
            for place in placed(rows)
            for down in range(place.cell.rowspan)
        }
        for number in range(len(rows)):
            row = element("tr")
            properties = element("trPr")
            properties.append(element("cantSplit"))
            if head:
                properties.append(element("tblHeader"))
            row.append(properties)
            column = 0
            while column < len(widths):
                cell, down = covering[number, column]
                row.append(self.cell(cell, down, sum(widths[column : column + cell.colspan]), head))
                column += cell.colspan
            yield row

    def cell(self, cell: Cell, down: int, width: int, head: bool) -> Any:
        """One ``w:tc``; ``down`` counts the rows of a spanning cell, the words stand in the first."""
        made = element("tc")
        properties = element("tcPr")
        properties.append(element("tcW", w=str(width), type="dxa"))
        if cell.colspan > 1:
            properties.append(element("gridSpan", val=str(cell.colspan)))
        if cell.rowspan > 1:
            properties.append(element("vMerge", val="continue" if down else "restart"))
        properties.append(element("vAlign", val="center"))
        made.append(properties)
        paragraph = element("p")
        look = element("pPr")
        look.append(element("pStyle", val=self.style_id))
        if cell.indent:
            left = {"leftChars": str(150 * cell.indent), "left": str(int(self.size * 30 * cell.indent))}
            look.append(element("ind", **left))
        look.append(element("jc", val="center" if head else alignment(cell)))
        paragraph.append(look)
        made.append(paragraph)
        if not down:
            self.write(paragraph, cell.inlines, self.size, head)
        return made
