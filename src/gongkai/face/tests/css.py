"""Reads our style sheets as the tests need them: tokens by theme, classes, contrast after WCAG 2.1."""

from __future__ import annotations

import re
from pathlib import Path

FACE = Path(__file__).resolve().parent.parent
STATIC = FACE / "static" / "face"
TEMPLATES = FACE / "templates"
THEMES = ("light", "dark", "auto")


def sheet(name: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.S)


def all_sheets() -> str:
    return "\n".join(sheet(path.name) for path in sorted(STATIC.glob("*.css")))


def _block(start: str) -> dict[str, str]:
    text = sheet("tokens.css")
    begin = text.index("{", text.index(start)) + 1
    return dict(re.findall(r"(--[a-z0-9-]+)\s*:\s*([^;]+);", text[begin : text.index("}", begin)]))


def tokens(theme: str) -> dict[str, str]:
    """All tokens of a theme; dark values lie over the light ones."""
    light = _block(":root {")
    if theme == "light":
        return light
    return light | _block(':root[data-theme="dark"]' if theme == "dark" else ':root[data-theme="auto"]')


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.1."""
    assert re.fullmatch(r"#[0-9a-f]{6}", colour), colour
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
