"""Scans for the tests, drawn in code: a page of an office, skewed, noisy, soft, grey."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
WIDE, HIGH = 1240, 1754
"""A4 at 150 dpi."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a scan looks."""

    skew: float = 0.0
    """Degrees."""
    noise: float = 0.0
    """Deviation of a pixel, of 255."""
    soft: float = 0.0
    """Radius of the blur in pixels."""
    ink: int = 20
    paper: int = 250
    size: int = 32
    """Of a letter, in pixels."""
    quarters: int = 0
    """Turned clockwise."""
    coarse: float = 1.0
    """Share of the resolution that is left, as of a fax or a photograph from afar."""
    is_bilevel: bool = False
    """Black and white without grey."""
    shade: int = 0
    """How much darker the right edge is than the left one."""
    jpeg: int = 0
    """Quality of the JPEG that it was saved as on the way; 0: it was not."""
    font: str = "NotoSerifSC-Regular.otf"


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size)


def scan(lines: list[str], look: Look = Look(), *, high: int = HIGH, seed: int = 1) -> Image.Image:
    """A grey picture of a page with these lines."""
    sheet = Image.new("L", (WIDE, high), look.paper)
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(lines):
        draw.text((110, 120 + number * look.size * 1.8), line, look.ink, _font(look.font, look.size))
    if look.skew:
        sheet = sheet.rotate(look.skew, Image.Resampling.BICUBIC, fillcolor=look.paper)
    if look.soft:
        sheet = sheet.filter(ImageFilter.GaussianBlur(look.soft))
    if look.shade:
        dark = (
            Image.linear_gradient("L").rotate(90).resize(sheet.size).point(lambda at: at * look.shade // 255)
        )
        sheet = ImageChops.subtract(sheet, dark)
    if look.coarse < 1:
        small = (round(sheet.width * look.coarse), round(sheet.height * look.coarse))
        sheet = sheet.resize(small, Image.Resampling.BILINEAR).resize(sheet.size, Image.Resampling.BILINEAR)
    if look.noise:
        shades = sheet.tobytes()
        spread = _grain(len(shades), look.noise, seed)
        grain = bytes(min(max(round(one + by), 0), 255) for one, by in zip(shades, spread, strict=True))
        sheet = Image.frombytes("L", sheet.size, grain)
    if look.is_bilevel:
        sheet = sheet.point(lambda at: 255 if at > 140 else 0)
    if look.jpeg:
        out = io.BytesIO()
        sheet.save(out, "JPEG", quality=look.jpeg)
        sheet = Image.open(out)
    return sheet.rotate(-90 * look.quarters, expand=True)


def _grain(count: int, deviation: float, seed: int) -> list[float]:
    """Noise of a scanner; a block is repeated, so that a page is drawn at once."""
    made = random.Random(seed)
    block = [made.gauss(0, deviation) for _ in range(9_973)]
    return (block * (count // len(block) + 1))[:count]


def as_file(sheet: Image.Image, kind: str = "PNG") -> bytes:
    """The scan as a file: PNG, JPEG, TIFF, PDF."""
    out = io.BytesIO()
    options = {"resolution": 150} if kind == "PDF" else {"quality": 70} if kind == "JPEG" else {}
    sheet.convert("RGB").save(out, kind, **options)
    return out.getvalue()
