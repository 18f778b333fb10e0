"""Documents as accessible HTML: :func:`render` for a page of ours, :func:`page` for a file that stands alone.

All words are escaped; no style attributes, no scripts, so the strict content policy of both worlds holds.
Classes are those of the design language (``table``, ``table-scroll``, ``notice``, ``plot``, ``details``).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from itertools import count
from typing import TypeAlias

import segno

from gongkai.papers import charts, numerals
from gongkai.papers.assets import Assets, picture_kind, resolved
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
    outline,
)
from gongkai.papers.tables import Cell, Row, Table, alignment, numeric_columns, placed

FigureLink: TypeAlias = Callable[[Figure], str]
"""Where the records behind a figure are; an empty string means no link."""
PictureSource: TypeAlias = Callable[[str], str]
"""The address of a picture by its name."""


def render(
    doc: Document | Iterable[Block],
    *,
    figure_link: FigureLink | None = None,
    picture: PictureSource | None = None,
    heading_offset: int = 1,
    ident: str = "",
) -> str:
    """The blocks of ``doc`` (without its title) as HTML.

    ``heading_offset`` is the level of the heading above: with 1 (the page's ``h1``) level 1 is ``h2``.
    ``ident`` comes before every id, for pages that show two documents.
    """
    link = figure_link or (lambda figure: figure.href)
    writer = _Writer(link, picture or (lambda name: name), heading_offset, ident)
    return writer.blocks(doc.blocks if isinstance(doc, Document) else doc) + writer.notes()


def page(
    doc: Document,
    *,
    stylesheet: str | None = None,
    assets: Assets | None = None,
    figure_link: FigureLink | None = None,
) -> str:
    """A complete HTML file with its style and pictures inside: it can be sent, kept and opened anywhere."""

    def source(name: str) -> str:
        data = resolved(assets, name)
        return f"data:image/{picture_kind(data, name)};base64,{b64encode(data).decode()}"

    if stylesheet is None:
        stylesheet = files(__package__).joinpath("data/page.css").read_text("utf-8")
    head = [f"<title>{escape(doc.title)}</title>"]
    about = {
        "description": doc.meta.get("description"),
        "keywords": doc.meta.get("keywords"),
        "author": doc.agency,
    }
    head += [f'<meta name="{name}" content="{escape(said)}">' for name, said in about.items() if said]
    head += ["<style>", stylesheet.replace("</", r"<\/"), "</style>"]
    lines = [f"<h1>{_lines(doc.title)}</h1>"]
    lines += [f'<p class="subtitle">{escape(doc.subtitle)}</p>'] if doc.subtitle else []
    lines += [f'<p class="doc-no">{escape(doc.doc_no)}</p>'] if doc.doc_no else []
    body = render(doc, figure_link=figure_link, picture=source)
    return (
        f'<!DOCTYPE html>\n<html lang="{doc.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        + "\n".join(head)
        + '\n</head>\n<body>\n<main>\n<article class="prose">\n<header>'
        + "".join(lines)
        + f"</header>\n{body}\n</article>\n</main>\n</body>\n</html>\n"
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


@dataclass
class _Writer:
    """Writes blocks and remembers what a page must count: headings, footnotes, charts, captions."""

    figure_link: FigureLink
    picture_source: PictureSource
    offset: int
    ident: str
    footnotes: list[Inlines] = field(default_factory=list)
    captions: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.level = outline()
        self.numbers = count(1)
        self.charts = count(1)

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(html for block in blocks if (html := self.block(block)))

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                level = min(self.level(block.level) + self.offset, 6)
                return (
                    f'<h{level} id="{self.ident}s{next(self.numbers)}">{self.words(block.inlines)}</h{level}>'
                )
            case Paragraph():
                kind = "" if block.align == "body" else f' class="{block.align}"'
                return f"<p{kind}>{self.words(block.inlines)}</p>"
            case BulletList():
                return f"<ul>{self.items(block.items)}</ul>"
            case NumberedList():
                start = f' start="{block.start}"' if block.start != 1 else ""
                return f"<ol{start}>{self.items(block.items)}</ol>"
            case Quote():
                return f"<blockquote>{self.blocks(block.blocks)}</blockquote>"
            case Note():
                return f'<div class="{f"notice {block.kind}".strip()}">{self.blocks(block.blocks)}</div>'
            case Table():
                return self.table(block)
            case _:
                return self.special(block)

    def special(self, block: Block) -> str:
        """Blocks that are not running text."""
        match block:
            case Chart():
                return self.chart(block)
            case Picture():
                caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
                source = escape(self.picture_source(block.name))
                image = f'<img src="{source}" alt="{escape(block.alt)}">'
                return f'<figure class="picture">{image}{caption}</figure>'
            case Attachments():
                return self.attachments(block)
            case Signature():
                day = (
                    f'<p><time datetime="{block.date.isoformat()}">{numerals.date(block.date)}</time></p>'
                    if block.date
                    else ""
                )
                return f'<div class="signature"><p>{escape(block.agency)}</p>{day}</div>'
            case QrCode():
                return self.qr(block)
            case PageBreak():
                return ""
            case _:
                raise TypeError(f"not a block: {block!r}")

    def items(self, items: Iterable[tuple[Block, ...]]) -> str:
        def item(blocks: tuple[Block, ...]) -> str:
            match blocks:
                case (Paragraph(align="body") as only, *rest):
                    return self.words(only.inlines) + self.blocks(rest)
                case _:
                    return self.blocks(blocks)

        return "".join(f"<li>{item(blocks)}</li>" for blocks in items)

    def words(self, inlines: Inlines) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return escape(inline.text)
            case Break():
                return "<br>"
            case Emphasis():
                return f"<strong>{self.words(inline.inlines)}</strong>"
            case Link():
                return f'<a href="{escape(inline.href)}">{self.words(inline.inlines)}</a>'
            case Figure():
                key, value = escape(inline.key), escape(inline.value)
                if href := self.figure_link(inline):
                    return f'<a class="figure" data-figure="{key}" href="{escape(href)}">{value}</a>'
                return f'<span class="figure" data-figure="{key}">{value}</span>'
            case Stated():
                source = escape(f"来源：{inline.source}")
                return f'<span class="stated" title="{source}">{escape(inline.value)}</span>'
            case Footnote():
                self.footnotes.append(inline.inlines)
                at = len(self.footnotes)
                ref, note = f"{self.ident}fnref{at}", f"{self.ident}fn{at}"
                mark = f'role="doc-noteref" aria-label="注释{at}">[{at}]'
                return f'<sup><a id="{ref}" href="#{note}" {mark}</a></sup>'

    def notes(self) -> str:
        """The footnotes met so far, as a list at the end."""
        out = []
        for at, inlines in enumerate(self.footnotes, 1):
            back = f'<a href="#{self.ident}fnref{at}" role="doc-backlink" aria-label="回到正文注释{at}">↩</a>'
            out.append(f'<li id="{self.ident}fn{at}">{self.words(inlines)} {back}</li>')
        if not out:
            return ""
        notes = f"<ol>{''.join(out)}</ol>"
        return f'\n<section class="footnotes" role="doc-endnotes" aria-label="注释">{notes}</section>'

    def table(self, table: Table) -> str:
        label = self.unique(table.caption or "表")
        unit = f"<small>单位：{escape(table.unit)}</small>" if table.unit else ""
        caption = f"<caption>{escape(table.caption)}{unit}</caption>" if table.caption or unit else ""
        head, body = self.rows(table, head=True), self.rows(table)
        notes = "".join(f'<p class="meta table-note">{escape(note)}</p>' for note in table.notes)
        return (
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
            f'<table class="table">{caption}'
            f"{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table></div>{notes}"
        )

    def unique(self, label: str) -> str:
        """A name for a region that no other region of the page has."""
        candidates = (f"{label}（{number}）" if number > 1 else label for number in count(1))
        free = next(candidate for candidate in candidates if candidate not in self.captions)
        self.captions.add(free)
        return free

    def rows(self, table: Table, *, head: bool = False) -> str:
        """The rows of the head or the body; heads of columns of numbers stand right, as the numbers do."""
        rows = table.header if head else table.body
        numbers = numeric_columns(table) if head else frozenset()
        html = [""] * len(rows)
        for place in placed(rows):
            html[place.row] += self.cell(place.cell, table.columns, head, place.column in numbers)
        kinds = ("" if head else _row_class(row, table.columns) for row in rows)
        return "".join(f"<tr{kind}>{cells}</tr>" for kind, cells in zip(kinds, html, strict=True))

    def cell(self, cell: Cell, columns: int, head: bool, of_numbers: bool) -> str:
        name = "th" if cell.header and cell.inlines else "td"
        attributes = f' scope="{_scope(cell, columns, head)}"' if name == "th" else ""
        attributes += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        attributes += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        align = "right" if of_numbers and not cell.align and cell.colspan == 1 else alignment(cell)
        kind = {"right": "num", "center": "center"}.get(align, "")
        attributes += f' class="{kind}"' if kind else ""
        return f"<{name}{attributes}>{self.words(cell.inlines)}</{name}>"

    def chart(self, chart: Chart) -> str:
        drawing = charts.draw(chart, ident=f"{self.ident}c{next(self.charts)}")
        unit = f"（{escape(chart.unit)}）" if chart.unit else ""
        data = chart.table()
        label = escape(self.unique(f"{chart.title}的数据表"))
        head, body = self.rows(data, head=True), self.rows(data)
        return (
            f'<figure class="plot"><p class="plot-title">{escape(chart.title)}{unit}</p>{drawing}'
            f"<figcaption>{escape(chart.description)}</figcaption></figure>"
            '<details class="details"><summary>查看这张图的数据表</summary><div>'
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}"><table class="table">'
            f"<thead>{head}</thead><tbody>{body}</tbody></table></div></div></details>"
        )

    def attachments(self, block: Attachments) -> str:
        def item(at: int) -> str:
            file = block.items[at]
            name = (
                f'<a href="{escape(file.href)}">{escape(file.name)}</a>' if file.href else escape(file.name)
            )
            facts = "，".join(fact for fact in (file.type, _size(file.size)) if fact)
            return name + (f' <span class="meta">（{escape(facts)}）</span>' if facts else "")

        if len(block.items) == 1:
            return f'<p class="attachments">附件：{item(0)}</p>'
        lines = "".join(f"<li>{item(at)}</li>" for at in range(len(block.items)))
        return f'<div class="attachments"><p>附件：</p><ol>{lines}</ol></div>'

    def qr(self, block: QrCode) -> str:
        svg = segno.make(block.text, error="m").svg_inline(scale=4, border=4, light="#fff", omitsize=False)
        label = escape(f"二维码：{block.caption or block.text}")
        svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
        caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
        return f'<figure class="qr">{svg}{caption}</figure>'


def _scope(cell: Cell, columns: int, head: bool) -> str:
    if cell.scope:
        return cell.scope
    if head:
        return "colgroup" if cell.colspan > 1 else "col"
    if cell.colspan == columns and columns > 1:
        return "colgroup"
    return "rowgroup" if cell.rowspan > 1 else "row"


def _row_class(row: Row, columns: int) -> str:
    first = row[0] if row else Cell()
    if first.header and first.colspan == columns and columns > 1:
        return ' class="group"'
    return {0: "", 1: ' class="sub"', 2: ' class="sub-2"'}[first.indent]


def _size(size: int) -> str:
    if not size:
        return ""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
