"""Reading pictures by OCR, when the extra ``ocr`` is installed; without it every picture is for a person.

The models ship in the wheel, nothing is loaded from the network. A page that lies on its side or on its
head is turned, a long picture (a screenshot of a chat) is read in tiles. What a machine reads has gaps: the
finding ``scanned_page`` stays in any case, and so does the person who looks.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from PIL import Image, ImageOps

from gongkai.screening.files import scans
from gongkai.screening.files.extract import Collector

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture."""

DPI = 200
"""At which pages of a PDF are drawn to be read."""

_MOST_DRAWN = 4_000
"""Pixels of a side of a page that is drawn."""
_BORDER = 48
"""White pixels around a picture: the detector overlooks lines that touch the edge."""
_LONGEST = 2_000
"""Pixels of a side from which a picture is read smaller or in tiles."""
_TILE, _LAP = 1_600, 160
_SLIM = 2.0
"""Times its width from which a tall picture is read in tiles, and the other way round."""
_CLEAR = 0.8
"""How sure the reading of an upright page is on average."""
_SIDE = 1.5
_SMALLER = 0.85
_RUN = 4
"""Letters in a row by which a line is known again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the machine reads it."""

    text: str
    box: Box
    sure: float
    """0 to 1."""
    boxes: tuple[Box, ...]
    """One for each character of ``text``."""

    def moved(self, across: float, down: float, scale: float = 1.0) -> Line:
        """The line on another picture: scaled first, then moved."""
        return replace(
            self,
            box=_moved(self.box, across, down, scale),
            boxes=tuple(_moved(box, across, down, scale) for box in self.boxes),
        )


def scale_of(wide: float, high: float) -> float:
    """By how much a page of so many points is drawn to be read; a large one is drawn coarser."""
    return min(DPI / 72, _MOST_DRAWN / max(wide, high, 1))


@cache
def _engine() -> Any:
    return importlib.import_module(scans.ENGINE).RapidOCR(
        intra_op_num_threads=1, inter_op_num_threads=1, text_score=0.0, return_word_box=True
    )


def read_frame(data: bytes, frame: int, into: Collector, where: str) -> None:
    """Read one frame of a picture file."""
    if not scans.is_on():
        into.note("file.scanned_page", where)
        return
    with Image.open(io.BytesIO(data)) as picture:
        picture.seek(frame)
        read_pixels(ImageOps.exif_transpose(picture).convert("RGB"), into, where)


def read_pixels(picture: Image.Image, into: Collector, where: str) -> None:
    """The text on a picture line by line, with the finding that a machine read it."""
    if not scans.is_on() or scans.is_late():
        into.note("file.scanned_page", where)
        return
    start = into.length
    for number, line in enumerate(lines(picture), 1):
        into.add(line.text, f"{where}第 {number} 行（识别）", gap="\n")
    into.note("file.scanned_page.read", where, span=(start, into.length))


def read_beside(picture: Image.Image, into: Collector, where: str, text: str) -> None:
    """What a picture on a page shows besides the page's own ``text``; nothing where it only repeats that."""
    if scans.is_late():
        into.note("file.scanned_page", where)
        return
    start = into.length
    for number, line in enumerate(lines(picture), 1):
        if is_new(line.text, text):
            into.add(line.text, f"{where}第 {number} 行（识别）", gap="\n")
    if into.length > start:
        into.note("file.scanned_page.read", where, span=(start, into.length))


def is_new(line: str, text: str) -> bool:
    """Whether most of a line does not stand in a text, a misread letter here and there aside."""
    said, known = ("".join(filter(str.isalnum, one)) for one in (line, text))
    runs = [said[at : at + _RUN] for at in range(max(len(said) - _RUN + 1, 1))]
    return len(said) > 1 and sum(run in known for run in runs) * 2 < len(runs)


def lines(picture: Image.Image) -> list[Line]:
    """The lines of a picture from top to bottom, turned upright where that reads better."""
    upright = _tiled(picture)
    if not upright or _is_clear(upright):
        return upright
    readings = [upright, *(_tiled(_turn(picture, quarters)) for quarters in (1, 2, 3))]
    quarters = max(range(4), key=lambda one: _weight(readings[one]))
    return [_turned_back(line, quarters, picture.size) for line in readings[quarters]]


def _turn(picture: Image.Image, quarters: int) -> Image.Image:
    """The picture turned clockwise."""
    return picture.rotate(-90 * quarters, expand=True)


def second_look(picture: Image.Image) -> list[Line]:
    """The lines by another view of the same picture: smaller, grey, with all its contrast."""
    size = (max(round(picture.width * _SMALLER), 1), max(round(picture.height * _SMALLER), 1))
    other = ImageOps.autocontrast(picture.convert("L").resize(size, Image.Resampling.BICUBIC))
    return [line.moved(0, 0, 1 / _SMALLER) for line in lines(other)]


def _is_clear(found: Sequence[Line]) -> bool:
    """Whether most of the text stands upright and is read for sure."""
    letters = sum(len(line.text) for line in found) or 1
    upright = sum(len(line.text) for line in found if not _is_on_its_side(line))
    return upright * 2 > letters and _weight(found) / letters >= _CLEAR


def _weight(found: Sequence[Line]) -> float:
    """How much was read, and how surely; lines on their side count little."""
    return sum(len(line.text) * line.sure * (0.3 if _is_on_its_side(line) else 1.0) for line in found)


def _is_on_its_side(line: Line) -> bool:
    left, top, right, bottom = line.box
    return len(line.text) > 1 and bottom - top > _SIDE * (right - left)


def _turned_back(line: Line, quarters: int, size: tuple[int, int]) -> Line:
    """A line of the picture turned clockwise on the picture as it was."""
    wide, high = size

    def back(box: Box) -> Box:
        left, top, right, bottom = box
        if quarters == 1:
            return (top, high - right, bottom, high - left)
        if quarters == 2:
            return (wide - right, high - bottom, wide - left, high - top)
        return (wide - bottom, left, wide - top, right) if quarters else box

    return replace(line, box=back(line.box), boxes=tuple(map(back, line.boxes)))


def _tiled(picture: Image.Image) -> list[Line]:
    """The lines of a picture; a long one is read piece by piece, each line where most of it stands."""
    wide, high = picture.size
    short, long = sorted((wide, high))
    if long <= _LONGEST or long < _SLIM * short:
        return _shrunk(picture)
    step = max(_TILE, short)
    cuts = [*range(0, long, step), long]
    found: list[Line] = []
    for low, high_cut in pairwise(cuts):
        first, last = max(low - _LAP, 0), min(high_cut + _LAP, long)
        area = (0, first, wide, last) if high == long else (first, 0, last, high)
        for line in _shrunk(picture.crop(area)):
            moved = line.moved(area[0], area[1])
            at = 1 if high == long else 0
            middle = (moved.box[at] + moved.box[at + 2]) / 2
            if low <= middle < high_cut or (high_cut == long and middle >= long):
                found.append(moved)
    return found


def _shrunk(picture: Image.Image) -> list[Line]:
    """The lines of a picture that is drawn smaller where it is large."""
    share = min(_LONGEST / max(picture.size), 1.0)
    if share < 1.0:
        size = (max(round(picture.width * share), 1), max(round(picture.height * share), 1))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    bordered = ImageOps.expand(picture.convert("RGB"), _BORDER, "white")
    buffer = io.BytesIO()
    bordered.save(buffer, "PNG", compress_level=1)
    rows, _ = _engine()(buffer.getvalue(), use_cls=False, text_score=0.0, return_word_box=True)
    return [
        line.moved(-_BORDER, -_BORDER).moved(0, 0, 1 / share)
        for line in map(_line, rows or ())
        if line.text.strip()
    ]


def _line(row: Sequence[Any]) -> Line:
    """A row of the engine: place, text, how sure; then the places and texts of its words."""
    text, sure = str(row[1]), float(row[2])
    box = _around(row[0])
    return Line(text, box, sure, tuple(_characters(text, box, row)))


def _characters(text: str, box: Box, row: Sequence[Any]) -> Iterator[Box]:
    """A box for each character: the engine's own where they fit the text, else equal shares of the line."""
    places, words = (row[3], [str(word) for word in row[4]]) if len(row) > 4 else ([], [])
    if "".join(words) != text or len(places) != len(words):
        yield from _shares(box, len(text))
        return
    for place, word in zip(places, words, strict=True):
        yield from _shares(_around(place), len(word))


def _shares(box: Box, count: int) -> Iterator[Box]:
    """Equal parts of a box along its longer side."""
    left, top, right, bottom = box
    for at in range(count):
        low, high = at / count, (at + 1) / count
        if bottom - top > right - left and count > 1:
            yield (left, top + (bottom - top) * low, right, top + (bottom - top) * high)
        else:
            yield (left + (right - left) * low, top, left + (right - left) * high, bottom)


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [float(x) for x, _ in points], [float(y) for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _moved(box: Box, across: float, down: float, scale: float) -> Box:
    left, top, right, bottom = box
    return (left * scale + across, top * scale + down, right * scale + across, bottom * scale + down)
