"""Sly pictures: bytes that no program shows hide a mobile number."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, TiffImagePlugin

from gongkai.screening.tests.files_built import MOBILE
from gongkai.screening.tests.sly_files import Sly

_SAID = f"电话{MOBILE}".encode()


def picture(kind: str) -> bytes:
    """A grey picture and nothing else."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 200, 200)).save(out, kind)
    return out.getvalue()


def own_chunk() -> bytes:
    data = picture("PNG")
    end = data.rindex(b"IEND") - 4
    body = b"prVt" + _SAID
    return (
        data[:end] + struct.pack(">I", len(_SAID)) + body + struct.pack(">I", zlib.crc32(body)) + data[end:]
    )


def own_segment() -> bytes:
    data = picture("JPEG")
    return data[:2] + b"\xff\xe9" + struct.pack(">H", len(_SAID) + 2) + _SAID + data[2:]


def second_page() -> bytes:
    first, second = Image.new("RGB", (60, 40)), Image.new("RGB", (60, 40))
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = f"phone {MOBILE}"
    second.encoderinfo = {"tiffinfo": tags}
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=[second])
    return out.getvalue()


PICTURES: dict[str, Sly] = {
    "old screenshot behind the cropped one": Sly(
        "a.png", lambda: picture("PNG") + _SAID + picture("PNG"), ("hidden_text",)
    ),
    "second photo behind the first": Sly(
        "a.jpg", lambda: picture("JPEG") + _SAID + picture("JPEG"), ("hidden_text",)
    ),
    "words behind the end of a scan": Sly("a.tif", lambda: picture("TIFF") + _SAID, ("hidden_text",)),
    "chunk of one's own": Sly("a.png", own_chunk, ("hidden_text",)),
    "segment of one's own": Sly("a.jpg", own_segment, ("hidden_text",)),
    "description of the second page": Sly("a.tif", second_page, ("metadata",)),
}
"""Every sly picture by what it does."""
