"""CSV files: encoding, separator, rows. Constant memory for any number of rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from gongkai.ledgers.reading.table import MAX_COLUMNS, RawRow, at_file
from gongkai.refusal import Refused

MAX_CELL = 4_000_000
"""Characters of one cell; beyond it a quotation mark was never closed."""

_CHUNK = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ESCAPED = re.compile("'[=+\\-@]")
_WRITTEN = re.compile("'+[=+\\-@]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f\xff"
"""Bytes of control characters; in UTF-8 and GB18030 they are never part of another character."""
_SEPARATORS = (",", "\t", "；", ";")
_SAVE = "请用 WPS 或 Excel 另存为“CSV UTF-8”"


class CsvTable:
    """A CSV file in UTF-8 (with or without BOM) or GB18030, separated by comma, tab or semicolon."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self._escaped = self.dirty = False
        self.header_row = 0
        self._encoding = self._survey()
        self._separator = self._separate()
        self.header, self.header_row = self._header()

    def rows(self) -> Iterator[RawRow]:
        """The rows below the header that are not blank. Raises Refused where the file is broken."""
        skip, escaped = self.header_row, self._escaped
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._separator, strict=True)
            number = 0
            try:
                for number, cells in enumerate(reader, start=1):
                    if number > skip and any(cells):
                        yield number, unescaped(cells) if escaped else cells, None
            except csv.Error as problem:
                raise self._broken(number + 1, reader.line_num) from problem

    def _open(self) -> TextIO:
        csv.field_size_limit(MAX_CELL)
        return self.path.open(encoding=self._encoding, newline="")

    def _broken(self, row: int, line: int) -> Refused:
        return Refused(
            "csv-broken",
            f"{at_file(self.path)}第 {row} 行（文本第 {line} 行）的引号不成对",
            "单元格里的引号要写成两个，整个单元格放在一对引号里；或用 WPS、Excel 重新导出",
        )

    def _survey(self) -> str:
        """The encoding, found by decoding the whole file once; notes on the way what to look out for."""
        with self.path.open("rb") as file:
            head = file.read(4)
        if head.startswith(_UTF16) or b"\0" in head:
            raise Refused("encoding", f"{at_file(self.path)}是 UTF-16 编码，不能读取", _SAVE)
        for encoding in ("utf-8-sig", "gb18030"):
            if self._decodes(encoding):
                return encoding
        raise Refused("encoding", f"{at_file(self.path)}的编码不是 UTF-8 或 GB18030", _SAVE)

    def _decodes(self, encoding: str) -> bool:
        decoder = codecs.getincrementaldecoder(encoding)()
        self._escaped = self.dirty = False
        tail = ""
        with self.path.open("rb") as file:
            while True:
                chunk = file.read(_CHUNK)
                try:
                    text = decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    return False
                self._escaped = self._escaped or bool(_ESCAPED.search(tail + text))
                self.dirty = self.dirty or len(chunk) != len(chunk.translate(None, _CONTROLS))
                tail = text[-1:]
                if not chunk:
                    return True

    def _separate(self) -> str:
        with self._open() as file:
            line = next((line for line in iter(lambda: file.readline(_CHUNK), "") if line.strip()), "")
        return max(_SEPARATORS, key=line.count)

    def _header(self) -> tuple[list[str], int]:
        for number, cells, _ in self.rows():
            if any(cell.strip() for cell in cells):
                if len(cells) > MAX_COLUMNS:
                    raise Refused(
                        "too-many-columns",
                        f"{at_file(self.path)}第 {number} 行有 {len(cells)} 列，超过 {MAX_COLUMNS} 列",
                        "请删除多余的列，或核对分隔符",
                    )
                return cells, number
        raise Refused("empty-file", f"{at_file(self.path)}里没有内容", "第一行应是表头")


def unescaped(cells: list[str]) -> list[str]:
    """The cells without the ``'`` that was put before ``=``, ``+``, ``-`` and ``@``."""
    return [cell[1:] if cell[:1] == "'" and _WRITTEN.match(cell) else cell for cell in cells]
