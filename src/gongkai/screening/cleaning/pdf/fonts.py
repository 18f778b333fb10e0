"""Fonts of a PDF, as far as they can be trusted: from the bytes of a string to characters and widths.

A font that does not say for certain which characters its codes are makes its page unusual; the page is then
read by the other reader and becomes a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

UNKNOWN = "\ufffd"
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|\[|\]")
_BLOCK = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.S)
_NAMES = {
    "space": " ", "exclam": "!", "quotedbl": '"', "numbersign": "#", "dollar": "$", "percent": "%",
    "ampersand": "&",
    "quotesingle": "'", "parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",",
    "hyphen": "-",
    "minus": "-", "period": ".", "slash": "/", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "colon": ":", "semicolon": ";",
    "less": "<",
    "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": "\\",
    "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|",
    "braceright": "}", "asciitilde": "~", "bullet": "•", "endash": "–", "emdash": "—", "quoteleft": "‘",
    "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "ellipsis": "…", "periodcentered": "·",
    "nbspace": "\u00a0", "degree": "°", "yen": "¥", "section": "§", "fi": "fi", "fl": "fl",
}  # fmt: skip
_UNI = re.compile(r"(?:uni|u)([0-9A-F]{4,6})")
_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman", "/StandardEncoding": "ascii"}
_DIRECT = {"/UniGB-UCS2-H": "utf-16-be", "/UniGB-UTF16-H": "utf-16-be", "/UniCNS-UTF16-H": "utf-16-be",
           "/UniJIS-UTF16-H": "utf-16-be"}  # fmt: skip
_COLLECTIONS = frozenset({"GB1", "CNS1", "Japan1", "Korea1", "KR"})
_GBK = frozenset({"/GBK-EUC-H", "/GBKp-EUC-H", "/GBK2K-H", "/GB-EUC-H"})


class Unusual(Exception):
    """Something about a page that glyph-level redaction cannot be trusted with."""


class Unreadable(Unusual):
    """Text that no reader can tell the characters of: the page cannot be checked at all."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a string."""

    at: int
    size: int
    text: str
    width: float
    """In thousandths of the font size."""


@dataclass(slots=True)
class Font:
    """A font as the interpreter needs it."""

    unicode: Mapping[int, str]
    widths: Mapping[int, float]
    default_width: float
    sizes: str = "one"
    """``one``, ``two`` bytes for a code, or ``gbk``."""
    codec: str = ""
    """Where codes are characters already."""
    spaces: bool = field(default=True)
    """Whether word spacing applies to code 32: single-byte codes only."""

    def codes(self, data: bytes) -> Iterator[Code]:
        """The codes of a string."""
        at = 0
        while at < len(data):
            size = self._size(data, at)
            chunk = data[at : at + size]
            code = int.from_bytes(chunk, "big")
            yield Code(at, len(chunk), self._text(code, chunk), self.widths.get(code, self.default_width))
            at += size

    def _size(self, data: bytes, at: int) -> int:
        if self.sizes == "gbk":
            return 2 if data[at] >= 0x81 else 1
        return 2 if self.sizes == "two" else 1

    def _text(self, code: int, chunk: bytes) -> str:
        known = self.unicode.get(code)
        if known is not None:
            return known
        if not self.codec:
            return UNKNOWN
        return chunk.decode(self.codec, "replace")


def font_of(font: Any) -> Font:
    """A font dictionary as a :class:`Font`. Raises Unusual."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type0":
        return _composite(font)
    if kind in {"/Type1", "/TrueType", "/MMType1"}:
        return _simple(font)
    if "/ToUnicode" not in font:
        raise Unreadable("字体没有字符对照表")
    raise Unusual(f"字体类型 {kind}")


def _to_unicode(font: Any) -> dict[int, str]:
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    return cmap(stream.read_bytes())


def cmap(data: bytes) -> dict[int, str]:
    """A ToUnicode map."""
    found: dict[int, str] = {}
    for block in _BLOCK.finditer(data):
        if block[1] == b"codespacerange":
            continue
        tokens = [
            one[0] if one[1] is None else bytes.fromhex(_even(one[1])) for one in _TOKEN.finditer(block[2])
        ]
        if block[1] == b"bfchar":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                found[int.from_bytes(code, "big")] = _utf16(text)
        else:
            _ranges(tokens, found)
    return found


def _even(digits: bytes) -> str:
    text = b"".join(digits.split()).decode("ascii")
    return text + "0" * (len(text) % 2)


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "replace")


def _ranges(tokens: list[bytes], found: dict[int, str]) -> None:
    """``<a> <b> <text>`` or ``<a> <b> [<text> …]``."""
    at = 0
    while at + 2 < len(tokens):
        low, high = (int.from_bytes(one, "big") for one in tokens[at : at + 2])
        if high - low > 0xFFFF:
            raise Unusual("字符映射的范围过大")
        if tokens[at + 2] == b"[":
            end = tokens.index(b"]", at) if b"]" in tokens[at:] else len(tokens)
            for number, text in enumerate(tokens[at + 3 : end]):
                found[low + number] = _utf16(text)
            at = end + 1
            continue
        first = tokens[at + 2]
        for code in range(low, high + 1):
            value = int.from_bytes(first, "big") + code - low
            found[code] = _utf16(value.to_bytes(max(len(first), 2), "big"))
        at += 3


def _composite(font: Any) -> Font:
    encoding = font.get("/Encoding")
    name = str(encoding) if isinstance(encoding, pikepdf.Name) else ""
    unicode = _to_unicode(font)
    descendant = font["/DescendantFonts"][0]
    widths = _cid_widths(descendant.get("/W"))
    default = float(descendant.get("/DW", 1000))
    if name == "/Identity-H":
        if not unicode:
            raise _unmapped(descendant)
        return Font(unicode, widths, default, "two", spaces=False)
    if name in _DIRECT:
        return Font(unicode, {}, default, "two", _DIRECT[name], spaces=False)
    if name in _GBK:
        return Font(unicode, {}, default, "gbk", "gb18030")
    if not name.startswith(("/Uni", "/GB", "/B5", "/90", "/KSC")) and not unicode:
        raise _unmapped(descendant)
    raise Unusual(f"字体编码 {name or '自定义'}")


def _unmapped(descendant: Any) -> Unusual:
    """A font without a map of its own: the published collections are known to the other reader."""
    info = descendant.get("/CIDSystemInfo")
    if info is not None and str(info.get("/Ordering", "")) in _COLLECTIONS:
        return Unusual("字体没有字符对照表，按字符集读取")
    return Unreadable("字体没有字符对照表")


def _cid_widths(array: Any) -> dict[int, float]:
    """``c [w …]`` and ``c c w``."""
    widths: dict[int, float] = {}
    items = list(array) if array is not None else []
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            for number, width in enumerate(items[at + 1]):
                widths[first + number] = float(width)
            at += 2
        elif at + 2 < len(items):
            for code in range(first, min(int(items[at + 1]), 0xFFFF) + 1):
                widths[code] = float(items[at + 2])
            at += 3
        else:
            break
    return widths


def _simple(font: Any) -> Font:
    unicode = _to_unicode(font)
    first = int(font.get("/FirstChar", 0))
    given = font.get("/Widths")
    widths = {first + number: float(width) for number, width in enumerate(given if given is not None else ())}
    descriptor = font.get("/FontDescriptor")
    missing = float(descriptor.get("/MissingWidth", 0)) if descriptor is not None else 0.0
    encoding = font.get("/Encoding")
    base, differences = "", {}
    if isinstance(encoding, pikepdf.Name):
        base = str(encoding)
    elif isinstance(encoding, pikepdf.Dictionary):
        base = str(encoding.get("/BaseEncoding", ""))
        differences = _differences(encoding.get("/Differences"))
    codec = _CODECS.get(base, "")
    embedded = descriptor is not None and any(f"/FontFile{end}" in descriptor for end in ("", "2", "3"))
    if not codec and not unicode and embedded:
        raise Unreadable("内嵌字体没有字符对照表")
    for code, text in differences.items():
        unicode.setdefault(code, text)
    return Font(unicode, widths, missing or (0.0 if widths else 556.0), "one", codec or "ascii")


def _differences(array: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    code = 0
    for one in array if array is not None else ():
        if isinstance(one, pikepdf.Name):
            found[code] = _glyph_name(str(one)[1:])
            code += 1
        else:
            code = int(one)
    return found


def _glyph_name(name: str) -> str:
    """The character of a glyph's name."""
    base = name.partition(".")[0]
    if len(base) == 1:
        return base
    coded = _UNI.fullmatch(base)
    if coded:
        return chr(int(coded[1], 16))
    return _NAMES.get(base, UNKNOWN)
