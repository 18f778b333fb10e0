"""Opens a register file, CSV or XLSX, as rows of text with their row numbers.

:func:`open_table` refuses what cannot be read at all, before anything is taken from it.
"""

from __future__ import annotations

from pathlib import Path

from gongkai.ledgers.reading.csv_file import CsvTable
from gongkai.ledgers.reading.table import Table, at_file
from gongkai.ledgers.reading.xlsx_file import XlsxTable
from gongkai.refusal import Refused, reason_of

__all__ = ["Table", "open_table"]

_OTHERS = {
    ".et": "WPS 表格",
    ".wps": "WPS 文字",
    ".xls": "Excel 97-2003 工作簿",
    ".xlsb": "Excel 二进制工作簿",
    ".xlsm": "带宏的工作簿",
    ".ods": "OpenDocument 表格",
    ".numbers": "Numbers 表格",
}
_CONVERT = "请用 WPS 或 Excel 打开，另存为 .xlsx 或 UTF-8 的 .csv 后再导入"
_CSV = {".csv", ".txt", ".tsv"}


def open_table(path: Path) -> Table:
    """The table in the file at ``path``. Raises Refused with the file's name and how to mend it."""
    suffix = path.suffix.lower()
    if suffix in _OTHERS:
        raise Refused("convert-first", f"{at_file(path)}是{_OTHERS[suffix]}，不能直接读取", _CONVERT)
    if suffix not in _CSV and suffix != ".xlsx":
        raise Refused("unknown-ending", f"{at_file(path)}的后缀不是 .csv 或 .xlsx", _CONVERT)
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as problem:
        reason = reason_of(problem)
        raise Refused("file-unreadable", f"读不出{at_file(path)}：{reason}", "请核对路径和权限") from problem
    if not head:
        raise Refused("empty-file", f"{at_file(path)}是空文件", "请核对是否导出完整")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("convert-first", f"{at_file(path)}是旧格式或加了密码的文件，不能读取", _CONVERT)
    zipped = head.startswith(b"PK\x03\x04")
    if zipped != (suffix == ".xlsx"):
        real = "XLSX 一类的压缩包" if zipped else "文本而不是工作簿"
        raise Refused(
            "wrong-ending", f"{at_file(path)}的后缀是 {suffix}，内容却是{real}", "请改正后缀，或重新导出"
        )
    return XlsxTable(path) if zipped else CsvTable(path)
