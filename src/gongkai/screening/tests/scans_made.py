"""Scans for the tests, drawn in code: a page of an office, skewed, noisy, soft, grey."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFilter, ImageFont

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
    if look.noise:
        shades = sheet.tobytes()
        spread = _grain(len(shades), look.noise, seed)
        grain = bytes(min(max(round(one + by), 0), 255) for one, by in zip(shades, spread, strict=True))
        sheet = Image.frombytes("L", sheet.size, grain)
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
