"""A document as the data that the typst template prints: looks decided, pictures named, charts drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias
from urllib.parse import urljoin

import segno

from gongkai.papers import charts, numerals
from gongkai.papers.assets import Assets, picture_kind, resolved
from gongkai.papers.inlines import Break, Emphasis, Figure, Footnote, Inline, Inlines, Link, Stated, Text
from gongkai.papers.model import (
    Attachments,
    Block,
    BulletList,
    Chart,
    Heading,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    QrCode,
    Quote,
    Signature,
    outline,
)
from gongkai.papers.tables import Cell, Row, Table, alignment, weights

Data: TypeAlias = dict[str, Any]

LANDSCAPE_FROM = 11
"""Tables with so many columns or more are printed on a page of their own, across."""
WHOLE_UP_TO = 12
"""Tables of so many rows or fewer are not parted by the end of a page."""
CHART_WIDTH = "560"
"""Pixels of a printed chart; at 156 mm its 13-pixel text is about 10 points."""


def table_size(columns: int) -> str:
    """The type size of a table in points: 小四 for few columns, smaller for many."""
    return "12" if columns <= 4 else "10.5" if columns <= 7 else "9" if columns <= 12 else "8"


@dataclass
class Printer:
    """Turns blocks into data and collects what goes beside it: pictures by file name, looks of headings."""

    assets: Assets | None
    base_url: str
    chart_font: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    looks: list[int] = field(default_factory=list)
    level: Callable[[int], int] = field(default_factory=outline)

    def blocks(self, blocks: Iterable[Block], *, inside: bool = False) -> list[Data]:
        """The data of several blocks; ``inside`` a list, quote or note no page can be turned."""
        return [
            self.block(block, inside) for block in blocks if not (inside and isinstance(block, PageBreak))
        ]

    def block(self, block: Block, inside: bool) -> Data:
        """The data of one block."""
        match block:
            case Heading():
                self.looks.append(block.level)
                return {"k": "h", "level": self.level(block.level), "c": self.words(block.inlines)}
            case Paragraph():
                return {"k": "p", "align": block.align, "c": self.words(block.inlines)}
            case BulletList():
                return {"k": "ul", "items": [self.blocks(item, inside=True) for item in block.items]}
            case NumberedList():
                items = [self.blocks(item, inside=True) for item in block.items]
                return {"k": "ol", "items": items, "start": block.start}
            case Quote():
                return {"k": "quote", "c": self.blocks(block.blocks, inside=True)}
            case Note():
                return {"k": "note", "c": self.blocks(block.blocks, inside=True)}
            case Table():
                return self.table(block, inside)
            case _:
                return self.special(block)

    def special(self, block: Block) -> Data:
        """Blocks that are not running text."""
        match block:
            case Chart():
                return self.chart(block)
            case Picture():
                data = resolved(self.assets, block.name)
                path = f"{sha256(data).hexdigest()}.{picture_kind(data, block.name)}"
                self.pictures[path] = data
                return {
                    "k": "img",
                    "path": f"/{path}",
                    "alt": block.alt,
                    "caption": block.caption,
                    "width": block.width,
                }
            case Attachments():
                return {"k": "files", "items": [item.name for item in block.items]}
            case Signature():
                return {
                    "k": "sign",
                    "agency": block.agency,
                    "date": numerals.date(block.date) if block.date else "",
                }
            case QrCode():
                svg = segno.make(block.text, error="m").svg_inline(scale=4, border=4)
                return {"k": "qr", "svg": svg, "alt": f"二维码：{block.text}", "caption": block.caption}
            case PageBreak():
                return {"k": "break"}
            case _:
                raise TypeError(f"not a block: {block!r}")

    def words(self, inlines: Inlines) -> list[str | Data]:
        """A line of words: strings and objects."""
        out: list[str | Data] = []
        for inline in inlines:
            data = self.inline(inline)
            out += data if isinstance(data, list) else [data]
        return out

    def inline(self, inline: Inline) -> str | Data | list[str | Data]:
        """One inline; a link that leads nowhere on paper is its words."""
        match inline:
            case Text():
                return inline.text
            case Break():
                return {"k": "br"}
            case Emphasis():
                return {"k": "em", "c": self.words(inline.inlines)}
            case Link():
                words = self.words(inline.inlines)
                address = self.address(inline.href)
                return {"k": "a", "href": address, "c": words} if address else words
            case Figure():
                address = self.address(inline.href)
                return {"k": "a", "href": address, "c": [inline.value]} if address else inline.value
            case Stated():
                return inline.value
            case Footnote():
                return {"k": "fn", "c": self.words(inline.inlines)}

    def address(self, href: str) -> str:
        """The full address of a link, or nothing where only a page of the site would know it."""
        if href.startswith("/"):
            return urljoin(self.base_url, href) if self.base_url else ""
        return "" if href.startswith("#") else href

    def table(self, table: Table, inside: bool) -> Data:
        """The data of a table."""
        return {
            "k": "table",
            "caption": table.caption,
            "unit": table.unit,
            "notes": list(table.notes),
            "size": float(table_size(table.columns)),
            "widths": list(table.widths or weights(table)),
            "breaks": len(table.header) + len(table.body) > WHOLE_UP_TO,
            "landscape": table.columns >= LANDSCAPE_FROM and not inside,
            "repeat": not any(_leads(cell.inlines) for row in table.header for cell in row),
            "header": self.rows(table.header),
            "body": self.rows(table.body),
        }

    def rows(self, rows: tuple[Row, ...]) -> list[list[Data]]:
        """Rows of cells."""
        return [[self.cell(cell) for cell in row] for row in rows]

    def cell(self, cell: Cell) -> Data:
        """One cell."""
        out: Data = {"c": self.words(cell.inlines), "align": alignment(cell), "indent": cell.indent}
        if cell.colspan > 1:
            out["cs"] = cell.colspan
        if cell.rowspan > 1:
            out["rs"] = cell.rowspan
        return out

    def chart(self, chart: Chart) -> Data:
        """A chart: its drawing and its table."""
        return {
            "k": "chart",
            "svg": charts.draw(chart, width=CHART_WIDTH, font=self.chart_font),
            "title": chart.title + (f"（{chart.unit}）" if chart.unit else ""),
            "alt": chart.description,
            "table": self.table(chart.table(), inside=True),
        }


def _leads(inlines: Inlines) -> bool:
    """Do the words hold a link or a footnote? A head that does cannot be repeated (PDF/UA: no link twice)."""
    return any(
        isinstance(inline, Link | Footnote | Figure)
        or (isinstance(inline, Emphasis) and _leads(inline.inlines))
        for inline in inlines
    )
