"""HTML of a rich-text editor as blocks. nh3 cleaned it first; what our form cannot say is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import cast, get_args

import nh3
from markdown_it.common.normalize_url import normalizeLink

from gongkai.papers import markdown
from gongkai.papers.inlines import (
    Break,
    Figure,
    Footnote,
    Inlines,
    Stated,
    Text,
    checked_href,
)
from gongkai.papers.model import Block, Blocks, BulletList, Heading, NumberedList, Paragraph, Picture, Quote
from gongkai.papers.pieces import Piece, flat, grouped, unfolded
from gongkai.papers.tables import Cell, CellAlign, Row, Table, is_blank
from gongkai.refusal import Refused

LONGEST = 1_000_000
"""Characters of HTML that are read."""
_DEEPEST = 8
"""Lists and quotes inside one another; Markdown readers stop at twenty."""
_WIDEST_SPAN = 30
_MOST_CELLS = 20_000
_DEEPEST_HTML = 300
"""Elements inside one another; cleaning takes the square of that."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_TAGS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("strong", "b", "em", "i", "a", "br", "img", "sub", "sup", "span"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "align"},
    "td": {"colspan", "rowspan", "align"},
    "div": {"data-picture", "data-alt", "data-caption"},
    "span": {"data-reference"},
}
_DROPPED_WITH_WORDS = {
    "script",
    "style",
    "title",
    "head",
    "template",
    "noscript",
    "iframe",
    "object",
    "textarea",
}
_BLOCKS = _TAGS - {"strong", "b", "em", "i", "a", "br", "img", "sub", "sup", "span"}
_RAISED = {
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPACES = re.compile(r"[\t\n\r\f]+")


@dataclass
class _Node:
    """An element: its name, attributes, and what stands inside."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[_Node | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[_Node]:
        """Elements of these names inside, but not inside one another."""
        for one in self.inside:
            if isinstance(one, _Node):
                if one.name in names:
                    yield one
                else:
                    yield from one.all(*names)


def cleaned(html: str) -> str:
    """HTML of which only known elements are left, and nothing that runs, loads or looks."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_WORDS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )


def is_readable(html: str) -> bool:
    """Whether HTML is short and flat enough to be read; what an editor wrote always is."""
    open_tags: Counter[str] = Counter()
    depth = 0
    for end, name in _TAG.findall(html) if len(html) <= LONGEST else ():
        name = name.lower()
        if end and open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        elif not end and name not in ("br", "img"):
            open_tags[name] += 1
            depth += 1
            if depth > _DEEPEST_HTML:
                return False
    return len(html) <= LONGEST


class _Tree(HTMLParser):
    """Builds the tree of HTML that nh3 wrote: every element is closed; too deep ones are opened up."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("div")
        self.open: list[tuple[_Node, bool]] = [(self.root, True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        at = self.open[-1][0]
        if tag in ("br", "img"):
            at.inside.append(_Node(tag))
        elif len(self.open) > 60:
            self.open.append((at, False))
        else:
            made = _Node(tag, {name: value or "" for name, value in attrs})
            at.inside.append(made)
            self.open.append((made, True))

    def handle_endtag(self, tag: str) -> None:
        """Close the last one."""
        if len(self.open) > 1 and tag not in ("br", "img"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.open[-1][0].inside.append(data)


class Reader:
    """Reads cleaned HTML; ``lost`` gathers, in order, the codes of what could not be kept."""

    def __init__(self) -> None:
        self.lost: dict[str, None] = {}

    def read(self, html: str) -> Blocks:
        """The blocks of cleaned HTML, not yet in normal form. Raises Refused for a too large table."""
        tree = _Tree()
        tree.feed(html)
        tree.close()
        return self.blocks(tree.root.inside, 0)

    def blocks(self, inside: Iterable[_Node | str], depth: int) -> Blocks:
        """Neighbouring elements and words as blocks; words beside blocks are paragraphs."""
        out: list[Block] = []
        words: list[Piece] = []

        def flush() -> None:
            if inlines := grouped(words):
                out.append(Paragraph(inlines))
            words.clear()

        for one in inside:
            if isinstance(one, _Node) and (one.name in _BLOCKS or _holds_blocks(one)):
                flush()
                out += self.block(one, depth)
            else:
                words += self.pieces(one, False, "")
        flush()
        return tuple(out)

    def block(self, node: _Node, depth: int) -> Blocks:
        """One element as blocks."""
        if node.name[0] == "h" and node.name[1:].isdigit():
            return self.heading(node)
        if node.name == "div" and node.attributes.get("data-picture"):
            return self.picture(node)
        if node.name in ("ul", "ol", "blockquote") and depth >= _DEEPEST:
            self.lost["deep"] = None
            return self.blocks(node.inside, depth)
        match node.name:
            case "ul":
                items = self.items(node, depth)
                return (BulletList(items),) if items else ()
            case "ol":
                items = self.items(node, depth)
                start = node.attributes.get("start", "")
                first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
                return (NumberedList(items, first),) if items else ()
            case "blockquote":
                inside = self.blocks(node.inside, depth + 1)
                return (Quote(inside),) if inside else ()
            case "table":
                return self.table(node)
            case _:
                return self.blocks(node.inside, depth)

    def heading(self, node: _Node) -> Blocks:
        """A heading of level 1 to 4; an empty one is none."""
        level = int(node.name[1]) - 1
        if level > 4:
            self.lost["heading"] = None
        pieces = [flat(one) for one in self.all_pieces(node)]
        inlines = grouped(pieces)
        return (Heading(min(max(level, 1), 4), inlines),) if inlines else ()

    def picture(self, node: _Node) -> Blocks:
        """A picture that the text had before, by the digest of its attachment."""
        name, alt, caption = (
            _UNSEEN.sub("", node.attributes.get(f"data-{one}", "")) for one in ("picture", "alt", "caption")
        )
        alt = re.sub(r"[\[\]\\`\s]+", " ", alt).strip() or "图片"
        if not re.fullmatch(r"[\w.\-/]{1,200}", name):
            self.lost["picture"] = None
            return (Paragraph((Text(alt),)),)
        return (Picture(name, alt, " ".join(caption.split())),)

    def items(self, node: _Node, depth: int) -> tuple[Blocks, ...]:
        """The items of a list."""
        out: list[Blocks] = []
        for one in node.inside:
            if isinstance(one, _Node) and one.name == "li":
                out.append(self.blocks(one.inside, depth + 1))
            elif loose := self.blocks([one], depth + 1):
                out.append(loose)
        return tuple(out)

    def table(self, node: _Node) -> Blocks:
        """A table whose first row is its head, as Markdown wants it."""
        above = [block for one in node.all("caption") for block in self.blocks(one.inside, _DEEPEST)]
        rows = [list(row.all("th", "td")) for row in node.all("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return (*above, *self.blocks([one for one in node.inside if not _is(one, "caption")], _DEEPEST))
        if any(cell.name == "td" for cell in rows[0]):
            self.lost["headerless"] = None
        grid = self.grid(rows)
        width = max(map(len, grid))
        if width * len(grid) > _MOST_CELLS:
            raise Refused("too-long", "表格太大", "请改成附件")
        aligns = [_align(cell) for cell in _first_cells(rows[0])]
        aligns += [""] * (width - len(aligns))
        cells = [_padded(row, width, aligns) for row in grid]
        body = tuple((replace(row[0], header=True), *row[1:]) for row in cells[1:] if not is_blank(row))
        return (*above, Table("", (cells[0],), body))

    def grid(self, rows: list[list[_Node]]) -> list[list[Inlines]]:
        """Every cell at its place; what a cell spanned beside its first place is empty."""
        taken: dict[tuple[int, int], Inlines] = {}
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                while (at, column) in taken:
                    column += 1
                wide = min(_number(cell, "colspan"), _WIDEST_SPAN)
                high = min(_number(cell, "rowspan"), len(rows) - at)
                if wide > 1 or high > 1:
                    self.lost["merged"] = None
                for down in range(high):
                    for right in range(wide):
                        taken.setdefault((at + down, column + right), ())
                if len(taken) > _MOST_CELLS:
                    raise Refused("too-long", "表格太大", "请改成附件")
                taken[at, column] = self.cell(cell)
                column += wide
        widths = [0] * len(rows)
        for at, column in taken:
            widths[at] = max(widths[at], column + 1)
        return [[taken.get((at, column), ()) for column in range(widths[at])] for at in range(len(rows))]

    def cell(self, node: _Node) -> Inlines:
        """The words of a cell on one line."""
        pieces = self.all_pieces(node)
        if any(isinstance(piece.what, Break) for piece in unfolded(grouped(pieces))):
            self.lost["cell-lines"] = None
        return grouped(map(flat, pieces))

    def all_pieces(self, node: _Node) -> list[Piece]:
        """The pieces of an element whose blocks become lines."""
        out: list[Piece] = []
        is_open = False
        for one in node.inside:
            if isinstance(one, _Node) and (one.name in _BLOCKS or _holds_blocks(one)):
                inside = self.all_pieces(one)
                out += [Piece(Break())] * bool(out and inside) + inside
                is_open = bool(inside)
            else:
                inside = self.pieces(one, False, "")
                out += [Piece(Break())] * (is_open and bool(inside)) + inside
                is_open = is_open and not inside
        return out

    def pieces(self, one: _Node | str, strong: bool, href: str) -> list[Piece]:
        """Words, or an element inside a line, as pieces."""
        if isinstance(one, str):
            words = _SPACES.sub(" ", _UNSEEN.sub("", _SPACES.sub(" ", one)))
            return [Piece(Text(words), strong, href)] if words else []
        if one.name == "br":
            return [Piece(Break(), strong, href)]
        if one.name == "img":
            self.lost["picture"] = None
            return []
        if said := one.attributes.get("data-reference"):
            return self.reference(said, one, strong, href)
        strong = strong or one.name in ("strong", "b", "em", "i")
        if one.name == "a" and not href:
            href = self.href(one)
        inside = [piece for part in one.inside for piece in self.pieces(part, strong, href)]
        return self.raised(inside, one.name) if one.name in _RAISED else inside

    def raised(self, pieces: list[Piece], name: str) -> list[Piece]:
        """Super- and subscripts as characters of their own; others stand on the line."""
        out = []
        for piece in pieces:
            if isinstance(piece.what, Text):
                table = _RAISED[name]
                if any(ord(sign) not in table for sign in piece.what.text.strip()):
                    self.lost["raised"] = None
                else:
                    piece = replace(piece, what=Text(piece.what.text.translate(table)))
            out.append(piece)
        return out

    def href(self, node: _Node) -> str:
        """Where a link leads, or nothing where it may not."""
        try:
            found = checked_href(normalizeLink(node.attributes.get("href", "").strip()))
        except Refused:
            found = ""
        if not found:
            self.lost["link"] = None
        return found

    def reference(self, said: str, node: _Node, strong: bool, href: str) -> list[Piece]:
        """A number or a footnote that the text had before; one that nobody can read stays as its words."""
        try:
            (block,) = markdown.parse(f"{{{{ {said} }}}}", lambda key: Figure(key, key))
            if isinstance(block, Paragraph) and len(block.inlines) == 1:
                (what,) = block.inlines
                if isinstance(what, Figure | Stated | Footnote):
                    return [Piece(what, strong, href)]
        except (Refused, ValueError):
            pass
        self.lost["reference"] = None
        return [piece for part in node.inside for piece in self.pieces(part, strong, href)]


# ── nodes ────────────────────────────────────────────────────


def _is(one: _Node | str, name: str) -> bool:
    return isinstance(one, _Node) and one.name == name


def _holds_blocks(node: _Node) -> bool:
    return any(isinstance(one, _Node) and (one.name in _BLOCKS or _holds_blocks(one)) for one in node.inside)


def _number(node: _Node, name: str) -> int:
    said = node.attributes.get(name, "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _first_cells(row: list[_Node]) -> Iterator[_Node]:
    for cell in row:
        yield cell
        yield from [_Node("th")] * (min(_number(cell, "colspan"), _WIDEST_SPAN) - 1)


def _align(cell: _Node) -> CellAlign:
    said = cell.attributes.get("align", "")
    return cast(CellAlign, said) if said in get_args(CellAlign) else ""


def _padded(row: list[Inlines], width: int, aligns: list[CellAlign]) -> Row:
    filled = [*row, *([()] * (width - len(row)))]
    return tuple(Cell(words, align=align) for words, align in zip(filled, aligns, strict=True))
