"""Old Office files (.doc, .wps, .xls, .et): what their directory tells; the text comes by LibreOffice."""

from __future__ import annotations

import struct

from gongkai.screening.files.extract import Collector
from gongkai.screening.files.ole import Compound

_MACROS = frozenset(("_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR"))
_OBJECTS = frozenset(("ObjectPool", "MBD", "\x01Ole10Native", "Ole10Native", "Package"))


def read_legacy(data: bytes, into: Collector) -> None:
    """Macros, embedded objects and encryption; the caller converts what is not encrypted."""
    compound = Compound(data)
    names = set(compound.names)
    if names & _MACROS:
        into.note("file.macro", "整个文件", "VBA")
    if names & _OBJECTS or any(name.startswith("MBD") for name in names):
        into.note("file.embedded_object", "整个文件", "OLE")
    if _is_encrypted(compound):
        into.note("file.encrypted", "整个文件")
    else:
        into.facts["convert"] = "docx" if into.kind == "doc" else "xlsx"


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
