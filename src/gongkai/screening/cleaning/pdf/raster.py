"""A page as a picture: what a reader sees and nothing else, with the found places blackened."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
import pylopdf_fonts_zh_cn
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from gongkai.screening.cleaning.pdf.content import Box
from gongkai.screening.cleaning.pdf.lettering import Word, size_of
from gongkai.screening.files.placed import characters

DPI = 200
MOST_SIDE = 10_000
"""Pixels of a side of the picture; a larger page gets a coarser one."""
_PAD = 1.5
_FEWEST = 10
"""Pixels of a letter below which nothing is written."""
_UPRIGHT = 1.2


@dataclass(frozen=True, slots=True)
class Seen:
    """The text of a page as pdfium reads it, with the box of each character."""

    text: str
    boxes: tuple[Box | None, ...]
    odd: int
    """Characters that have no meaning: the page cannot be read."""
    turned: tuple[bool, ...] = ()
    """Which characters stand upside down."""


def seen(page: Any) -> Seen:
    """The second reader's view of a page."""
    text_page = page.get_textpage()
    said = characters(text_page)
    text_page.close()
    odd = sum(sign in "\ufffd\ufffe" or "\ue000" <= sign < "\uf900" for sign in said.text)
    return Seen(said.text, said.boxes, odd, said.turned)


def drawn(page: Any) -> tuple[Image.Image, Any]:
    """The page without its annotations, and what converts between its pixels and the page's own space."""
    wide, high = page.get_size()
    scale = min(DPI / 72, MOST_SIDE / max(wide, high, 1))
    bitmap = page.render(
        scale=scale, may_draw_forms=False, draw_annots=False, fill_color=(255, 255, 255, 255)
    )
    return bitmap.to_pil().convert("RGB"), bitmap.get_posconv(page)


def picture(page: Any, black: Sequence[Box], words: Sequence[Word] = ()) -> Image.Image:
    """The page drawn without its annotations; ``black`` and ``words`` in the page's own space."""
    shown, converter = drawn(page)

    def pixels(box: Box, pad: float = 0.0) -> Box:
        left, bottom, right, top = box
        first = converter.to_bitmap(left - pad, top + pad)
        second = converter.to_bitmap(right + pad, bottom - pad)
        xs, ys = sorted((first[0], second[0])), sorted((first[1], second[1]))
        return (xs[0], ys[0], xs[1], ys[1])

    draw = ImageDraw.Draw(shown)
    for box in black:
        draw.rectangle(pixels(box, _PAD), fill="black")
    for word in words:
        write(draw, pixels(word.box), word.text)
    gray = shown.convert("L")
    colored = ImageChops.difference(shown, gray.convert("RGB")).getbbox() is not None
    return shown if colored else gray


def write(draw: ImageDraw.ImageDraw, box: Box, text: str) -> None:
    """A word in white in the middle of a box of pixels, where it fits."""
    size = size_of(box, float(len(text)))
    upright = box[3] - box[1] <= _UPRIGHT * (box[2] - box[0])
    if size >= _FEWEST and upright and text.isprintable():
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        draw.text(middle, text, fill=_white(draw), font=_font(round(size)), anchor="mm")


def _white(draw: ImageDraw.ImageDraw) -> int | tuple[int, int, int]:
    return (255, 255, 255) if draw.mode == "RGB" else 255


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), size)


def add_page(pdf: pikepdf.Pdf, shown: Image.Image, wide: float, high: float) -> None:
    """Add a page that is nothing but a picture."""
    image = pikepdf.Stream(pdf, b"")
    if shown.mode == "L":
        image.write(zlib.compress(shown.tobytes(), 6), filter=pikepdf.Name.FlateDecode)
        space = pikepdf.Name.DeviceGray
    else:
        out = io.BytesIO()
        shown.save(out, "JPEG", quality=85, subsampling=0)
        image.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
        space = pikepdf.Name.DeviceRGB
    image.stream_dict.update(
        {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": shown.width,
            "/Height": shown.height, "/ColorSpace": space, "/BitsPerComponent": 8,
        }
    )  # fmt: skip
    page = pdf.add_blank_page(page_size=(wide, high))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pdf.make_stream(b"q %.3f 0 0 %.3f 0 0 cm /Im0 Do Q" % (wide, high))


def open_document(data: bytes) -> Any:
    """The document in pdfium."""
    return pypdfium2.PdfDocument(data)
