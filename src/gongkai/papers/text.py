"""Documents as plain lines: for newspapers, broadcasts, search, and to test that all renderings agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.papers import numerals
from gongkai.papers.inlines import Break, Emphasis, Figure, Footnote, Inlines, Link, Stated, Text
from gongkai.papers.model import (
    Attachments,
    Block,
    BulletList,
    Chart,
    Document,
    Heading,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    QrCode,
    Quote,
    Signature,
)
from gongkai.papers.tables import Table


def render(doc: Document | Iterable[Block]) -> list[str]:
    """The lines of a document (with its title), or of blocks. Cells of a table row are parted by tabs.

    Footnotes are marked ``[1]`` and stand at the end. No line is empty.
    """
    writer = _Lines()
    head: list[str] = []
    if isinstance(doc, Document):
        head = [*doc.title.split("\n"), doc.subtitle, doc.doc_no]
        doc = doc.blocks
    lines = [*head, *writer.blocks(doc)]
    for at, inlines in enumerate(writer.footnotes, 1):
        lines.append(f"[{at}] " + writer.words(inlines).replace("\n", " "))
    return [line for line in lines if line.strip()]


@dataclass
class _Lines:
    footnotes: list[Inlines] = field(default_factory=list)

    def blocks(self, blocks: Iterable[Block]) -> list[str]:
        return [line for block in blocks for line in self.block(block)]

    def block(self, block: Block) -> list[str]:
        match block:
            case Heading() | Paragraph():
                return self.words(block.inlines).split("\n")
            case BulletList():
                return self.items(block.items, ["• "] * len(block.items))
            case NumberedList():
                return self.items(block.items, [f"{block.start + at}. " for at in range(len(block.items))])
            case Quote() | Note():
                return self.blocks(block.blocks)
            case Table():
                return self.table(block)
            case Chart():
                unit = f"（{block.unit}）" if block.unit else ""
                data = block.table()
                return [f"{block.title}{unit}", block.description, *self.rows(data)]
            case Picture() | QrCode():
                return [block.caption]
            case Attachments():
                numbers = (
                    [f"{at}." for at in range(1, len(block.items) + 1)] if len(block.items) > 1 else [""]
                )
                names = [number + item.name for number, item in zip(numbers, block.items, strict=True)]
                return [("附件：" if at == 0 else "") + name for at, name in enumerate(names)]
            case Signature():
                return [block.agency, numerals.date(block.date) if block.date else ""]
            case PageBreak():
                return []

    def items(self, items: Iterable[tuple[Block, ...]], marks: list[str]) -> list[str]:
        out: list[str] = []
        for mark, item in zip(marks, items, strict=True):
            first, *rest = self.blocks(item) or [""]
            out += [mark + first, *rest]
        return out

    def table(self, table: Table) -> list[str]:
        unit = f"单位：{table.unit}" if table.unit else ""
        return [table.caption, unit, *self.rows(table), *table.notes]

    def rows(self, table: Table) -> list[str]:
        rows = (*table.header, *table.body)
        return ["\t".join(self.words(cell.inlines).replace("\n", " ") for cell in row) for row in rows]

    def words(self, inlines: Inlines) -> str:
        out = []
        for inline in inlines:
            match inline:
                case Text():
                    out.append(inline.text)
                case Break():
                    out.append("\n")
                case Emphasis() | Link():
                    out.append(self.words(inline.inlines))
                case Figure() | Stated():
                    out.append(inline.value)
                case Footnote():
                    self.footnotes.append(inline.inlines)
                    out.append(f"[{len(self.footnotes)}]")
        return "".join(out)
