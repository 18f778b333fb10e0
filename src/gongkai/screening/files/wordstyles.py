"""Whether Word shows a text: hidden, white on white or smaller than the eye, directly or by its style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongkai.screening.files.markup import Element, attribute, local

_TINY = 4
"""Half points: text of 2 pt and less."""
_OFF = ("0", "false", "off", "none")
_WHITE = re.compile(r"(?:f[c-f]){3}|white")
_THEME_WHITE = ("background1", "bg1", "light1", "lt1")
_TELLS = re.compile(r"\d{7}|@")
_NARROW = 10
"""Percent of the width of a letter."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How text looks, as far as it decides whether a reader sees it."""

    hidden: bool = False
    white: bool = False
    tiny: bool = False
    shaded: bool = False
    """It stands on a ground that is not white."""

    @property
    def is_faint(self) -> bool:
        """White on white, or tiny."""
        return self.tiny or (self.white and not self.shaded)


class Styles:
    """The styles of a document, each with its base."""

    def __init__(self, root: Element) -> None:
        self._styles: dict[str, Element] = {}
        self._known: dict[str, Looks] = {}
        for style in root if root is not None else ():
            if local(style) == "style":
                self._styles[attribute(style, "styleId")] = style

    def telling_names(self) -> Iterator[str]:
        """Names of styles with a number or an address in them."""
        for style in self._styles.values():
            name = _child(style, "name")
            said = attribute(name, "val") if name is not None else ""
            if _TELLS.search(said):
                yield said

    def paragraph(self, paragraph: Element, looks: Looks) -> Looks:
        """Looks of the text of a paragraph before its runs say otherwise."""
        properties = _child(paragraph, "pPr")
        if properties is None:
            return looks
        style = _child(properties, "pStyle")
        if style is not None:
            looks = self._applied(attribute(style, "val"), looks)
        return replace(looks, shaded=looks.shaded or _is_dark(_child(properties, "shd")))

    def run(self, run: Element, looks: Looks) -> Looks:
        """Looks of a run."""
        properties = _child(run, "rPr")
        if properties is None:
            return looks
        style = _child(properties, "rStyle")
        if style is not None:
            looks = self._applied(attribute(style, "val"), looks)
        return _direct(properties, looks)

    def is_shaded(self, element: Element, properties: str) -> bool:
        """Whether a cell has a ground of its own."""
        found = _child(element, properties)
        return found is not None and _is_dark(_child(found, "shd"))

    def _applied(self, name: str, looks: Looks) -> Looks:
        if name not in self._known:
            self._known[name] = Looks()
            self._known[name] = self._resolved(name)
        own = self._known[name]
        return Looks(
            looks.hidden or own.hidden,
            looks.white or own.white,
            looks.tiny or own.tiny,
            looks.shaded or own.shaded,
        )

    def _resolved(self, name: str) -> Looks:
        """Looks of a style with all that it is based on; circles end by themselves."""
        chain: list[Element] = []
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            chain.append(self._styles[name])
            base = _child(self._styles[name], "basedOn")
            name = attribute(base, "val") if base is not None else ""
        looks = Looks()
        for style in reversed(chain):
            run, block = _child(style, "rPr"), _child(style, "pPr")
            if run is not None:
                looks = _direct(run, looks)
            if block is not None:
                looks = replace(looks, shaded=looks.shaded or _is_dark(_child(block, "shd")))
        return looks


def _direct(properties: Element, looks: Looks) -> Looks:
    """Looks after the properties of a run."""
    narrow = False
    for child in properties:
        name, value = local(child), attribute(child, "val").lower()
        if name in ("vanish", "webHidden", "specVanish"):
            looks = replace(looks, hidden=value not in _OFF)
        elif name == "color":
            looks = replace(looks, white=_is_white(child, value))
        elif name == "w" and value.rstrip("%").isdigit():
            narrow = int(value.rstrip("%")) <= _NARROW
        elif name == "sz":
            looks = replace(looks, tiny=value.isdigit() and int(value) <= _TINY)
        elif name == "highlight":
            looks = replace(looks, shaded=value not in ("none", "white"))
        elif name == "shd":
            looks = replace(looks, shaded=_is_dark(child))
    return replace(looks, tiny=True) if narrow else looks


def _is_dark(shading: Element) -> bool:
    """Whether a shading is a ground on which white text can be read."""
    if shading is None:
        return False
    if attribute(shading, "val") in ("solid", "pct90", "pct80", "pct70"):
        return True
    fill = attribute(shading, "fill").lower()
    return fill not in ("", "auto") and not _WHITE.fullmatch(fill)


def _is_white(color: Element, value: str) -> bool:
    """Whether a colour is that of paper, by itself or by the theme."""
    if attribute(color, "themeColor"):
        plain = not (attribute(color, "themeShade") or attribute(color, "themeTint"))
        return plain and attribute(color, "themeColor") in _THEME_WHITE
    return _WHITE.fullmatch(value) is not None


def symbol(element: Element) -> str:
    """A character of a symbol font. The private area has no text, but Symbol has digits of its own there."""
    char = attribute(element, "char")
    code = int(char, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", char) else 0
    if 0xF030 <= code <= 0xF039 and not is_pictures(element):
        return chr(code - 0xF000)
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x10000 else ""


def is_pictures(element: Element) -> bool:
    """Whether a symbol's font shows pictures in place of letters: Wingdings, Webdings."""
    return "dings" in attribute(element, "font").lower()


def _child(element: Element, name: str) -> Element:
    for child in element:
        if local(child) == name:
            return child
    return None
