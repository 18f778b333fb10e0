"""Pages that are pictures: read by OCR, the places of what was read in the space of the page."""

from __future__ import annotations

from typing import Any

from gongkai.screening.cleaning import looks
from gongkai.screening.cleaning.pdf import raster
from gongkai.screening.cleaning.pdf.content import Box
from gongkai.screening.cleaning.pdf.raster import Seen
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files import ocr, scans

SHARE = 0.15
"""Part of a page that pictures take, from which they are read."""


def views(page: Any, number: int) -> tuple[list[Seen], list[Box]]:
    """Both views of a page, and the places of lines that are not legible. Raises Unclean without OCR."""
    if not scans.is_on():
        raise Unclean(f"第 {number} 页是没有文字的扫描件，不能检查（{scans.INSTALL} 可以识别）", is_scan=True)
    shown, converter = raster.drawn(page)
    seen, illegible = looks.looks(shown)

    def placed(box: Box) -> Box:
        left, top, right, bottom = box
        corners = [converter.to_page(round(x), round(y)) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))

    found = [Seen(one.text, tuple(box and placed(box) for box in one.boxes), 0) for one in seen]
    return found, [placed(box) for box in illegible]


def says_more(found: list[Seen], text: str) -> bool:
    """Whether a view shows a line that does not stand in the page's own text."""
    return any(ocr.is_new(line, text) for one in found for line in one.text.splitlines())


def is_read(found: list[Seen]) -> bool:
    """Whether anything was read at all."""
    return any(character.isalnum() for one in found for character in one.text)
