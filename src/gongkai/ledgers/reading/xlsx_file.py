"""XLSX files: the first sheet, read by calamine after a look at what the archive claims.

calamine lays a sheet out in memory (about 32 bytes for a cell between A1 and the last cell that has a
value), gives an empty text for a formula without a saved result and for an error, and believes any
address. So :mod:`gongkai.ledgers.reading.survey` walks through the sheet first.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine as calamine

from gongkai.ledgers.reading.survey import Survey, survey
from gongkai.ledgers.reading.table import RawRow, at_file
from gongkai.refusal import Refused

_EXACT = 10**15
_RESAVE = "请用 WPS 或 Excel 打开后重新保存"
_LOST = "数字超过 15 位，末位已被表格软件改掉；请把单元格设为文本后重新录入"


class XlsxTable:
    """The first sheet of an XLSX workbook."""

    dirty = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self._survey = self._look()
        self._sheet = self._open()
        self.header, self.header_row = self._header()

    def rows(self) -> Iterator[RawRow]:
        """The rows below the header that are not blank."""
        trouble = self._shifted()
        for number, values in enumerate(self._sheet.iter_rows(), start=1):
            if number <= self.header_row or not (any(values) or number in trouble):
                continue
            bad = trouble.get(number)
            cells = [value if value.__class__ is str else shown(value) for value in values]
            if _LOST in cells:
                bad = {**(bad or {}), **{at: _LOST for at, cell in enumerate(cells) if cell is _LOST}}
            yield number, cells, bad

    def _shifted(self) -> dict[int, dict[int, str]]:
        """The cells that cannot be read by position: calamine leaves empty columns on the left out."""
        left = self._sheet.start[1] if self._sheet.start else 0
        return {
            number: {at - left: reason for at, reason in cells.items() if at >= left}
            for number, cells in self._survey.trouble.items()
        }

    def _look(self) -> Survey:
        try:
            with zipfile.ZipFile(self.path) as archive:
                return survey(self.path, archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as problem:
            raise Refused("xlsx-broken", f"{at_file(self.path)}已损坏，不能读取", _RESAVE) from problem

    def _open(self) -> calamine.CalamineSheet:
        try:
            book = calamine.load_workbook(str(self.path))
            sheet = book.get_sheet_by_index(0)
        except (calamine.CalamineError, OSError, ValueError) as problem:
            raise Refused("xlsx-broken", f"{at_file(self.path)}不能读取", _RESAVE) from problem
        if book.sheets_metadata[0].visible != calamine.SheetVisibleEnum.Visible:
            self.notes.append(f"第一张工作表“{sheet.name}”是隐藏的，仍按第一张读取")
        if len(book.sheet_names) > 1:
            self.notes.append(f"有 {len(book.sheet_names)} 张工作表，只读第一张“{sheet.name}”")
        return sheet

    def _header(self) -> tuple[list[str], int]:
        for number, values in enumerate(self._sheet.iter_rows(), start=1):
            cells = [value if isinstance(value, str) else shown(value) for value in values]
            if any(cell.strip() for cell in cells):
                self._refuse_merged(number)
                return cells, number
        raise Refused("empty-file", f"{at_file(self.path)}的第一张工作表是空的", "第一行应是表头")

    def _refuse_merged(self, number: int) -> None:
        for (first, left), (last, right) in self._sheet.merged_cell_ranges or ():
            if first < number <= last + 1 and (left, first) != (right, last):
                raise Refused(
                    "merged-header",
                    f"{at_file(self.path)}第 {number} 行的表头有合并单元格（第 {left + 1}—{right + 1} 列）",
                    "请取消合并，删除标题行，让第一行只是表头",
                )


def shown(value: Any) -> str:
    """A cell's value as the text a person would have typed: no ``.0`` behind whole numbers, ISO dates."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, datetime):
        if value.time() == time(0):
            return value.date().isoformat()
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return str(value) if isinstance(value, timedelta) else str(value or "")


def _number(value: float) -> str:
    if value != value or abs(value) == float("inf"):
        return ""
    if value == int(value):
        return _LOST if abs(value) >= _EXACT else str(int(value))
    text = format(value, ".15g")
    return text if "e" not in text else format(value, ".15f").rstrip("0")
