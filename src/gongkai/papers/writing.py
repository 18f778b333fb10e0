"""Blocks back to our Markdown: the other direction of :mod:`gongkai.papers.markdown`.

``markdown.parse(write(blocks)) == blocks`` for every text that Markdown can say, in its normal form
(:mod:`gongkai.papers.editing`). Nothing else is asked of it: blocks that only programs make (notes, charts,
signatures, spanning cells) raise ``TypeError`` or lose what Markdown has no word for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.papers.inlines import (
    Break,
    Emphasis,
    Figure,
    Footnote,
    Inline,
    Inlines,
    Link,
    Stated,
    Text,
    plain,
)
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
from gongkai.papers.tables import Cell, Row, Table

_MARKS = re.compile(
    r"[\\`*\[]"  # what opens something wherever it stands
    r"|<(?=[\w.!#$%&'*+/=?^`{|}~-]+[@:])"  # an address in angle brackets
    r"|\{(?=\{|$)"  # a reference, perhaps one that follows
)
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Inside a word an underscore is a letter; anywhere else it is emphasis."""
_LINE_STARTS = re.compile(r"[-+](?=\s|$)|>|#{1,6}(?=\s|$)|[-:|](?=[-:|\s]*$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_CLOSING_MARKS = re.compile(r"(^|[ \t])(#+)$")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_RULES = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def write(blocks: Iterable[Block]) -> str:
    """The Markdown of blocks, one blank line between two of them."""
    return "\n\n".join(_all(tuple(blocks)))


def _all(blocks: Blocks) -> list[str]:
    """Each block as Markdown. Of two lists of one kind the second has another mark, or they would be one."""
    out: list[str] = []
    before: Block | None = None
    is_other = False
    for block in blocks:
        is_list = isinstance(block, BulletList | NumberedList)
        is_other = is_list and type(before) is type(block) and not is_other
        out.append(_block(block, is_other))
        before = block
    return out


def _block(block: Block, is_other: bool) -> str:
    match block:
        case Heading():
            words = line(block.inlines).replace("\\\n", " ")
            return f"{'#' * block.level} " + _CLOSING_MARKS.sub(r"\1\\\2", words)
        case Paragraph():
            return "\n".join(map(_start_escaped, line(block.inlines).split("\n")))
        case BulletList():
            return _list([("* " if is_other else "- ", item) for item in block.items])
        case NumberedList():
            sign = ")" if is_other else "."
            numbers = range(block.start, block.start + len(block.items))
            return _list(
                [(f"{number}{sign} ", item) for number, item in zip(numbers, block.items, strict=True)]
            )
        case Quote():
            return "\n".join(f"> {words}".rstrip() for words in write(block.blocks).split("\n"))
        case Table():
            return _table(block)
        case Picture():
            title = re.sub(r'[\\"&]', r"\\\g<0>", block.caption)
            return f"![{block.alt}]({_address(block.name)}" + (f' "{title}")' if title else ")")
        case _:
            raise TypeError(f"Markdown has no {type(block).__name__}")


def _list(items: list[tuple[str, Blocks]]) -> str:
    """Items one below the other; those of more than a paragraph keep their blank lines."""
    out = []
    for mark, blocks in items:
        pad = " " * len(mark)
        words = _inside(blocks).split("\n")
        out.append("\n".join((mark if not at else pad if one else "") + one for at, one in enumerate(words)))
    return "\n".join(one.rstrip() for one in out)


def _inside(blocks: Blocks) -> str:
    """The blocks of one item; a list follows its paragraph at once where that cannot be misread."""
    match blocks:
        case (Paragraph(), BulletList() | NumberedList(start=1) as below) if below.items and below.items[0]:
            return "\n".join(_all(blocks))
        case _:
            return write(blocks)


def _table(table: Table) -> str:
    head = table.header[0]
    rule = "| " + " | ".join(_RULES[cell.align] for cell in head) + " |"
    return "\n".join([_row(head), rule, *map(_row, table.body)])


def _row(row: Row) -> str:
    return "| " + " | ".join(map(_cell, row)) + " |"


def _cell(cell: Cell) -> str:
    return line(cell.inlines).replace("\\\n", " ").replace("|", "\\|")


def line(inlines: Inlines, *, in_link: bool = False) -> str:
    """Words as Markdown; a line break is a backslash at the end of the line."""
    return "".join(_inline(one, in_link) for one in inlines)


def _inline(one: Inline, in_link: bool) -> str:
    match one:
        case Text():
            return _escaped(one.text, in_link)
        case Break():
            return "\\\n"
        case Emphasis():
            return f"**{line(one.inlines, in_link=in_link)}**"
        case Link():
            return f"[{line(one.inlines, in_link=True)}]({_address(one.href)})"
        case _:
            return f"{{{{ {reference(one)} }}}}"


def reference(one: Inline) -> str:
    """What stands between the braces for a number or a footnote."""
    match one:
        case Figure():
            return one.key
        case Stated():
            return f'stated("{one.value}", "{one.source}")'
        case Footnote():
            return f'note("{plain(one.inlines)}")'
        case _:
            raise TypeError(f"not a reference: {one!r}")


def _escaped(text: str, in_link: bool) -> str:
    out = _UNDERSCORE.sub(r"\\_", _MARKS.sub(r"\\\g<0>", text))
    if in_link:
        out = out.replace("]", "\\]")
    return f"{out[:-1]}\\!" if out.endswith("!") else out


def _start_escaped(words: str) -> str:
    """A line of a paragraph, whose first characters might mean a list, a heading, a quote or a table."""
    words = _NUMBER.sub(r"\1\\\2", words, count=1) if _NUMBER.match(words) else words
    return f"\\{words}" if _LINE_STARTS.match(words) else words


def _address(href: str) -> str:
    """Where a link leads, as it stands in brackets."""
    href = _ENTITY.sub(r"\\&", href)
    return f"<{href}>" if re.search(r"[()]", href) or not href else href
