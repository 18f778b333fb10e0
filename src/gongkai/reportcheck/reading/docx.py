"""DOCX: paragraphs and tables of the main text, as Word shows them; deleted text is left out."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Grid, Line, Paper, Spanned, spread
from gongkai.reportcheck.reading.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "word/document.xml"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}delText", f"{_W}instrText", f"{_MC}Fallback"})
_BROKEN = Refused("bad-docx", "DOCX 文件不完整或者损坏", "请重新保存后再检查")
_NOT_DOCX = Refused("not-docx", "是压缩包，但不是 DOCX 文件", "请把年度报告另存为 DOCX 再检查")
_LAYOUT = 600
_RATIO_FROM = 1024 * 1024


def read(data: bytes) -> Paper:
    """The report in a DOCX. Raises Refused for a broken, encrypted, hostile or other archive."""
    body = _body(_member(data))
    parts: list[Line | Grid] = []
    _walk(body, parts)
    return Paper("docx", tuple(parts))


def _member(data: bytes) -> bytes:
    """``word/document.xml`` out of the archive, after a look at what it would unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _look(members)
            names = {one.filename for one in members}
            if _MAIN not in names:
                raise _NOT_DOCX
            with archive.open(_MAIN) as file:
                xml = file.read(MAX_UNPACKED + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
    ) as wrong:
        raise _BROKEN from wrong
    if len(xml) > MAX_UNPACKED:
        raise Refused("bomb", "DOCX 解压后过大，不予读取", "请核对文件来源")
    return xml


def _look(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED:
        raise Refused("bomb", "DOCX 解压后过大，不予读取", "请核对文件来源")
    for one in members:
        if one.flag_bits & 1:
            raise Refused("encrypted", "文件已加密", "请解除密码后再检查")
        if one.file_size > _RATIO_FROM and one.file_size > one.compress_size * MAX_RATIO:
            raise Refused("bomb", "DOCX 的压缩比异常，不予读取", "请核对文件来源")


def _body(xml: bytes) -> Any:
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:65536] or b"\x00" in xml[:200]:
        raise Refused("entities", "DOCX 中有实体声明（<!DOCTYPE>），不予读取", "请用 Word 重新保存后再检查")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as wrong:
        raise _BROKEN from wrong
    if root is None or root.getroottree().docinfo.doctype:
        raise _BROKEN
    body = root.find(f"{_W}body")
    if body is None:
        raise _BROKEN
    return body


def _walk(body: Any, parts: list[Line | Grid]) -> None:
    """Paragraphs and tables below ``body`` in reading order; layout tables are walked through."""
    events = etree.iterwalk(body, events=("start",))
    for _, element in events:
        tag = element.tag
        if tag in _SKIPPED:
            events.skip_subtree()
        elif tag == f"{_W}p":
            text = _text(element)
            if text.strip():
                parts.append(Line(text, heading=_is_heading(element)))
        elif tag == f"{_W}tbl" and (grid := _grid(element)) is not None:
            parts.append(grid)
            events.skip_subtree()


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    return name.lower().startswith(("heading", "title", "标题"))


def _text(element: Any) -> str:
    """The words of a paragraph or cell; paragraphs inside a text box of it come on their own."""
    words: list[str] = []
    events = etree.iterwalk(element, events=("start",))
    for _, one in events:
        tag = one.tag
        if tag in _SKIPPED or (tag == f"{_W}txbxContent" and element.tag == f"{_W}p"):
            events.skip_subtree()
        elif tag == f"{_W}t":
            words.append(one.text or "")
        elif tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            words.append(" ")
    return "".join(words).rstrip()


def _grid(table: Any) -> Grid | None:
    """The table as a grid with merged cells spread; ``None`` where it only lays out the page."""
    inner = [one for one in table.iter(f"{_W}tbl") if one is not table]
    if any(sum(1 for _ in one.iter(f"{_W}tc")) > 1 for one in inner):
        return None
    lines: list[list[tuple[str, int, bool]]] = []
    for row in table.findall(f"{_W}tr"):
        cells = [_cell(cell) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")]
        if any(len(text) > _LAYOUT for text, _, _ in cells):
            return None
        lines.append(cells)
    if sum(len(line) for line in lines) <= 2:
        return None
    return spread(_merged(lines))


def _cell(cell: Any) -> tuple[str, int, bool]:
    """Text, columns, and whether the cell continues the one above."""
    properties = cell.find(f".//{_W}tcPr") if cell.tag == f"{_W}sdt" else cell.find(f"{_W}tcPr")
    columns, continues = 1, False
    if properties is not None:
        span, merge = properties.find(f"{_W}gridSpan"), properties.find(f"{_W}vMerge")
        given = span.get(f"{_W}val", "") if span is not None else ""
        columns = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 1
        continues = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
    return _text(cell), max(columns, 1), continues


def _merged(lines: list[list[tuple[str, int, bool]]]) -> list[list[Spanned]]:
    """Rows of Word (a continued cell stands in every row) as rows of spans."""
    begun: dict[int, tuple[int, int]] = {}
    rows: list[list[Spanned]] = []
    for line in lines:
        row: list[Spanned] = []
        column = 0
        for text, columns, continues in line:
            if continues and column in begun:
                at, place = begun[column]
                first, wide, deep = rows[at][place]
                rows[at][place] = (first, wide, deep + 1)
            else:
                begun[column] = (len(rows), len(row))
                row.append((text, columns, 1))
            column += columns
        rows.append(row)
    return rows
