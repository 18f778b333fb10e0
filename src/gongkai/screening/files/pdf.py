"""PDF: what readers see (``pdfpages``), what stands beside it (``pdfobjects``), what it was before (here).

Two libraries read: pdfium the pages, pikepdf the objects; streams that pdfium does not show are decoded by
``pdfstreams``.
"""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2

from gongkai.refusal import Refused
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.pdfobjects import Objects
from gongkai.screening.files.pdfpages import Pages

MOST_PAGES = 2_000
LONGEST_SIDE = 200 * 72
"""Points; 200 inches is what readers show at most."""
MOST_REVISIONS = 12
"""Earlier versions whose pages are compared, the latest ones first."""
_BLANK = b"\0\t\r\n\x1a "
_LEAST = 4
"""Bytes outside of the document below which they say nothing."""
_SECTION_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")


def read_pdf(data: bytes, into: Collector) -> None:
    """A PDF file: pages, objects, history."""
    if b"%%EOF" not in data[-2048:]:
        raise _damaged("PDF 没有结尾，文件不完整")
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _check(document)
            if document.is_encrypted:
                into.note("file.encrypted.open", "整个文件")
            pages = Pages(data, into)
            shown = pages.read()
            Objects(document, into, shown, pages.unsure).read()
            _history(data, into, shown)
    except pikepdf.PasswordError:
        into.note("file.encrypted", "整个文件")
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as broken:
        raise _damaged("PDF 损坏或者不完整") from broken


def _damaged(sentence: str) -> Refused:
    return Refused("damaged", sentence, "请重新导出或者另存一份")


def _check(document: pikepdf.Pdf) -> None:
    """Refuse what is damaged, too long or too large."""
    warnings = " ".join(str(warning) for warning in document.get_warnings())
    if "reconstruct" in warnings or "damaged" in warnings:
        raise _damaged("PDF 的目录损坏，不同的软件会读出不同的内容")
    count = len(document.pages)
    if count == 0:
        raise _damaged("PDF 没有页")
    if count >= MOST_PAGES:
        raise Refused(
            "too-many-pages", f"PDF 有 {count:,} 页，达到 {MOST_PAGES:,} 页的上限", "请拆分后再检查"
        )
    for number, page in enumerate(document.pages, 1):
        unit = float(page.obj.get("/UserUnit", 1))
        for box in (page.mediabox, page.cropbox):
            left, bottom, right, top = (float(side) for side in box)
            if max(abs(right - left), abs(top - bottom)) * unit >= LONGEST_SIDE:
                raise Refused("too-big", f"PDF 第 {number} 页的边长达到 200 英寸", "请按常用纸张重新导出")


def _history(data: bytes, into: Collector, shown: list[str]) -> None:
    """What lies outside of the document, and earlier versions that an incremental save left in the file."""
    begin = max(data.find(b"%PDF-"), 0)
    ends = [
        found.end()
        for found in _SECTION_END.finditer(data)
        if any(_is_section(data, base + int(found[1])) for base in {0, begin})
    ]
    end = ends[-1] if ends else data.rfind(b"%%EOF") + len(b"%%EOF")
    for place, rest in (("开头之前", data[:begin]), ("末尾之后", data[end:])):
        if len(rest.removeprefix(b"\xef\xbb\xbf").strip(_BLANK)) >= _LEAST:
            said = rest[:2000].decode("utf-8", "ignore").strip()
            into.hide("file.hidden_text.left", f"文件{place}", said or f"{len(rest)} 字节")
    now = [_squeezed(text) for text in shown]
    for number, end in list(enumerate(ends[:-1], 1))[-MOST_REVISIONS:]:
        changed = 0
        try:
            before = Pages(data[:end], Collector("pdf")).texts()
        except pypdfium2.PdfiumError:
            before = []
        for page, text in enumerate(before):
            if _squeezed(text) not in (now[page] if page < len(now) else ""):
                changed += 1
                into.hide("file.pdf_history", f"以前第 {number} 版第 {page + 1} 页", text)
        if not changed:
            into.note("file.pdf_history", f"以前第 {number} 版")


def _is_section(data: bytes, offset: int) -> bool:
    """Whether a cross reference section begins at an offset: the first one of a linearised file says 0."""
    return (
        0 < offset < len(data)
        and re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[offset : offset + 40]) is not None
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
