"""The text of an item in a rich-text editor: our Markdown as HTML for it, and what it gives back as Markdown.

The stored form stays what it was; the editor is a way of writing it. ``written(shown(md))`` says the same as
``md`` for everything that our Markdown can say. HTML that comes back is a stranger's: nh3 cleans it first,
then what our form cannot say is dropped, and :class:`Written` names it. Words are never dropped.
"""

from __future__ import annotations

from html import escape

from gongkai.papers import markdown, text, writing
from gongkai.papers.htmlreading import Reader, cleaned, is_readable
from gongkai.papers.inlines import Break, Emphasis, Figure, Inline, Inlines, Link, Text, plain
from gongkai.papers.model import (
    Block,
    Blocks,
    BulletList,
    Heading,
    NumberedList,
    Paragraph,
    Picture,
    Quote,
)
from gongkai.papers.pieces import normal
from gongkai.papers.tables import Cell, Row, Table
from gongkai.refusal import Refused

__all__ = ["Written", "normal", "same", "shown", "unmarked", "written"]


_LONGEST = 200_000
"""Characters of Markdown; no form takes more, so nothing longer is read again."""


class Written(str):
    """A text as Markdown; ``lost`` names, by code, what of the editor's HTML it could not say.

    Codes: ``picture``, ``merged`` (cells), ``cell-lines``, ``headerless``, ``link``, ``deep``, ``heading``,
    ``raised`` (super- and subscript), ``reference``, ``strong`` (emphasis where Markdown cannot set it),
    ``too-long`` (nothing was read).
    """

    lost: tuple[str, ...]

    def __new__(cls, md: str, lost: tuple[str, ...] = ()) -> Written:
        """A string that remembers what it lost."""
        made = super().__new__(cls, md)
        made.lost = lost
        return made


def shown(md: str) -> str:
    """The HTML that the editor begins with. Raises Refused where ``md`` cannot be read."""
    return _blocks(_parsed(md))


def written(html: str) -> Written:
    """What the editor gave back, as Markdown; hostile or foreign HTML too. Never raises."""
    if not is_readable(html):
        return Written("", ("too-long",))
    reader = Reader()
    try:
        blocks = normal(reader.read(cleaned(html)))
    except Refused:
        return Written("", ("too-long",))
    md = writing.write(blocks)
    if len(md) <= _LONGEST and not _says(md, blocks):
        md = writing.write(_plainer(blocks))
        reader.lost["strong"] = None
    return Written(md, tuple(reader.lost))


def unmarked(md: str) -> str:
    """The words of a text as a reader sees them: a sign inside a word, ``机**密**``, hides nothing."""
    try:
        return "\n".join(text.render(_parsed(md)))
    except Refused:
        return md


def same(one: str, other: str) -> bool:
    """Whether two Markdown texts say the same, however they are written."""
    try:
        return one == other or normal(_parsed(one)) == normal(_parsed(other))
    except Refused:
        return False


def _parsed(md: str) -> Blocks:
    """The blocks of a text whose figures are not looked up."""
    return markdown.parse(md, lambda key: Figure(key, key))


def _says(md: str, blocks: Blocks) -> bool:
    try:
        return _parsed(md) == blocks
    except Refused:
        return False


def _plainer(blocks: Blocks) -> Blocks:
    """The blocks with emphasis only where Markdown reads it again: not between two Latin letters."""
    out: list[Block] = []
    for block in blocks:
        match block:
            case Heading():
                out.append(Heading(block.level, _readable(block.inlines)))
            case Paragraph():
                out.append(Paragraph(_readable(block.inlines)))
            case BulletList():
                out.append(BulletList(tuple(map(_plainer, block.items))))
            case NumberedList():
                out.append(NumberedList(tuple(map(_plainer, block.items)), block.start))
            case Quote():
                out.append(Quote(_plainer(block.blocks)))
            case Table():
                head, body = (tuple(map(_plainer_row, rows)) for rows in (block.header, block.body))
                out.append(Table("", head, body))
            case _:
                out.append(block)
    return tuple(out)


def _plainer_row(row: Row) -> Row:
    return tuple(Cell(_readable(cell.inlines), align=cell.align, header=cell.header) for cell in row)


def _readable(inlines: Inlines) -> Inlines:
    """The words as they are if Markdown says them so, else without their emphasis."""
    return inlines if _says(writing.line(inlines), (Paragraph(inlines),)) else _without_emphasis(inlines)


def _without_emphasis(inlines: Inlines) -> Inlines:
    out: list[Inline] = []
    for one in inlines:
        match one:
            case Emphasis():
                out += _without_emphasis(one.inlines)
            case Link():
                out.append(Link(_without_emphasis(one.inlines), one.href))
            case _:
                out.append(one)
    return Paragraph(tuple(out)).inlines


# ── HTML for the editor ──────────────────────────────────────


def _blocks(blocks: Blocks) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Heading():
            name = f"h{block.level + 1}"  # the page that holds the editor has the one h1
            return f"<{name}>{_words(block.inlines)}</{name}>"
        case Paragraph():
            return f"<p>{_words(block.inlines)}</p>"
        case BulletList():
            return f"<ul>{_items(block.items)}</ul>"
        case NumberedList():
            start = f' start="{block.start}"' if block.start != 1 else ""
            return f"<ol{start}>{_items(block.items)}</ol>"
        case Quote():
            return f"<blockquote>{_blocks(block.blocks)}</blockquote>"
        case Table():
            rows = [*block.header, *block.body]
            return (
                f"<table><tbody>{''.join(_row(row, not at) for at, row in enumerate(rows))}</tbody></table>"
            )
        case Picture():
            facts = {"picture": block.name, "alt": block.alt, "caption": block.caption}
            attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items() if value)
            return f"<div{attributes}>{escape(block.alt)}</div>"
        case _:
            raise TypeError(f"Markdown has no {type(block).__name__}")


def _items(items: tuple[Blocks, ...]) -> str:
    return "".join(f"<li>{_blocks(item) or '<p></p>'}</li>" for item in items)


def _row(row: Row, is_head: bool) -> str:
    name = "th" if is_head else "td"
    return f"<tr>{''.join(_cell(cell, name) for cell in row)}</tr>"


def _cell(cell: Cell, name: str) -> str:
    align = f' align="{cell.align}"' if cell.align else ""
    return f"<{name}{align}><p>{_words(cell.inlines)}</p></{name}>"


def _words(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(one: Inline) -> str:
    match one:
        case Text():
            return escape(one.text, quote=False)
        case Break():
            return "<br>"
        case Emphasis():
            return f"<strong>{_words(one.inlines)}</strong>"
        case Link():
            return f'<a href="{escape(one.href)}">{_words(one.inlines)}</a>'
        case _:
            said = writing.reference(one)
            words = plain((one,)) or said
            return f'<span data-reference="{escape(said)}">{escape(words)}</span>'
