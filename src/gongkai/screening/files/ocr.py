"""Reading pictures by OCR, when the extra ``ocr`` is installed; without it every picture is for a person."""

from __future__ import annotations

import importlib
import importlib.util
import io
from functools import cache
from typing import Any

from PIL import Image

from gongkai.screening.files.extract import Collector

_ENGINE = "rapidocr_onnxruntime"


def is_installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    return importlib.util.find_spec(_ENGINE) is not None


@cache
def _engine() -> Any:
    return importlib.import_module(_ENGINE).RapidOCR()


def read_frame(data: bytes, frame: int, into: Collector, where: str) -> None:
    """Read one frame of a picture file."""
    if not is_installed():
        into.note("file.scanned_page", where)
        return
    with Image.open(io.BytesIO(data)) as picture:
        picture.seek(frame)
        read_pixels(picture.convert("RGB"), into, where)


def read_pixels(picture: Image.Image, into: Collector, where: str) -> None:
    """The text on a picture, with the finding that a machine read it."""
    if not is_installed():
        into.note("file.scanned_page", where)
        return
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    lines, _ = _engine()(buffer.getvalue())
    span = into.add("\n".join(str(line[1]) for line in lines or ()), f"{where}（识别）")
    into.note("file.scanned_page.read", where, span=span)
