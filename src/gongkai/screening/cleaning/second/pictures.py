"""Pictures: words beside the pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image


def raw_image(data: bytes) -> Iterator[str]:
    """Words beside the pixels: there must be none."""
    with Image.open(io.BytesIO(data)) as picture:
        yield "\n".join(str(value) for value in picture.info.values() if isinstance(value, str))
        if picture.getexif() and picture.format != "TIFF":
            yield "EXIF"
