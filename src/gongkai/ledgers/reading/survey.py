"""A walk through an XLSX archive before it is opened: sizes, addresses, formulas without a result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from gongkai.ledgers.reading.table import MAX_COLUMNS, at_file
from gongkai.refusal import Refused

MAX_MEMBERS = 2_000
MAX_UNPACKED = 1 << 30
MAX_RATIO = 100
"""Limits of an archive: members, bytes unpacked, and bytes unpacked per byte packed (beyond 16 MB)."""
MAX_CELLS = 20_000_000
"""Cells between A1 and the last value; calamine lays them all out."""
MAX_TROUBLE = 100_000

_RATIO_FROM = 16 << 20
_CHUNK = 1 << 20
_SPLIT = "请拆成几个文件，或另存为 UTF-8 的 CSV"
_TRIM = "请删除数据以外的行和列后保存，或另存为 UTF-8 的 CSV"
_BOOK = "xl/workbook.xml"
_FIRST_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\b\w+:id=[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ID, _TARGET = re.compile(rb"\bId=[\"']([^\"']+)"), re.compile(rb"\bTarget=[\"']([^\"']+)")
_CELL = re.compile(rb"[\s]r=[\"']([A-Z]+)(\d+)[\"']([^>]*)>(</(?:\w+:)?c>)?")
_TAG = re.compile(rb"<(?:\w+:)?c[\s>/]")
_SUSPECT = (b"<f", b":f", b't="e"', b"t='e'")
"""Bytes of which a formula or an error has at least one."""
_FULL = re.compile(
    rb"<(?:\w+:)?c\s((?:[^>/]*\s)?r=[\"']([A-Z]+)(\d+)[\"'][^>/]*)>(.*?)</(?:\w+:)?c>", re.DOTALL
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_STRING = re.compile(rb"\bt=[\"']str[\"']")


@dataclass
class Survey:
    """Rows and columns up to the last value, and cells that cannot be read (row → column → why)."""

    rows: int = 0
    columns: int = 0
    trouble: dict[int, dict[int, str]] = field(default_factory=dict)


def column_number(letters: bytes) -> int:
    """A column's number, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def survey(path: Path, archive: zipfile.ZipFile) -> Survey:
    """Look through the first sheet. Raises Refused for what would hurt or cannot be read."""
    _sizes(path, archive)
    with archive.open(_first_sheet(path, archive)) as sheet:
        found, troubled = Survey(), 0
        for chunk in _chunks(path, sheet):
            troubled += _look(path, chunk, found)
            if found.rows * found.columns > MAX_CELLS:
                size = f"{found.rows} 行 × {found.columns} 列"
                raise Refused("too-large", f"{at_file(path)}的第一张工作表有 {size}，太大", _TRIM)
            if troubled > MAX_TROUBLE:
                raise Refused(
                    "formulas",
                    f"{at_file(path)}有 {MAX_TROUBLE} 个以上的公式没有保存结果",
                    "请用 WPS 或 Excel 打开后保存一次",
                )
    return found


def _sizes(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise Refused("too-large", f"{at_file(path)}展开后太大（{unpacked >> 20} MB）", _SPLIT)
    if unpacked > _RATIO_FROM and unpacked > MAX_RATIO * packed:
        raise Refused("too-large", f"{at_file(path)}的压缩比异常（{unpacked // max(packed, 1)} 倍）", _TRIM)
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted", f"{at_file(path)}加了密码", "请去掉密码后保存")


def _first_sheet(path: Path, archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if _BOOK not in names or relations not in names:
        raise Refused(
            "convert-first", f"{at_file(path)}不是 XLSX 工作簿", "请用 WPS 或 Excel 打开，另存为 .xlsx"
        )
    sheet = _FIRST_SHEET.search(archive.read(_BOOK))
    for relation in _RELATION.findall(archive.read(relations)) if sheet else ():
        identity, target = _ID.search(relation), _TARGET.search(relation)
        if sheet and identity and target and identity[1] == sheet[1]:
            part = target[1].decode("utf-8", "replace")
            part = part[1:] if part.startswith("/") else f"xl/{part}"
            if part in names:
                return part
    raise Refused("xlsx-broken", f"{at_file(path)}里找不到第一张工作表", "请用 WPS 或 Excel 打开后重新保存")


def _chunks(path: Path, sheet: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that end behind a row."""
    rest = b""
    while data := sheet.read(_CHUNK):
        rest += data
        if b"<!DOCTYPE" in rest[:4096]:
            raise Refused("xlsx-broken", f"{at_file(path)}含有 DOCTYPE 声明，不予读取", "请重新导出")
        cut = rest.rfind(b"row>") + 4
        if cut > 4:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 16 * _CHUNK:
            raise Refused("too-many-columns", f"{at_file(path)}的一行超过 16 MB", _TRIM)
    yield rest


def _look(path: Path, chunk: bytes, found: Survey) -> int:
    cells = _CELL.findall(chunk)
    if len(_TAG.findall(chunk)) > len(cells):
        raise Refused(
            "xlsx-broken", f"{at_file(path)}的单元格没有写明位置", "请用 WPS 或 Excel 打开后重新保存"
        )
    filled = [
        (letters, number) for letters, number, rest, end in cells if not end and not rest.endswith(b"/")
    ]
    columns = max(map(column_number, {letters for letters, _ in filled}), default=0)
    if columns > MAX_COLUMNS:
        raise Refused(
            "too-many-columns", f"{at_file(path)}用到了第 {columns} 列，超过 {MAX_COLUMNS} 列", _TRIM
        )
    found.columns = max(found.columns, columns)
    found.rows = max(found.rows, max(map(int, {number for _, number in filled}), default=0))
    return _formulas(chunk, found) if any(sign in chunk for sign in _SUSPECT) else 0


def _formulas(chunk: bytes, found: Survey) -> int:
    count = 0
    for attributes, letters, number, content in _FULL.findall(chunk):
        value = _VALUE.search(content)
        if b't="e"' in attributes or b"t='e'" in attributes:
            shown = value[1].decode("utf-8", "replace") if value else ""
            reason = f"单元格是错误值 {shown}；请改正公式或填写数值".replace("  ", " ")
        elif _FORMULA.search(content) and value is None and not _STRING.search(attributes):
            reason = "单元格是公式，没有保存计算结果；请用 WPS 或 Excel 打开后保存，或改填数值"
        else:
            continue
        found.trouble.setdefault(int(number), {})[column_number(letters) - 1] = reason
        count += 1
    return count
