"""Reads a file of anyone's annual report: HTML, DOCX, PDF, text, our own ``figures.json``.

The type is told by content; a name whose ending says another type is refused, as screening does.
"""

from __future__ import annotations

from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Paper
from gongkai.reportcheck.reading import docx, figures, html, pdf, plain
from gongkai.reportcheck.reading.limits import MAX_BYTES, MAX_LINES, MAX_TEXT
from gongkai.screening.files import types

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
_MEND = "请提供 HTML、DOCX、PDF、TXT 或者 figures.json"
_PLAIN = types.ENDINGS["txt"]
_ENDINGS = {
    "pdf": types.ENDINGS["pdf"],
    "docx": types.ENDINGS["docx"],
    "html": (*types.ENDINGS["html"], "shtml"),
    "figures": ("json", *_PLAIN),
    "text": _PLAIN,
}
"""Type → endings that agree with it."""
_NAMES = {**types.NAMES, "docx": "压缩包或者 DOCX 文件", "figures": "JSON 数据", "text": "纯文本"}
_KNOWN = frozenset(ending for endings in (*_ENDINGS.values(), *types.ENDINGS.values()) for ending in endings)
"""Endings that say a type; of any other one only the content speaks."""


def read(data: bytes, name: str = "") -> Paper:
    """The report in ``data``, its type told by content; ``name`` gives the ending, which has to agree.

    Raises Refused, in one line, for what cannot be read: empty, too big, encrypted, truncated, hostile, of a
    type that is none of ours or another than its name says.
    """
    if not data.strip():
        raise Refused("empty", "文件是空的", "请核对文件")
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024 // 1024} MB"
        raise Refused("too-big", f"文件超过 {limit}", "请只检查年度报告本身，去掉大图片和多余的表格")
    for mark, what, mend in _OTHERS:
        if data.startswith(mark):
            raise Refused("unreadable-type", f"文件{what}", mend)
    paper = _by_content(data, types.ending_of(name))
    length = sum(len(line.text) for line in paper.lines)
    length += sum(len(cell.text) for grid in paper.grids for row in grid.rows for cell in row)
    if length > MAX_TEXT:
        raise Refused("too-long", f"文字超过 {MAX_TEXT} 字", "请只检查年度报告本身")
    if len(paper.parts) > MAX_LINES:
        raise Refused("too-long", f"文字超过 {MAX_LINES} 行", "请只检查年度报告本身")
    if not paper.parts and paper.values is None:
        raise Refused("no-text", "文件中没有文字（可能是扫描件）", "请提供有文字的 DOCX、PDF 或网页")
    return paper


def _by_content(data: bytes, ending: str) -> Paper:
    if b"%PDF-" in data[:1024]:
        _agree("pdf", ending)
        return pdf.read(data)
    if data.startswith(b"PK"):
        if ending in types.ENDINGS["xlsx"]:
            raise Refused("unreadable-type", "文件是 Excel 工作簿，不是年度报告的正文", _MEND)
        _agree("docx", ending)
        return docx.read(data)
    text = plain.decode(data)
    if figures.looks_so(text):
        _agree("figures", ending)
        return figures.read(text)
    if html.looks_so(text):
        _agree("html", ending)
        return html.read(text)
    _agree("text", ending)
    return plain.read(text)


def _agree(kind: str, ending: str) -> None:
    """Refuse a name that says another type than the content."""
    if ending in _KNOWN and ending not in _ENDINGS[kind]:
        raise types.disagree(ending, _NAMES[kind])
