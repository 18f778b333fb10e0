"""A small photo, as a camera makes it: the sandbox opens every proof."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def picture() -> bytes:
    """The bytes of a JPEG."""
    made = BytesIO()
    Image.new("RGB", (40, 20), "white").save(made, "JPEG")
    return made.getvalue()
