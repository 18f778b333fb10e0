"""Styles of cells, as far as they decide what a reader sees: dates, the empty format, white on white."""

from __future__ import annotations

import re

from gongkai.screening.files.markup import Element, local

_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
"""Number formats of dates that need no definition."""
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_LITERAL = re.compile(r'"([^"]+)"')
_TELLS = re.compile(r"\d{5}|@|[\u4e00-\u9fff]{3}")
_DATE = re.compile(r"[yd年月日]|m(?![a-z])", re.IGNORECASE)
_BLANK = re.compile(r'^[;"\s]*$')
_WHITE = re.compile(r"(?i)^(?:ff)?ffffff$")


class CellStyles:
    """The cell formats of a workbook, asked for by the number that a cell names."""

    def __init__(self, root: Element) -> None:
        self._dates: list[bool] = []
        self._hiding: list[str] = []
        self.spoken: list[str] = []
        """What number formats say in words of their own."""
        if root is None:
            return
        groups = {local(child): child for child in root}
        formats = {
            child.get("numFmtId", ""): child.get("formatCode", "")
            for child in groups.get("numFmts", ())
            if local(child) == "numFmt"
        }
        self.spoken = [said for code in formats.values() if (said := _spoken(code))]
        white = [_is_white_font(font) for font in groups.get("fonts", ())]
        filled = [_is_filled(fill) for fill in groups.get("fills", ())]
        letters = [_colour(font, "color") for font in groups.get("fonts", ())]
        grounds = [_ground(fill) for fill in groups.get("fills", ())]
        for form in groups.get("cellXfs", ()):
            number = form.get("numFmtId", "0")
            code = formats.get(number, "")
            self._dates.append(int(number) in _DATES or (bool(code) and _is_date(code)))
            self._hiding.append(
                "file.hidden_text"
                if ";;" in code and _BLANK.match(code)
                else "file.hidden_text.white"
                if (_at(white, form.get("fontId")) and not _at(filled, form.get("fillId")))
                or _is_same(letters, form.get("fontId"), grounds, form.get("fillId"))
                else ""
            )

    def is_date(self, style: str) -> bool:
        """Whether numbers in this style are days."""
        return int(style) < len(self._dates) and self._dates[int(style)]

    def hiding(self, style: str) -> str:
        """The rule by which this style hides its text, empty when it does not."""
        return self._hiding[int(style)] if int(style) < len(self._hiding) else ""


def _is_date(code: str) -> bool:
    return _DATE.search(_QUOTED.sub("", code.split(";")[0])) is not None


def _at(flags: list[bool], number: str | None) -> bool:
    return number is not None and number.isdigit() and int(number) < len(flags) and flags[int(number)]


def _spoken(code: str) -> str:
    """The words in quotation marks of a format, without units and currencies."""
    said = " ".join(_LITERAL.findall(code))
    return said if _TELLS.search(said) else ""


def _colour(element: Element, name: str) -> str:
    """A colour by its number in RGB, without transparency; empty for colours of themes."""
    for child in element:
        if local(child) == name:
            return str(child.get("rgb", ""))[-6:].lower()
    return ""


def _ground(fill: Element) -> str:
    """The colour of a solid ground."""
    solid = [pattern for pattern in fill if pattern.get("patternType") == "solid"]
    return _colour(solid[0], "fgColor") if solid else ""


def _is_same(letters: list[str], font: str | None, grounds: list[str], fill: str | None) -> bool:
    """Whether letters have the colour of their ground."""
    one, other = (
        colours[int(number)] if number and number.isdigit() and int(number) < len(colours) else ""
        for colours, number in ((letters, font), (grounds, fill))
    )
    return bool(one) and one == other


def _is_white_font(font: Element) -> bool:
    for child in font:
        if local(child) == "color":
            return bool(_WHITE.match(child.get("rgb", ""))) or (
                child.get("theme") == "0" and not child.get("tint")
            )
        if local(child) == "sz" and float(child.get("val", "11")) <= 2:
            return True
    return False


def _is_filled(fill: Element) -> bool:
    """Whether a fill is another ground than white paper."""
    for pattern in fill:
        if local(pattern) == "gradientFill":
            return True
        if pattern.get("patternType", "none") in ("none",):
            return False
        colours = [child for child in pattern if local(child) == "fgColor"]
        if not colours:
            return False
        return not (_WHITE.match(colours[0].get("rgb", "")) or colours[0].get("theme") == "0")
    return False
