"""The word in the black: what the policy puts in place of a value, white on black, where it fits.

The letters come from a small document that typst sets: its font holds just these letters, says for each
which character it is, and goes into the copy with them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
import pylopdf_fonts_zh_cn
import typst

from gongkai.screening.cleaning.pdf.content import Box
from gongkai.screening.cleaning.pdf.fonts import Font, Unusual, font_of

FONT_NAME = "/GkWords"
SMALLEST = 4.5
"""Points (or pixels) of a letter below which a box stays plain."""
_HIGH, _WIDE = 0.78, 0.94
"""Shares of a box that a word may take."""
_DESCENT = 0.12
"""How far the letters of the font reach below their line, in parts of the size."""
_UPRIGHT = 1.2
"""A box so much taller than wide holds text on its side: it stays plain."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the box it is written in."""

    text: str
    box: Box


def word_in(boxes: Sequence[Box], text: str) -> Word | None:
    """The word in the widest of some boxes, None where there is nothing to write or no box for it."""
    if not boxes or not text or not all(character.isprintable() for character in text):
        return None
    box = max(boxes, key=lambda one: one[2] - one[0])
    if box[3] - box[1] > _UPRIGHT * (box[2] - box[0]):
        return None
    return Word(text, box) if size_of(box, float(len(text))) >= SMALLEST else None


def size_of(box: Box, width: float) -> float:
    """The size of letters with which a word of this width (in letters) fits a box."""
    return min(_HIGH * abs(box[3] - box[1]), _WIDE * (box[2] - box[0]) / max(width, 0.1))


@dataclass(frozen=True, slots=True)
class Letters:
    """A font for some words, not yet in the document."""

    source: pikepdf.Pdf
    """Where the font lies; it stays open until the copy is written."""
    font: Any
    codes: Mapping[str, bytes]
    widths: Mapping[str, float]
    """In parts of the size."""

    def placed(self, into: pikepdf.Pdf) -> Any:
        """The font in a document."""
        return into.copy_foreign(self.font)

    def content(self, words: Iterable[Word]) -> bytes:
        """The words as content, in the page's own space."""
        parts: list[bytes] = []
        for word in words:
            if not all(character in self.codes for character in word.text):
                continue
            left, bottom, right, top = word.box
            width = sum(self.widths[character] for character in word.text)
            size = size_of(word.box, width)
            across = left + (right - left - width * size) / 2
            up = bottom + (top - bottom - size) / 2 + _DESCENT * size
            codes = b"".join(self.codes[character] for character in word.text).hex().encode("ascii")
            parts.append(
                b"BT %s %.2f Tf %.2f %.2f Td <%s> Tj ET"
                % (FONT_NAME.encode("ascii"), size, across, up, codes)
            )
        return b"\n".join([b"q 1 g", *parts, b"Q"]) if parts else b""


def letters(words: Iterable[Word]) -> Letters | None:
    """A font with the letters of some words; None without words, or where none can be made."""
    wanted = "".join(sorted({character for word in words for character in word.text}))
    if not wanted:
        return None
    document = pikepdf.open(io.BytesIO(_typeset(wanted)))
    fonts = document.pages[0].resources.get("/Font", pikepdf.Dictionary())
    names = [str(name) for name in fonts]
    font = _trusted(fonts[names[0]]) if len(names) == 1 else None
    if font is None:
        return None
    codes = {text: code.to_bytes(2, "big") for code, text in font.unicode.items()}
    widths = {text: font.widths.get(code, font.default_width) / 1000 for code, text in font.unicode.items()}
    return Letters(document, fonts[names[0]], codes, widths)


def _trusted(font: Any) -> Font | None:
    try:
        return font_of(font)
    except Unusual:
        return None


@cache
def _compiler() -> typst.Compiler:
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    book = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(font_paths=book, ignore_system_fonts=True)


def _typeset(characters: str) -> bytes:
    """A page with these characters; they go in as a string, never as code."""
    quoted = "".join(f"\\u{{{ord(character):x}}}" for character in characters)
    look = '#set page(width: 800pt, height: auto)\n#set text(font: "Noto Sans SC", size: 10pt)'
    made = _compiler().compile(input=f'{look}\n#"{quoted}"\n'.encode("ascii"), format="pdf")
    assert isinstance(made, bytes)
    return made
