"""The pages of a PDF as pdfium shows them: their text, and text that a reader does not see."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from gongkai.screening.files import ocr, placed, scans
from gongkai.screening.files.extract import Collector

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
_TINY = 1.0
"""Points; smaller text is not read by anyone."""
_FORM_DEPTH = 6
_MOST_BOXES = 400
_SCAN_TEXT = 40
"""Characters of a page below which a large picture on it is taken for a scan."""
_BESIDE = 0.15
"""Part of a page with text that pictures take, from which OCR looks at them too."""
_WHITE = 250
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A filled area: it covers what was drawn before, and it is the ground of what comes later."""

    order: int
    box: Box
    white: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A text object that may not be seen."""

    order: int
    box: Box
    white: bool
    invisible: bool
    tiny: bool
    handle: Any


@dataclass(slots=True)
class _Scene:
    """What is drawn on a page, in its order."""

    texts: list[_Text] = field(default_factory=list)
    shapes: list[_Shape] = field(default_factory=list)
    pictures: float = 0.0
    """Area of pictures in square points."""
    paths: int = 0


class Pages:
    """The pages of a document."""

    def __init__(self, data: bytes, into: Collector) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self._into = into
        self.unsure: set[int] = set()
        """Pages whose letters pdfium could not name: the second extractor reads them too."""

    def texts(self) -> list[str]:
        """The text of each page."""
        found = []
        for number in range(len(self._document)):
            page = self._document[number]
            found.append(_plain(page.get_textpage().get_text_range()))
        return found

    def read(self) -> list[str]:
        """Add the text of each page and what is hidden on it; gives the texts back."""
        self._into.facts["pages"] = str(len(self._document))
        found = []
        again = []
        for number in range(len(self._document)):
            page = self._document[number]
            words = page.get_textpage()
            text = _plain(words.get_text_range())
            where = f"第 {number + 1} 页"
            start, _ = self._into.add(text, where, gap="\n")
            if "\ufffd" in text or "\x00" in text or re.search("[\ue000-\uf8ff]", text):
                self.unsure.add(number)
            scene = _Scene()
            for _ in _draw(page.raw, None, _IDENTITY, scene, 0):
                pass
            if scene.texts and not text.strip():
                self.unsure.add(number)
            self._hidden(page, words, scene, where, (start, text))
            self._scan(page, scene, text, where)
            found.append(text)
            again.append((placed.of_page(words, text), where))
        for said, where in again:
            self._into.add(said, where)
        return found

    def _hidden(
        self,
        page: pypdfium2.PdfPage,
        words: pypdfium2.PdfTextPage,
        scene: _Scene,
        where: str,
        at: tuple[int, str],
    ) -> None:
        """Findings for text that nobody sees."""
        visible = page.get_cropbox()
        shapes = sorted(scene.shapes, key=lambda shape: -_area(shape.box))[:_MOST_BOXES]
        by_rule: dict[str, list[str]] = {}
        for text in scene.texts:
            rule = _rule(text, shapes, visible)
            if rule:
                by_rule.setdefault(rule, []).append(_said(text.handle, words))
        start, whole = at
        for rule, pieces in by_rule.items():
            said = "".join(pieces).strip()
            if not said:
                continue
            found = whole.find(said)
            if found >= 0:
                span = (start + found, start + found + len(said))
                self._into.note(rule, where, said, span=span)
            else:
                self._into.hide(rule, where, said)

    def _scan(self, page: pypdfium2.PdfPage, scene: _Scene, text: str, where: str) -> None:
        """The finding of a page that is a picture."""
        few = len(re.sub(r"\s", "", text)) < _SCAN_TEXT
        width, height = page.get_size()
        covered = scene.pictures / max(width * height, 1.0)
        drawn = not text.strip() and scene.paths > 300
        if few and (covered > 0.3 or drawn):
            if scans.is_on():
                ocr.read_pixels(page.render(scale=ocr.scale_of(width, height)).to_pil(), self._into, where)
            else:
                self._into.note("file.scanned_page", where)
        elif covered > _BESIDE and scans.is_on():
            shown = page.render(scale=ocr.scale_of(width, height)).to_pil()
            ocr.read_beside(shown, self._into, where, text)
        elif covered > _BESIDE:
            self._into.facts["pictures"] = "yes"


def _draw(page: Any, form: Any, matrix: Matrix, scene: _Scene, depth: int) -> Iterator[None]:
    """Walk the objects of a page or form in their order."""
    if form is None:
        count, get = raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject
    else:
        count, get = raw.FPDFFormObj_CountObjects(form), raw.FPDFFormObj_GetObject
    for number in range(max(count, 0)):
        handle = get(page if form is None else form, number)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _FORM_DEPTH:
                yield from _draw(page, handle, _times(_matrix(handle), matrix), scene, depth + 1)
            continue
        box = _bounds(handle, matrix)
        if box is None:
            continue
        order = len(scene.texts) + len(scene.shapes) + scene.paths
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            scene.texts.append(_text(handle, box, order, matrix))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            scene.paths += 1
            shape = _shape(handle, box, order)
            if shape is not None:
                scene.shapes.append(shape)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            scene.pictures += _area(box)
            if not raw.FPDFPageObj_HasTransparency(handle):
                scene.shapes.append(_Shape(order, box, white=False))
        yield


def _text(handle: Any, box: Box, order: int, matrix: Matrix) -> _Text:
    red, green, blue, alpha = _fill(handle)
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(handle, size)
    own = _times(_matrix(handle), matrix)
    height = abs(size.value) * max(abs(own[0]) + abs(own[1]), abs(own[2]) + abs(own[3]))
    filled = mode in (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP)
    return _Text(
        order,
        box,
        white=filled and min(red, green, blue) >= _WHITE,
        invisible=mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
        or (filled and alpha < 8),
        tiny=height < _TINY,
        handle=handle,
    )


def _shape(handle: Any, box: Box, order: int) -> _Shape | None:
    """A filled, opaque and simple path that is large enough to cover a letter."""
    if min(box[2] - box[0], box[3] - box[1]) < 4 or raw.FPDFPath_CountSegments(handle) > 12:
        return None
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill, stroke)
    red, green, blue, alpha = _fill(handle)
    if not fill.value or alpha < 240:
        return None
    return _Shape(order, box, min(red, green, blue) >= _WHITE)


def _rule(text: _Text, shapes: list[_Shape], visible: Box) -> str:
    """Why a text is not seen, empty when it is."""
    if text.invisible:
        return "file.hidden_text.invisible"
    if not _overlap(text.box, visible):
        return "file.hidden_text.outside"
    if text.tiny:
        return "file.hidden_text.white"
    ground: _Shape | None = None
    for shape in shapes:
        if shape.order > text.order and _covered(text.box, shape.box) >= 0.6:
            return "file.hidden_text.covered"
        below = shape.order < text.order and _covered(text.box, shape.box) >= 0.5
        if below and (ground is None or shape.order > ground.order):
            ground = shape
    if text.white and (ground is None or ground.white):
        return "file.hidden_text.white"
    return ""


def _said(handle: Any, words: pypdfium2.PdfTextPage) -> str:
    """The text of a text object."""
    length = raw.FPDFTextObj_GetText(handle, words.raw, None, 0)
    buffer = ctypes.create_string_buffer(max(int(length), 2))
    raw.FPDFTextObj_GetText(handle, words.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: max(int(length) - 2, 0)].decode("utf-16-le", "ignore")


def _bounds(handle: Any, matrix: Matrix) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    if matrix is _IDENTITY:
        return (left.value, bottom.value, right.value, top.value)
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return (min(across), min(up), max(across), max(up))


def _matrix(handle: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _fill(handle: Any) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return (0, 0, 0, 255)
    return (red.value, green.value, blue.value, alpha.value)


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _covered(inner: Box, outer: Box) -> float:
    """Which part of a box lies in another one."""
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(_area(inner), 1e-6)


def _plain(text: str) -> str:
    """Text of pdfium with plain line breaks; U+FFFE is its hyphen at the end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
