"""Plain text and CSV: decoding, lines and cells."""

from __future__ import annotations

import csv
import io

from gongkai.refusal import Refused
from gongkai.screening.files import encodings
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.fields import HEAD_ROWS, context, headings

csv.field_size_limit(10_000_000)


def decode(data: bytes) -> str:
    """Text of UTF-8, of what is surely UTF-16, or GB18030. Raises Refused, also for a mark that misleads."""
    if named := encodings.belies_its_mark(data):
        raise Refused(
            "encoding", f"文件开头的字节序标记是 {named}，内容却是别的编码", "请用原来的软件另存为 UTF-8 编码"
        )
    if encodings.is_like_big5(data):
        raise Refused("encoding", "文字像是 Big5 编码，没有检查", "请另存为 UTF-8 编码")
    wide = encodings.utf16(data)
    codecs = [wide] if wide else ["utf-8-sig", "gb18030"]
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding", "文字的编码无法识别", "请另存为 UTF-8 编码")


def delimiter(text: str) -> str:
    """What parts the cells of a CSV: comma, semicolon, tab or bar, the one most frequent at its beginning."""
    return max(",;\t|", key=text[:4096].count)


def read_txt(data: bytes, into: Collector) -> None:
    """A text file, line by line."""
    into.add_lines(decode(data))


def read_csv(data: bytes, into: Collector) -> None:
    """A CSV file, cell by cell; the heading of a column stands before each of its cells as context."""
    text = decode(data)
    mark = delimiter(text)
    try:
        head: list[str] = []
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            found = headings(row) if not head and number <= HEAD_ROWS else []
            for column, cell in enumerate(row):
                label = head[column] if column < len(head) else ""
                where = f"第 {number} 行第 {column + 1} 列" + (f"（{label}）" if label else "")
                left = row[column - 1] if column and not found else ""
                into.add(cell, where, context=context(left, cell, label))
            head = head or found
    except csv.Error as broken:
        raise Refused("damaged", f"CSV 无法读完：{broken}", "请用表格软件重新导出") from broken
