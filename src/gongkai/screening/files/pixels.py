"""The bytes of a picture that no program shows: chunks and segments of unknown kinds, what follows the end.

The end is found by walking from the beginning: a screenshot that was cropped in place keeps the rest of the
old picture behind its end, with an end of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.screening.files import tiffs

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_KNOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND acTL fcTL fdAT bKGD cHRM cICP cLLI dSIG eXIf gAMA hIST iCCP iTXt mDCV pHYs sBIT "
    b"sPLT sRGB sTER tEXt tIME tRNS zTXt oFFs pCAL sCAL gIFg CgBI iDOT vpAg caNv orNT".split()
)
"""Chunks of the picture itself, and those whose text the library reads."""
_APP = range(0xE0, 0xF0)
_NAMED_SEGMENTS = (
    b"JFIF\0", b"JFXX\0", b"Exif\0", b"http://ns.adobe.com/", b"ICC_PROFILE\0", b"MPF\0", b"Photoshop 3.0",
    b"Adobe", b"Ducky", b"FPXR\0", b"AROT", b"HDR_RI",
)  # fmt: skip
"""Beginnings of application segments that the library reads or that hold no text."""
_LEAST = 4
"""Bytes below which a rest says nothing."""


def unshown(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Where, and the bytes: of a PNG, JPEG or TIFF; nothing for other formats and for broken structures."""
    if data.startswith(_PNG):
        found = _png(data)
    elif data.startswith(_JPEG):
        found = _jpeg(data)
    elif end := tiffs.end_of(data):
        found = iter([("末尾之后", data[end:])])
    else:
        return
    for place, rest in found:
        if len(rest.strip(b"\x00 \r\n")) >= _LEAST:
            yield place, rest


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in _KNOWN_CHUNKS:
            yield f"的 {kind.decode('latin-1')} 数据块", data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IEND":
            yield "末尾之后", data[at:]
            return


def _jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == 0xD9:
            yield "末尾之后", data[at + 2 :]
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if kind in _APP and not body.startswith(_NAMED_SEGMENTS):
            yield f"的 APP{kind - 0xE0} 数据段", body
        at += 2 + length
        if kind == 0xDA:
            at = _after_scan(data, at)


def _after_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: coded data holds FF only before 00 and before restart marks."""
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)
