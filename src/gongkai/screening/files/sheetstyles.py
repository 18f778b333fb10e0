"""Styles of cells, as far as they decide what a reader sees: dates, the empty format, white on white."""

from __future__ import annotations

import re

from gongkai.screening.files.markup import Element, local

_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
"""Number formats of dates that need no definition."""
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE = re.compile(r"[yd年月日]|m(?![a-z])", re.IGNORECASE)
_BLANK = re.compile(r'^[;"\s]*$')
_WHITE = re.compile(r"(?i)^(?:ff)?ffffff$")


class CellStyles:
    """The cell formats of a workbook, asked for by the number that a cell names."""

    def __init__(self, root: Element) -> None:
        self._dates: list[bool] = []
        self._hiding: list[str] = []
        if root is None:
            return
        groups = {local(child): child for child in root}
        formats = {
            child.get("numFmtId", ""): child.get("formatCode", "")
            for child in groups.get("numFmts", ())
            if local(child) == "numFmt"
        }
        white = [_is_white_font(font) for font in groups.get("fonts", ())]
        filled = [_is_filled(fill) for fill in groups.get("fills", ())]
        for form in groups.get("cellXfs", ()):
            number = form.get("numFmtId", "0")
            code = formats.get(number, "")
            self._dates.append(int(number) in _DATES or (bool(code) and _is_date(code)))
            self._hiding.append(
                "file.hidden_text"
                if ";;" in code and _BLANK.match(code)
                else "file.hidden_text.white"
                if _at(white, form.get("fontId")) and not _at(filled, form.get("fillId"))
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
