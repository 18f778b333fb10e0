"""XLSX: the copy is rebuilt from the values that are seen; nothing else of the old file goes into it.

Formulas become their last values; hidden sheets, rows and columns are dropped or shown by the policy;
comments, names, links, validations, pictures, charts, properties and print texts stay behind.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from gongkai.refusal import Refused
from gongkai.screening.cleaning.grid import grid_pieces
from gongkai.screening.cleaning.pieces import Edit, Note, Piece, Unclean, replaced
from gongkai.screening.files.archives import Archive
from gongkai.screening.files.sheets import NARROW
from gongkai.screening.policies.model import Policy

_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001  (a file property without a zone)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_BROKEN = (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
           zipfile.BadZipFile, SyntaxError, OSError)  # fmt: skip
_QUOTED = re.compile(r'"([^"]*)"')
_PLAIN_WORDS = re.compile(r"[年月日时分秒元万%上午下 ,.\-/:¥￥$€]*")
_ESCAPE = re.compile(r"\\[^ \-/年月日时分秒元]")
MOST_CELLS = 2_000_000


@dataclass(slots=True)
class Sheet:
    """One sheet of the copy: values by row and column number of the old sheet, hidden ones already out."""

    name: str
    old: Any
    rows: list[int]
    columns: list[int]
    grid: list[list[str]]
    values: dict[tuple[int, int], Any] = field(default_factory=dict)


def as_text(value: object) -> str:
    """What a person reads in a cell; numbers without an exponent, dates as 2017-09-25."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    if isinstance(value, datetime):
        bare = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.strftime("%Y-%m-%d") if bare else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


class XlsxDraft:
    """A workbook as pieces; saving gives a new workbook of values. Raises Refused, Unclean."""

    blackens = False

    def __init__(self, data: bytes, policy: Policy) -> None:
        self.notes: list[Note] = []
        archive = Archive(data)
        names = [name.casefold() for name in archive.names()]
        if any("vbaproject" in name or "/macrosheets/" in name for name in names):
            raise Unclean("文件带有宏，不能生成安全的副本；请另存为不带宏的 XLSX")
        self._doctypes(archive)
        self._tell(names)
        self.show = policy.hidden == "show"
        try:
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            # Reading twice costs as much again; most registers have no formula.
            formulas = load_workbook(io.BytesIO(data), keep_links=False) if self._computes(archive) else book
        except _BROKEN as broken:
            raise Refused("damaged", "表格结构损坏或者不完整", "请用表格软件另存一份") from broken
        self.sheets = [sheet for one in book.worksheets if (sheet := self._sheet(one, formulas)) is not None]
        if not self.sheets:
            raise Unclean("工作表全部是隐藏的，没有可以公开的内容")
        self._pieces: list[Piece] = []
        self._cells: dict[int, tuple[Sheet, int, int]] = {}
        self._titles: dict[int, Sheet] = {}
        for sheet in self.sheets:
            self._read(sheet)

    @staticmethod
    def _doctypes(archive: Archive) -> None:
        for name in archive.names():
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(name):
                raise Refused("xml-doctype", f"{name} 带有文档类型声明，可能是实体攻击", "请核实文件来源")

    @staticmethod
    def _computes(archive: Archive) -> bool:
        """Whether a sheet has formulas."""
        return any(b"<f" in archive.read(name) for name in archive.under("xl/worksheets/"))

    def _tell(self, names: Sequence[str]) -> None:
        """What stays behind as a whole."""
        for word, kind, what in (
            ("comments", "comment", "批注"), ("embeddings/", "embedded_object", "嵌入对象"),
            ("/media/", "embedded_object", "图片"), ("/charts/", "embedded_object", "图表"),
            ("externallinks/", "metadata", "外部链接"), ("docprops/", "metadata", "文档属性"),
            ("customxml/", "metadata", "自定义数据"), ("printersettings", "metadata", "打印机设置"),
            ("pivotcache", "embedded_object", "数据透视缓存"),
        ):  # fmt: skip
            if any(word in name for name in names):
                self.notes.append(Note(kind, "工作簿", f"{what}不进入副本"))

    def _sheet(self, old: Any, formulas: Workbook) -> Sheet | None:
        if old.sheet_state != "visible":
            self.notes.append(
                Note("hidden_sheet", old.title, "隐藏的工作表" + ("，已显示" if self.show else "，已去掉"))
            )
            if not self.show:
                return None
        hidden_rows = {
            number
            for number, one in old.row_dimensions.items()
            if one.hidden or (one.height is not None and one.height < NARROW)
        }
        hidden_columns = _hidden_columns(old)
        cells = {place: cell for place, cell in old._cells.items() if cell.value is not None}
        if len(cells) > MOST_CELLS:
            raise Refused("too-many-cells", "表格超过两百万个单元格", "请拆分后再处理")
        if not self.show:
            self._tell_hidden(old.title, hidden_rows, hidden_columns, cells)
            cells = {
                place: cell for place, cell in cells.items()
                if place[0] not in hidden_rows and place[1] not in hidden_columns
            }  # fmt: skip
        self._empty_formulas(old, formulas[old.title], cells)
        rows = sorted({row for row, _ in cells})
        columns = sorted({column for _, column in cells})
        grid = [[as_text(_value(cells.get((row, column)))) for column in columns] for row in rows]
        values = {place: cell.value for place, cell in cells.items()}
        return Sheet(old.title, old, rows, columns, grid, values)

    def _tell_hidden(
        self, title: str, rows: set[int], columns: set[int], cells: dict[tuple[int, int], Any]
    ) -> None:
        """Note hidden rows and columns that hold something."""
        for row in sorted({row for row, _ in cells} & rows):
            self.notes.append(Note("hidden_row", f"{title}!{row}:{row}", "隐藏的行，已去掉"))
        for column in sorted({column for _, column in cells} & columns):
            letter = get_column_letter(column)
            self.notes.append(Note("hidden_row", f"{title}!{letter}:{letter}", "隐藏的列，已去掉"))

    def _empty_formulas(self, old: Any, formulas: Any, cells: dict[tuple[int, int], Any]) -> None:
        """Formulas that were never computed have no value to copy."""
        for place, cell in formulas._cells.items():
            if cell.data_type == "f" and place not in cells and old._cells.get(place) is not None:
                self.notes.append(
                    Note("metadata", f"{old.title}!{cell.coordinate}", "公式没有存下结果，留空")
                )

    def _read(self, sheet: Sheet) -> None:
        self._titles[len(self._pieces)] = sheet
        self._pieces.append(Piece(sheet.name, f"工作表名称 {sheet.name}", before="\n\n"))
        letters = [get_column_letter(column) for column in sheet.columns]
        pieces, cells = grid_pieces(
            sheet.grid,
            sheet.name.replace("{", "").replace("}", "") + "!{column}{row}",
            names=letters,
            rows=sheet.rows,
        )
        base = len(self._pieces)
        for index, (row, column) in cells.items():
            self._cells[base + index] = (sheet, row, column)
        self._pieces += pieces

    def pieces(self) -> Sequence[Piece]:
        """Sheet names, then cells with their headers as context."""
        return self._pieces

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The new workbook."""
        for index, some in edits.items():
            if index in self._titles:
                sheet = self._titles[index]
                sheet.name = replaced(sheet.name, some)
                continue
            sheet, row, column = self._cells[index]
            text = replaced(sheet.grid[row][column], some)
            sheet.values[sheet.rows[row], sheet.columns[column]] = text
        book = Workbook()
        book.remove(book.worksheets[0])
        for sheet in self.sheets:
            self._write(book.create_sheet(sheet.name), sheet)
        book.properties.creator = None
        book.properties.created = book.properties.modified = _EPOCH
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _InMemory(book, archive).save()
        return _settled(out.getvalue())

    def _write(self, new: Any, sheet: Sheet) -> None:
        """Values, looks and widths; cells keep their places."""
        looks: dict[tuple[Any, ...], Any] = {}
        for (row, column), value in sheet.values.items():
            old = sheet.old._cells[row, column]
            cell = new.cell(row=row, column=column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            key = (tuple(old._style), isinstance(value, str))
            if key not in looks:
                cell.font = _font(old.font)
                cell.alignment = copy(old.alignment)
                cell.border = copy(old.border)
                if not _covers(old):
                    cell.fill = copy(old.fill)
                cell.number_format = _number_format(old.number_format, value)
                looks[key] = cell._style
            cell._style = copy(looks[key])
        for letter, one in sheet.old.column_dimensions.items():
            if one.width and not one.hidden:
                new.column_dimensions[letter].width = one.width
        for area in sheet.old.merged_cells.ranges:
            new.merge_cells(str(area))


class _InMemory(ExcelWriter):
    """Writes no temporary files: the sandbox allows none."""

    def write_worksheet(self, ws: Any) -> None:
        """One sheet straight into the package."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = [], []
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        archive: Any = vars(self)["_archive"]
        archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def _value(cell: Any) -> object:
    return None if cell is None else cell.value


def _hidden_columns(sheet: Any) -> set[int]:
    """Numbers of the hidden columns; one entry may stand for a group of them."""
    found: set[int] = set()
    for one in sheet.column_dimensions.values():
        if one.hidden or (one.width is not None and one.width < NARROW):
            found |= set(range(one.min or 0, min(one.max or 0, 16_384) + 1))
    return found


def _font(old: Any) -> Any:
    """The look of the letters; white letters on nothing become visible."""
    font = copy(old)
    if _rgb(font.color) == "FFFFFF":
        font.color = None
    return font


def _covers(old: Any) -> bool:
    """Whether the ground of a cell has the colour of its letters: it stays out of the copy."""
    color = _rgb(old.font.color)
    return (
        bool(color) and color == _rgb(getattr(old.fill, "fgColor", None)) and old.fill.patternType == "solid"
    )


def _rgb(color: Any) -> str:
    """A colour without its transparency; empty for one of the theme."""
    rgb = getattr(color, "rgb", None)
    return rgb[-6:].upper() if isinstance(rgb, str) else ""


def _number_format(code: str, value: object) -> str:
    """The number format, unless it hides the value or brings words of its own."""
    if isinstance(value, str):
        return "@"
    words = "".join(_QUOTED.findall(code))
    bare = _QUOTED.sub("", code)
    hides = bare.replace(" ", "").strip('"').startswith(";")
    speaks = _PLAIN_WORDS.fullmatch(words) is None or _ESCAPE.search(bare) is not None
    return "General" if hides or speaks else code


def _settled(data: bytes) -> bytes:
    """The package with one fixed time for its members and without the writer's own properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/app.xml":
                content = re.sub(
                    rb"<Application>.*?</Application>|<AppVersion>.*?</AppVersion>", b"", content
                )
            new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def open_xlsx(data: bytes, policy: Policy, _pictures: Container[int]) -> XlsxDraft:
    """A workbook as a draft. Raises Refused, Unclean."""
    return XlsxDraft(data, policy)
