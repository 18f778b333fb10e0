"""Pictures: words beside the pixels, and what a second look reads on them."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageSequence

from gongkai.screening.cleaning import looks
from gongkai.screening.files import scans


def raw_image(data: bytes) -> Iterator[str]:
    """Words beside the pixels: there must be none; and the words on them, where OCR is there."""
    with Image.open(io.BytesIO(data)) as picture:
        yield "\n".join(str(value) for value in picture.info.values() if isinstance(value, str))
        if picture.getexif() and picture.format != "TIFF":
            yield "EXIF"
        if scans.is_on():
            for frame in ImageSequence.Iterator(picture):
                yield looks.second(frame.convert("RGB"))
