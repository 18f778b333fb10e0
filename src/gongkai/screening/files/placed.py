"""What a page says to the eye where the order of its glyphs does not say it.

A program may paint a line glyph by glyph in any order, run it from top to bottom, or upside down. The stream
then holds 3, 世, 人, 0 where a reader sees a name and a number. Such lines alone are read once more by the
places of their glyphs; the rest of a page is read as it was painted.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
Placed = tuple[str, list[int | None]]
"""A reading, and for each of its characters the place in what was given; None for what parts them."""

_ROW, _CELL, _BLANK, _NEAR = 0.6, 2.0, 0.6, 0.8
"""In heights of a letter: apart in a row at most; gaps that part cells, words, and no letters at all."""
_BROKEN = 2
"""Neighbours of a row that were not painted one after the other, from which on it counts as scrambled."""
_FEWEST = 3
_FARTHEST = 2.5
_TURNED = 0.3
"""Radians around the half circle."""
_APART = re.compile(r"(?:^|\n)(?:[ \t]*\S{1,2}[ \t]*\n\s*){3}")
"""Lines of a single character, as pdfium gives what runs downwards or was painted in any order."""
_EACH = 8


@dataclass(frozen=True, slots=True)
class Characters:
    """What pdfium reads on a page: each character, its box, whether it stands upside down."""

    text: str
    boxes: tuple[Box | None, ...]
    turned: tuple[bool, ...]


def characters(text_page: Any) -> Characters:
    """The characters of a page with their places; � for what has no meaning."""
    raw = text_page.raw
    said: list[str] = []
    boxes: list[Box | None] = []
    turned: list[bool] = []
    sides = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        sign = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        got = pdfium.FPDFText_GetCharBox(raw, index, *sides)
        left, right, bottom, top = (side.value for side in sides)
        said.append("\n" if sign in "\r\n" else sign)
        boxes.append((left, bottom, right, top) if got and right > left else None)
        turned.append(_is_turned(raw, index))
    return Characters("".join(said), tuple(boxes), tuple(turned))


def _is_turned(raw: Any, index: int) -> bool:
    return bool(abs(pdfium.FPDFText_GetCharAngle(raw, index) - math.pi) < _TURNED)


def of_page(text_page: Any, text: str) -> str:
    """What a page says to the eye beside ``text``, which pdfium gives; empty for nearly all pages."""
    count = text_page.count_chars()
    if not _APART.search(text) and not any(_is_turned(text_page.raw, at) for at in range(0, count, _EACH)):
        return ""
    seen = characters(text_page)
    return "\n".join(said for said, _ in readings(seen.text, seen.boxes, seen.turned))


@dataclass(frozen=True, slots=True)
class _Sign:
    """A character that is seen."""

    char: str
    at: int
    order: int
    box: Box

    @property
    def x(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def y(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def size(self) -> float:
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1], 0.1)


def readings(
    text: Sequence[str], boxes: Sequence[Box | None], turned: Sequence[bool] = ()
) -> Iterator[Placed]:
    """Further readings of a page: scrambled rows, lines that run down or back, lines upside down.

    ``turned`` says of each character whether it stands upside down, where the reader of the page knows.
    """
    shown = [
        (char, at, box)
        for at, (char, box) in enumerate(zip(text, boxes, strict=True))
        if box and char.strip()
    ]
    signs = [_Sign(char, at, order, box) for order, (char, at, box) in enumerate(shown)]
    if len(signs) < _FEWEST:
        return
    lines = [*_scrambled(signs), *_runs(signs)]
    if any(turned):
        lines += _upside_down([sign for sign in signs if turned[sign.at]])
    if lines:
        yield _joined(lines)


def _joined(lines: list[list[_Sign]]) -> Placed:
    """The lines as one text; a wide gap ends a cell."""
    said: list[str] = []
    owners: list[int | None] = []
    for line in lines:
        for before, sign in zip((None, *line), line, strict=False):
            gap = "" if before is None else _gap(before, sign)
            said += [gap, sign.char] if gap else [sign.char]
            owners += [None, *[sign.at] * len(sign.char)] if gap else [sign.at] * len(sign.char)
        said.append("\n")
        owners.append(None)
    return "".join(said), owners


def _gap(before: _Sign, after: _Sign) -> str:
    """What parts two neighbours of a line, whichever way it runs."""
    size = max(before.size, after.size)
    away = max(abs(before.x - after.x), abs(before.y - after.y)) - size
    return "；" if away > _CELL * size else " " if away > _BLANK * size else ""


def _rows(signs: Sequence[_Sign]) -> list[list[_Sign]]:
    """The characters in rows from the top, each from the left."""
    # Digits and marks are small: the size of a letter is that of the larger ones.
    em = sorted(sign.size for sign in signs)[len(signs) * 4 // 5]
    rows: list[list[_Sign]] = []
    middle = 0.0
    for sign in sorted(signs, key=lambda sign: -sign.y):
        if rows and middle - sign.y < _ROW * em:
            middle += (sign.y - middle) / (len(rows[-1]) + 1)
            rows[-1].append(sign)
        else:
            middle = sign.y
            rows.append([sign])
    return [sorted(row, key=lambda sign: sign.x) for row in rows]


def _scrambled(signs: Sequence[_Sign]) -> Iterator[list[_Sign]]:
    """The rows whose neighbours were not painted one after the other."""
    for row in _rows(signs):
        broken = sum(
            after.order != before.order + 1
            for before, after in pairwise(row)
            if after.box[0] - before.box[2] < _NEAR * max(before.size, after.size)
        )
        if broken >= _BROKEN:
            yield row


def _runs(signs: Sequence[_Sign]) -> Iterator[list[_Sign]]:
    """Runs that were painted downwards, upwards or backwards, in that order."""
    run: list[_Sign] = [signs[0]]
    way = ""
    for before, sign in pairwise(signs):
        step = _step(before, sign)
        if step and step == (way or step):
            run.append(sign)
        else:
            if len(run) >= _FEWEST:
                yield run
            run = [before, sign] if step else [sign]
        way = step
    if len(run) >= _FEWEST:
        yield run


def _step(before: _Sign, after: _Sign) -> str:
    """Which way a line runs from one character to the next: down, up or back; empty for forward and jumps."""
    size = max(before.size, after.size)
    across, along = after.x - before.x, after.y - before.y
    if abs(across) < _ROW * size and 0.2 * size < abs(along) < _FARTHEST * size:
        return "down" if along < 0 else "up"
    return "back" if abs(along) < _ROW * size and 0.2 * size < -across < _FARTHEST * size else ""


def _upside_down(signs: Sequence[_Sign]) -> list[list[_Sign]]:
    """Rows of what stands on its head, from the right."""
    return [row[::-1] for row in reversed(_rows(signs))] if signs else []
