"""Writes a register as CSV or XLSX, row by row in constant memory, so that reading it gives the same rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.ledgers.cells import clock, show_wan, show_yuan
from gongkai.ledgers.reading.table import CONTROL
from gongkai.ledgers.registers import Register, Type, register_of
from gongkai.ledgers.rows import Row
from gongkai.refusal import Refused, reason_of

MAX_XLSX_ROWS = 1_048_576
MAX_XLSX_CELL = 32_767
"""What the XLSX format holds; more would be cut off by the programs that open it."""

_FORMULA = re.compile(r"'*[=+\-@]")
_XLSX_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CSV = "请改存为 .csv"


def escaped(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula: a leading ``'`` that reading takes off again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def cells_of(register: Register, row: Row | Mapping[str, str]) -> dict[str, str]:
    """A typed row as its cells by header (a mapping by header passes as it is)."""
    if isinstance(row, Mapping):
        return dict(row)
    cells = {}
    for column in register.columns:
        if column.type is Type.MOMENT:
            on, at = _moment(row, column.name)
            cells[column.header] = _day(on, at)
        else:
            cells[column.header] = _SHOWN[column.type](getattr(row, column.name))
    return cells | row.extras


def _day(on: date | None, at: time | None) -> str:
    if on is None:
        return ""
    return on.isoformat() if at is None else f"{on.isoformat()} {clock(at)}"


def _moment(row: Row, name: str) -> tuple[date | None, time | None]:
    on = getattr(row, f"{name}_on", None) if hasattr(row, f"{name}_on") else getattr(row, name)
    return on, getattr(row, f"{name}_time")


def _shown(show: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else show(value)


_SHOWN: dict[Type, Callable[[Any], str]] = {
    Type.TEXT: str,
    Type.WORD: str,
    Type.DAY: _shown(date.isoformat),
    Type.FLAG: _shown(lambda value: "是" if value else "否"),
    Type.YUAN: _shown(show_yuan),
    Type.WAN: _shown(show_wan),
    Type.COUNT: _shown(str),
    Type.LIST: "；".join,
}


def write_register(
    kind: str, path: Path, rows: Iterable[Row | Mapping[str, str]], *, extras: Sequence[str] | None = None
) -> int:
    """Write rows (typed, or cells by header) to ``path`` and return their number.

    The columns stand in the order of FORMATS.md, then ``extras``: the headers of unknown columns that the
    rows may carry. Without ``extras`` they are found in the rows if ``rows`` is a sequence. The file
    appears only when it is complete. Raises Refused for an ending other than .csv and .xlsx, a column that
    was not announced, and what XLSX cannot hold.
    """
    register = register_of(kind)
    if extras is None:
        extras = _extras(register, rows) if isinstance(rows, Sequence) else ()
    headers = (*register.headers, *extras)
    lines = (_line(register, headers, number, row) for number, row in enumerate(rows, start=2))
    return write_table(path, register.title, headers, lines)


def write_table(path: Path, title: str, headers: Sequence[str], lines: Iterable[list[str]]) -> int:
    """Write lines of cells under headers to ``path`` and return their number; refusals as above."""
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Refused("unknown-ending", f"不能写成“{path.suffix}”文件", "请以 .csv 或 .xlsx 结尾")
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)  # it names persons
        count = write(part, headers, lines, title)
        part.replace(path)
    except OSError as problem:
        reason = reason_of(problem)
        raise Refused("not-writable", f"写不了文件“{path}”：{reason}", "请核对文件夹和权限") from problem
    finally:
        part.unlink(missing_ok=True)
    return count


def _extras(register: Register, rows: Sequence[Row | Mapping[str, str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows:
        found.update(dict.fromkeys(row if isinstance(row, Mapping) else row.extras))
    return tuple(name for name in found if name not in register.headers)


def _line(
    register: Register, headers: tuple[str, ...], number: int, row: Row | Mapping[str, str]
) -> list[str]:
    cells = cells_of(register, row)
    line = [cells.pop(header, "") for header in headers]
    if cells:
        name = next(iter(cells))
        raise Refused("unknown-column", f"第 {number} 行有未列出的列“{name}”", "请在 extras 中列出")
    return line


def _write_csv(path: Path, headers: Sequence[str], lines: Iterable[list[str]], title: str) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([escaped(header) for header in headers])
        for count, line in enumerate(lines, start=1):  # noqa: B007
            writer.writerow([escaped(cell) for cell in line])
    return count


def _write_xlsx(path: Path, headers: Sequence[str], lines: Iterable[list[str]], title: str) -> int:
    count, saved = 0, False
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(sheet, header, 1, "表头") for header in headers])
    try:
        for count, line in enumerate(lines, start=1):
            if count >= MAX_XLSX_ROWS:
                raise Refused("too-many-rows", f"XLSX 最多 {MAX_XLSX_ROWS} 行，写不下", _CSV)
            sheet.append(
                [_xlsx_cell(sheet, cell, count + 1, name) for cell, name in zip(line, headers, strict=True)]
            )
        book.save(path)
        saved = True
    finally:
        if not saved:  # openpyxl keeps the rows in a temporary file of its own
            sheet.close()
            sheet._writer.cleanup()
    return count


def _xlsx_cell(sheet: Any, cell: str, number: int, column: str) -> Any:
    """A string cell, whatever the text looks like; an empty one is no cell. A refusal quotes nothing."""
    if not cell:
        return None
    if len(cell) > MAX_XLSX_CELL:
        raise Refused("cell-too-long", f"第 {number} 行的{column}超过 {MAX_XLSX_CELL} 字", _CSV)
    if CONTROL.search(cell):
        raise Refused("control-character", f"第 {number} 行的{column}含有控制字符", "请删除该字符")
    cell = _XLSX_ESCAPE.sub("_x005F_", cell)
    if cell[0] not in "=#":
        return cell
    written = WriteOnlyCell(sheet, value=cell)
    written.data_type = "s"
    return written
