"""Markdown to blocks, for narratives that officers write: no raw HTML, numbers bound to figures.

``{{ items.total }}`` becomes what ``resolve`` gives for it, ``{{ stated(12, "台账") }}`` a number that is
stated by hand, ``{{ note("…") }}`` a footnote. ``#`` is a heading of level 1 (一、), ``##`` of level 2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias, cast

from markdown_it.token import Token

from gongkai.papers.bare_numbers import BareNumber, numbers
from gongkai.papers.dialect import REFERENCE, tokens
from gongkai.papers.inlines import Break, Emphasis, Footnote, Inline, Inlines, Link, Stated, Text, tidy
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
from gongkai.papers.tables import Cell, CellAlign, Row, Table, is_blank
from gongkai.refusal import Refused

Resolve: TypeAlias = Callable[[str], Inline]
"""Gives the inline (a ``Figure``) for a key; raises ``LookupError`` for a key that it does not know."""

_STATED = re.compile(
    r'stated\(\s*(?:["“](?P<words>[^"”]*)["”]|(?P<number>[^,，"“]+?))\s*[,，]\s*["“](?P<source>[^"”]*)["”]\s*\)'
)
_NOTE = re.compile(r'note\(\s*["“](?P<words>[^"”]*)["”]\s*\)')
_KEY = re.compile(r"[\w.\-、（）]+")


__all__ = ["BareNumber", "Resolve", "numbers", "parse"]


def parse(md: str, resolve: Resolve | None = None) -> Blocks:
    """The blocks of a Markdown text. Refuses, with key or construct and line, what it cannot bind or keep."""
    return _Reader(resolve).blocks(tokens(md))


class _Reader:
    """Reads a stream of tokens; remembers the line for refusals."""

    def __init__(self, resolve: Resolve | None) -> None:
        self.resolve = resolve
        self.line = 0

    def blocks(self, stream: Sequence[Token]) -> Blocks:
        out: list[Block] = []
        at = 0
        while at < len(stream):
            end = _closing(stream, at)
            out += self.block(stream[at], stream[at + 1 : end])
            at = end + 1
        return tuple(out)

    def block(self, token: Token, inside: Sequence[Token]) -> Blocks:
        self.line = token.map[0] + 1 if token.map else self.line
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
                if level > 4:
                    self.refuse("标题层级太深", "公文标题分四层，请用 # 到 ####")
                return (Heading(level, self.inline(inside[0])),)
            case "paragraph_open":
                return self.paragraph(inside[0])
            case "bullet_list_open":
                return (BulletList(self.items(inside)),)
            case "ordered_list_open":
                return (NumberedList(self.items(inside), int(token.attrs.get("start", 1))),)
            case "blockquote_open":
                return (Quote(self.blocks(inside)),)
            case "table_open":
                return (self.table(inside),)
            case _:
                self.refuse(f"不支持的写法（{token.type}）", "请改用段落、标题、列表、表格或引用")
        raise AssertionError("unreachable")

    def refuse(self, sentence: str, mend: str, code: str = "bad-markdown") -> None:
        raise Refused(code, f"第 {self.line} 行：{sentence}", mend=mend)

    def paragraph(self, token: Token) -> Blocks:
        children = token.children or []
        if len(children) == 1 and children[0].type == "image":
            image = children[0]
            return (Picture(str(image.attrs["src"]), image.content, str(image.attrs.get("title", ""))),)
        return (Paragraph(self.inline(token)),)

    def items(self, inside: Sequence[Token]) -> tuple[Blocks, ...]:
        out = []
        at = 0
        while at < len(inside):
            end = _closing(inside, at)
            out.append(self.blocks(inside[at + 1 : end]))
            at = end + 1
        return tuple(out)

    def table(self, inside: Sequence[Token]) -> Table:
        rows: list[tuple[bool, Row]] = []
        row: list[Cell] = []
        head = False
        for at, token in enumerate(inside):
            if token.type == "tr_open":
                row, head = [], False
            elif token.type in ("th_open", "td_open"):
                head = head or token.type == "th_open"
                row.append(Cell(self.inline(inside[at + 1]), align=_align(token)))
            elif token.type == "tr_close":
                rows.append((head, tuple(row)))
        body = tuple(_first_is_head(cells) for is_head, cells in rows if not is_head and not is_blank(cells))
        return Table("", tuple(cells for is_head, cells in rows if is_head), body)

    def inline(self, token: Token) -> Inlines:
        first = token.map[0] + 1 if token.map else self.line
        self.line = first
        children = token.children or []
        inlines, _ = self.words(children, 0, "")
        return tidy(inlines)

    def words(self, children: Sequence[Token], at: int, until: str) -> tuple[list[Inline], int]:
        """The inlines from ``at`` up to the token ``until``, and where that was."""
        out: list[Inline] = []
        while at < len(children) and children[at].type != until:
            token = children[at]
            match token.type:
                case "text" | "code_inline" | "text_special":
                    out.append(Text(token.content))
                case "softbreak":
                    self.line += 1
                    out.append(Text(_joint(children, at)))
                case "hardbreak":
                    self.line += 1
                    out.append(Break())
                case "strong_open" | "em_open":
                    inner, at = self.words(children, at + 1, token.type.replace("open", "close"))
                    out.append(Emphasis(tuple(inner)))
                case "link_open":
                    inner, at = self.words(children, at + 1, "link_close")
                    out.append(Link(tuple(inner), str(token.attrs["href"])))
                case kind if kind == REFERENCE:
                    out.append(self.reference(token.content))
                    self.line += token.markup.count("\n")
                case _:
                    self.refuse(f"不支持的写法（{token.type}）", "图片请单独成段")
            at += 1
        return out, at

    def reference(self, words: str) -> Inline:
        """What a ``{{ … }}`` stands for."""
        if stated := _STATED.fullmatch(words):
            return Stated((stated["words"] or stated["number"] or "").strip(), stated["source"])
        if note := _NOTE.fullmatch(words):
            return Footnote((Text(note["words"]),))
        if not _KEY.fullmatch(words):
            self.refuse(f"看不懂“{{{{ {words} }}}}”", '请写 {{ 数据项 }} 或 {{ stated(12, "来源") }}')
        try:
            if self.resolve is None:
                raise LookupError(words)
            return self.resolve(words)
        except LookupError as unknown:
            raise Refused(
                "unknown-figure",
                f"第 {self.line} 行：没有数据项“{words}”",
                mend="请核对数据项名称，或者改用 stated 并写明来源",
            ) from unknown


def _closing(stream: Sequence[Token], at: int) -> int:
    """Where the token that opens at ``at`` is closed; itself if it opens nothing."""
    depth = 0
    for end in range(at, len(stream)):
        depth += stream[end].nesting
        if depth == 0:
            return end
    raise AssertionError("tokens nest")


def _align(token: Token) -> CellAlign:
    style = str(token.attrs.get("style", ""))
    return cast(CellAlign, style.removeprefix("text-align:")) if style else ""


def _first_is_head(row: Row) -> Row:
    return (replace(row[0], header=True), *row[1:]) if row else row


def _joint(children: Sequence[Token], at: int) -> str:
    """What stands for a line end in the source: nothing beside a Chinese character, else a space."""
    before = children[at - 1].content[-1:] if at else ""
    after = children[at + 1].content[:1] if at + 1 < len(children) else ""
    wide = any(unicodedata.east_asian_width(beside) in "WF" for beside in (before, after) if beside)
    return "" if wide else " "
