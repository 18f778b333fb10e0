"""Reads a file of anyone's annual report by its content: HTML, DOCX, PDF, text, our own ``figures.json``."""

from __future__ import annotations

from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Paper
from gongkai.reportcheck.reading import docx, figures, html, pdf, plain
from gongkai.reportcheck.reading.limits import MAX_BYTES, MAX_LINES, MAX_TEXT

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "是旧格式（.doc、.wps）或者加密的 Office 文件", "请另存为不加密的 DOCX 再检查"),
    (b"{\\rtf", "是 RTF 文件", "请另存为 DOCX 再检查"),
    (b"\x89PNG", "是图片", "请提供有文字的 DOCX、PDF 或网页"),
    (b"\xff\xd8\xff", "是图片", "请提供有文字的 DOCX、PDF 或网页"),
    (b"GIF8", "是图片", "请提供有文字的 DOCX、PDF 或网页"),
    (b"Rar!", "是压缩包", "请先解压，逐个检查"),
    (b"7z\xbc\xaf", "是压缩包", "请先解压，逐个检查"),
    (b"\x1f\x8b", "是压缩包", "请先解压，逐个检查"),
)


def read(data: bytes) -> Paper:
    """The report in ``data``, its type told by content.

    Raises Refused, in one line, for what cannot be read: empty, too big, encrypted, truncated, hostile, or
    of a type that is none of ours.
    """
    if not data.strip():
        raise Refused("empty", "文件是空的", "请核对文件")
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        raise Refused("too-big", f"文件有 {size}，上限 {MAX_BYTES // 1024 // 1024} MB", "请去掉大图片再检查")
    for mark, what, mend in _OTHERS:
        if data.startswith(mark):
            raise Refused("unreadable-type", f"文件{what}", mend)
    paper = _by_content(data)
    length = sum(len(line.text) for line in paper.lines)
    length += sum(len(cell.text) for grid in paper.grids for row in grid.rows for cell in row)
    if length > MAX_TEXT:
        raise Refused("too-long", f"文字超过 {MAX_TEXT} 字", "请只检查年度报告本身")
    if len(paper.parts) > MAX_LINES:
        raise Refused("too-long", f"文字超过 {MAX_LINES} 行", "请只检查年度报告本身")
    if not paper.parts and paper.values is None:
        raise Refused("no-text", "文件中没有文字（可能是扫描件）", "请提供有文字的 DOCX、PDF 或网页")
    return paper


def _by_content(data: bytes) -> Paper:
    if b"%PDF-" in data[:1024]:
        return pdf.read(data)
    if data.startswith(b"PK"):
        return docx.read(data)
    text = plain.decode(data)
    if figures.looks_so(text):
        return figures.read(text)
    return html.read(text) if html.looks_so(text) else plain.read(text)
