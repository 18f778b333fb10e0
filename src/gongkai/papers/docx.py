"""Documents as .docx on a style base that the office may change: real headings, lists, tables, footnotes.

Every word goes in as a text node of the file's XML, so nothing a document says can become markup or a field.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from gongkai.papers import numerals
from gongkai.papers.assets import Assets, picture_kind, resolved
from gongkai.papers.docx_base import HEI, element, opened, saved
from gongkai.papers.docx_notes import Notes
from gongkai.papers.docx_tables import TableMaker
from gongkai.papers.inlines import Break, Emphasis, Figure, Footnote, Inline, Inlines, Link, Stated, Text
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
from gongkai.papers.pdf import DEFAULT_FONTS, Fonts, chart_png, dated
from gongkai.papers.printing import LANDSCAPE_FROM, table_size
from gongkai.papers.tables import Table
from gongkai.refusal import Refused

_TEXT_WIDTH = Mm(156)
_ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def render(
    doc: Document,
    *,
    base: Path | None = None,
    assets: Assets | None = None,
    fonts: Fonts = DEFAULT_FONTS,
    base_url: str = "",
) -> bytes:
    """The document as .docx on the office's own style ``base``, else ours; ``fonts`` are those of charts.

    Same document, same base: same bytes. Raises :class:`~gongkai.refusal.Refused` for a base without the
    styles that a document needs, and for missing or broken pictures.
    """
    writer = _Writer(opened(base), assets, fonts, base_url)
    writer.head(doc)
    writer.blocks(doc.blocks)
    writer.notes.finish()
    _properties(writer.doc, doc)
    return saved(writer.doc)


def _properties(file: Any, doc: Document) -> None:
    day = dated(doc)
    when = datetime(day.year, day.month, day.day, tzinfo=UTC)
    about = file.core_properties
    about.title = doc.title.replace("\n", "")[:255]
    about.author = about.last_modified_by = doc.agency[:255]
    about.subject = doc.subtitle[:255]
    about.identifier = doc.doc_no[:255]
    about.keywords = doc.meta.get("keywords", "")[:255]
    about.comments = doc.meta.get("description", "")[:255]
    about.language = doc.language
    about.created = about.modified = when
    about.revision = 1


class _Writer:
    """Adds blocks to an opened base."""

    def __init__(self, doc: Any, assets: Assets | None, fonts: Fonts, base_url: str) -> None:
        self.doc = doc
        self.assets = assets
        self.fonts = fonts
        self.base_url = base_url.rstrip("/")
        self.notes = Notes(doc)
        self.new_page = False

    def head(self, doc: Document) -> None:
        """Title, subtitle and document number, and the blank line below them."""
        title = self.paragraph("Title")
        for number, line in enumerate(doc.title.split("\n")):
            if number:
                title.add_run().add_break()
            title.add_run(line)
        for line in (doc.subtitle, doc.doc_no):
            if line:
                self.paragraph("公文文号").add_run(line)
        self.paragraph("公文文号")

    def paragraph(self, style: str) -> DocxParagraph:
        """A new paragraph at the end, on a new page if one was asked for."""
        made: DocxParagraph = self.doc.add_paragraph(style=style)
        if self.new_page:
            made.paragraph_format.page_break_before = True
            self.new_page = False
        return made

    def blocks(self, blocks: Iterable[Block], style: str = "Normal", depth: int = 0) -> None:
        """Several blocks; paragraphs among them take ``style``."""
        for block in blocks:
            self.block(block, style, depth)

    def block(self, block: Block, style: str, depth: int) -> None:
        """One block."""
        match block:
            case Heading():
                self.words(self.paragraph(f"Heading {block.level}"), block.inlines)
            case Paragraph():
                made = self.paragraph("公文主送" if block.align != "body" else style)
                if block.align in _ALIGN:
                    made.alignment = _ALIGN[block.align]
                self.words(made, block.inlines)
            case BulletList():
                self.items(block.items, "List Bullet", depth, None)
            case NumberedList():
                self.items(block.items, "List Number", depth, block.start)
            case Quote():
                self.blocks(block.blocks, "Quote", depth)
            case Note():
                self.boxed(block, depth)
            case Table():
                self.table(block, inside=depth > 0)
            case PageBreak():
                self.new_page = depth == 0
            case _:
                self.special(block)

    def special(self, block: Block) -> None:
        """Blocks that are not running text."""
        match block:
            case Chart():
                self.caption(block.title + (f"（{block.unit}）" if block.unit else ""))
                self.picture(chart_png(block, fonts=self.fonts), block.description, _TEXT_WIDTH)
                self.paragraph("公文表注").add_run(block.description)
                self.grid(block.table())
            case Picture():
                data = resolved(self.assets, block.name)
                picture_kind(data, block.name)
                self.picture(data, block.alt, Emu(_TEXT_WIDTH * block.width // 100))
                if block.caption:
                    self.paragraph("公文图").add_run(block.caption)
            case QrCode():
                image = BytesIO()
                segno.make(block.text, error="m").save(image, kind="png", scale=8, border=4)
                self.picture(image.getvalue(), f"二维码：{block.text}", Mm(28))
                if block.caption:
                    self.paragraph("公文图").add_run(block.caption)
            case Attachments():
                self.attachments(block)
            case Signature():
                self.signature(block)
            case _:
                raise TypeError(f"not a block: {block!r}")

    def items(self, items: Iterable[tuple[Block, ...]], style: str, depth: int, start: int | None) -> None:
        """The items of a list; a numbered list counts from its own start."""
        name = style if depth == 0 else f"{style} {min(depth, 2) + 1}"
        counting = self.counting(name, start) if start is not None else None
        for item in items:
            first, *rest = item or (Paragraph(()),)
            if not isinstance(first, Paragraph):
                first, rest = Paragraph(()), [first, *rest]
            made = self.paragraph(name)
            if counting is not None:
                properties = made._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = counting
                _indent_of_style(made)
            self.words(made, first.inlines)
            self.blocks(rest, "List Continue", depth + 1)

    def counting(self, style: str, start: int) -> int:
        """A numbering of its own for one list, in the look of its style."""
        numbering = self.doc.part.numbering_part.element
        of_style = self.doc.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(of_style).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def boxed(self, note: Note, depth: int) -> None:
        """A note: its paragraphs in a box."""
        body = self.doc.element.body
        before = len(body)
        self.blocks(note.blocks, "Normal", depth + 1)
        for child in list(body)[before - 1 : -1]:
            if child.tag == qn("w:p"):
                borders = element("pBdr")
                for side in ("top", "left", "bottom", "right"):
                    borders.append(element(side, val="single", sz="4", space="4", color="auto"))
                child.get_or_add_pPr().insert_element_before(
                    borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
                )

    def caption(self, words: str) -> None:
        """The caption above a table or chart."""
        self.paragraph("公文表题").add_run(words)

    def table(self, table: Table, *, inside: bool) -> None:
        """A table; a very wide one on pages of its own, across."""
        wide = table.columns >= LANDSCAPE_FROM and not inside
        if wide:
            self.turn(WD_ORIENT.LANDSCAPE)
        if table.caption:
            self.caption(table.caption)
        if table.unit:
            made = self.paragraph("公文表注")
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            made.paragraph_format.keep_with_next = True
            made.add_run(f"单位：{table.unit}")
        self.grid(table, wide=wide)
        for note in table.notes:
            self.paragraph("公文表注").add_run(note)
        if wide:
            self.turn(WD_ORIENT.PORTRAIT)

    def grid(self, table: Table, *, wide: bool = False) -> None:
        """The grid of a table, and the paragraph that must follow it."""
        width = Mm(247) if wide else _TEXT_WIDTH
        style = self.doc.styles["公文表格"].style_id
        maker = TableMaker(width, float(table_size(table.columns)), style, self.cell)
        self.doc.element.body.insert_element_before(maker.make(table), "w:sectPr")
        after = self.doc.add_paragraph(style="公文表注")
        after.paragraph_format.line_spacing = Pt(6)

    def cell(self, paragraph: Any, inlines: Inlines, size: float, head: bool) -> None:
        """The words of a cell."""
        made = DocxParagraph(paragraph, self.doc._body)
        self.words(made, inlines)
        for run in made.runs:
            run.font.size = Pt(size)
            if head:
                _sans(run)

    def turn(self, orientation: WD_ORIENT) -> None:
        """Begin a section with the paper turned."""
        section = self.doc.add_section(WD_SECTION.NEW_PAGE)
        width, height = sorted((section.page_width, section.page_height))
        across = orientation == WD_ORIENT.LANDSCAPE
        section.orientation = orientation
        section.page_width, section.page_height = (height, width) if across else (width, height)
        margins = (26, 26, 25, 25) if across else (37, 35, 28, 26)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(
            Mm, margins
        )

    def picture(self, data: bytes, alt: str, width: int) -> None:
        """A picture in a paragraph of its own, with its words for those who do not see it."""
        run = self.paragraph("公文图").add_run()
        try:
            shape = run.add_picture(BytesIO(data), width=Emu(width))
        except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError) as wrong:
            raise Refused(
                "bad-picture", "有图片已损坏，不能放入文件", mend="请重新另存为 PNG 或 JPEG 后上传"
            ) from wrong
        shape._inline.docPr.set("descr", alt)

    def attachments(self, block: Attachments) -> None:
        """附件：1.… below a blank line."""
        self.paragraph("公文主送")
        for at, item in enumerate(block.items, 1):
            number = f"{at}." if len(block.items) > 1 else ""
            made = self.paragraph("公文附件")
            if at > 1:
                indents = made._p.get_or_add_pPr().get_or_add_ind()
                for key, value in {
                    "leftChars": "600",
                    "left": "1920",
                    "hangingChars": "100",
                    "hanging": "320",
                }.items():
                    indents.set(qn(f"w:{key}"), value)
            made.add_run(("附件：" if at == 1 else "") + number + item.name)

    def signature(self, block: Signature) -> None:
        """The agency centred on the date, the date four characters from the right, two blank lines above.

        It never stands alone on a page: the paragraph before goes with it.
        """
        before = self.doc.element.body.findall(qn("w:p"))
        if before:
            DocxParagraph(before[-1], self.doc._body).paragraph_format.keep_with_next = True
        day = numerals.date(block.date) if block.date else ""
        wide = max(_characters(block.agency), _characters(day))
        blank = max(4 - max(_characters(block.agency) - _characters(day), 0) / 2, 2)
        for _ in range(2):
            self.paragraph("公文署名").paragraph_format.keep_with_next = True
        for line in filter(None, (block.agency, day)):
            made = self.paragraph("公文署名")
            made.paragraph_format.keep_with_next = line != day
            indents = made._p.get_or_add_pPr().get_or_add_ind()
            right = blank + (wide - _characters(line)) / 2
            indents.set(qn("w:rightChars"), str(round(right * 100)))
            indents.set(qn("w:right"), str(round(right * 316)))
            made.add_run(line)

    def words(self, paragraph: DocxParagraph, inlines: Inlines) -> None:
        """A line of words as runs."""
        for inline in inlines:
            self.inline(paragraph, paragraph._p, inline, strong=False)

    def inline(self, paragraph: DocxParagraph, parent: Any, inline: Inline, *, strong: bool) -> None:
        """One inline; ``parent`` is the paragraph's element or a link inside it."""
        match inline:
            case Text():
                self.run(paragraph, parent, inline.text, strong)
            case Break():
                self.run(paragraph, parent, "", strong).add_break()
            case Emphasis():
                for inner in inline.inlines:
                    self.inline(paragraph, parent, inner, strong=True)
            case Link():
                target = self.link(parent, inline.href)
                for inner in inline.inlines:
                    self.inline(paragraph, target, inner, strong=strong)
            case Figure():
                self.run(paragraph, self.link(parent, inline.href), inline.value, strong)
            case Stated():
                self.run(paragraph, parent, inline.value, strong)
            case Footnote():
                at = self.notes.add(inline.inlines)
                run = self.run(paragraph, parent, "", strong)
                run.font.superscript = True
                run._r.append(element("footnoteReference", id=str(at)))

    def run(self, paragraph: DocxParagraph, parent: Any, text: str, strong: bool) -> Any:
        """A run of text at the end of ``parent``."""
        run = paragraph.add_run(text)
        if parent is not paragraph._p:
            parent.append(run._r)
        if strong:
            _sans(run)
        return run

    def link(self, parent: Any, href: str) -> Any:
        """The element that holds the runs of a link; the parent where the address means nothing here."""
        if href.startswith("/"):
            href = self.base_url + href if self.base_url else ""
        if not href or href.startswith("#") or parent.tag == qn("w:hyperlink"):
            return parent
        made = element("hyperlink")
        made.set(qn("r:id"), self.doc.part.relate_to(href, RT.HYPERLINK, is_external=True))
        parent.append(made)
        return made


def _indent_of_style(paragraph: Any) -> None:
    """Keep the indent of the style, which a numbering of the paragraph's own would replace by its own."""
    theirs = paragraph.style.element.pPr.ind
    if theirs is not None:
        ours = paragraph._p.get_or_add_pPr().get_or_add_ind()
        for key, value in theirs.attrib.items():
            ours.set(key, value)


def _sans(run: Any) -> None:
    """Emphasis in Chinese type: another face, not a slant."""
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), HEI)


def _characters(text: str) -> float:
    """Width in Chinese characters: ASCII counts half."""
    return sum(0.5 if character.isascii() else 1 for character in text)
