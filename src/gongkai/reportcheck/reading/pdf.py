"""PDF: the lines of each page in the order of the file; its tables are read by their labels."""

from __future__ import annotations

import re

import pypdfium2

from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Line, Paper
from gongkai.reportcheck.reading.limits import MAX_PAGES, MAX_TEXT

_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－]\s*\d{1,4}\s*[-—–－]|第?\s*\d{1,4}\s*页(?:.{0,3}共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3})$"
)


def read(data: bytes) -> Paper:
    """The text of a PDF. Raises Refused for an encrypted, broken, too long or scanned one."""
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as wrong:
        if "assword" in str(wrong):
            raise Refused("encrypted", "PDF 已加密", "请解除密码后再检查") from wrong
        raise Refused("bad-pdf", "PDF 不完整或者损坏", "请重新导出后再检查") from wrong
    try:
        return Paper("pdf", tuple(_lines(file)), indents=False)
    except (pypdfium2.PdfiumError, ValueError) as wrong:
        raise Refused("bad-pdf", "PDF 有读不出的页", "请重新导出后再检查") from wrong
    finally:
        file.close()


def _lines(file: pypdfium2.PdfDocument) -> list[Line]:
    if len(file) > MAX_PAGES:
        raise Refused("too-many-pages", f"PDF 有 {len(file)} 页，上限 {MAX_PAGES} 页", "请只检查年度报告本身")
    lines: list[Line] = []
    length = 0
    for number in range(len(file)):
        page = file[number]
        words = page.get_textpage()
        text = words.get_text_range(errors="ignore")
        words.close()
        page.close()
        length += len(text)
        if length > MAX_TEXT:
            raise Refused("too-long", f"文字超过 {MAX_TEXT} 字", "请只检查年度报告本身")
        text = text.replace("\ufffe", "").replace("\x02", "")
        stripped = (line.strip() for line in text.splitlines())
        lines += [Line(line, page=number + 1) for line in stripped if line and not _PAGE_NUMBER.match(line)]
    return lines
