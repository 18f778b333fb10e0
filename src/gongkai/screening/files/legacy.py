"""Old Office files (.doc, .wps, .xls, .et): what their directory tells; the text comes by LibreOffice."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.screening.files.extract import Collector
from gongkai.screening.files.ole import Compound

_MACROS = frozenset(("_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR"))
_MACRO_SHEETS = {1: "Excel 4.0 宏表", 6: "Visual Basic 模块"}
"""Kinds of sheets that run: [MS-XLS] BoundSheet8."""
_GLOBALS = 1_000_000
"""Bytes of a workbook in which the list of its sheets stands."""
_BOUND_SHEET, _END_OF_PART = 0x0085, 0x000A
_OBJECTS = frozenset(("ObjectPool", "MBD", "\x01Ole10Native", "Ole10Native", "Package"))


def read_legacy(data: bytes, into: Collector) -> None:
    """Macros, embedded objects and encryption; the caller converts what is not encrypted."""
    compound = Compound(data)
    names = set(compound.names)
    if names & _MACROS:
        into.note("file.macro", "整个文件", "VBA")
    for name, kind in _sheets(compound):
        if kind in _MACRO_SHEETS:
            into.note("file.macro", f"工作表 {name}"[:80], _MACRO_SHEETS[kind])
    if names & _OBJECTS or any(name.startswith("MBD") for name in names):
        into.note("file.embedded_object", "整个文件", "OLE")
    if _is_encrypted(compound):
        into.note("file.encrypted", "整个文件")
    else:
        into.facts["convert"] = "docx" if into.kind == "doc" else "xlsx"


def _sheets(compound: Compound) -> Iterator[tuple[str, int]]:
    """The sheets of a workbook with their kinds, from its first part."""
    book = compound.head("Workbook", _GLOBALS) or compound.head("Book", _GLOBALS)
    at = 0
    while at + 4 <= len(book):
        record, length = struct.unpack_from("<2H", book, at)
        if record == _END_OF_PART:
            return
        if record == _BOUND_SHEET and length >= 8:
            yield _sheet_name(book[at + 10 : at + 4 + length]), book[at + 9]
        at += 4 + length


def _sheet_name(raw: bytes) -> str:
    """A short string: length, whether two bytes a character, characters."""
    wide = len(raw) > 1 and raw[1] & 1
    return raw[2:].decode("utf-16-le" if wide else "latin-1", "replace").strip("\x00")


def _is_encrypted(compound: Compound) -> bool:
    """The flag in the first bytes of the document: [MS-DOC] FIB, [MS-XLS] FILEPASS after BOF."""
    word = compound.head("WordDocument")
    if len(word) >= 12:
        return bool(struct.unpack_from("<H", word, 10)[0] & 0x0100)
    book = compound.head("Workbook") or compound.head("Book")
    if len(book) < 8:
        return False
    at = 4 + struct.unpack_from("<H", book, 2)[0]
    while at + 4 <= len(book):
        record, length = struct.unpack_from("<2H", book, at)
        if record == 0x002F:
            return True
        if record not in (0x00E1, 0x00C1, 0x00E2, 0x005C, 0x0086):
            return False
        at += 4 + length
    return False
