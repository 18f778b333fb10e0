"""TXT and CSV: the same text in the same encoding, with only the found spans changed."""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from gongkai.refusal import Refused
from gongkai.screening.cleaning.grid import grid_pieces
from gongkai.screening.cleaning.pieces import Edit, Note, Piece, refuse_empty, replaced
from gongkai.screening.files import encodings
from gongkai.screening.files.texts import delimiter
from gongkai.screening.policies.model import Policy

_AS_TEXT = re.compile(r'="([^"]*)"')
"""="0631…": how exports keep a spreadsheet from reading a number; the value is what stands inside."""
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(data: bytes) -> tuple[str, str]:
    """Text and encoding of a text file. Raises Refused."""
    refuse_empty(data)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _tried(data, encoding), encoding
    if wide := encodings.utf16(data):
        return _tried(data, wide), wide
    if b"\0" in data:
        raise Refused("not-text", "文件不是文本", "请核对文件类型")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _tried(data, "gb18030"), "gb18030"


def _tried(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise Refused(
            "unknown-encoding", f"第 {wrong.start + 1} 个字节起不是 UTF-8 或 GB18030", "请另存为 UTF-8"
        ) from wrong


@dataclass
class TextDraft:
    """A text file: its lines are its places, the whole is one piece."""

    text: str
    encoding: str
    notes: list[Note] = field(default_factory=list)
    blackens = False

    def pieces(self) -> Sequence[Piece]:
        """One piece for each line, with its own line end between them."""
        lines = self.text.splitlines(keepends=True)
        found: list[Piece] = []
        end = ""
        for number, line in enumerate(lines, start=1):
            bare = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
            found.append(Piece(bare, f"第 {number} 行", before=end))
            end = line[len(bare) :]
        self._ends = end
        return found

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The text again, in its encoding."""
        pieces = self.pieces()
        parts: list[str] = []
        for index, piece in enumerate(pieces):
            parts += (piece.before if index else "", replaced(piece.text, edits.get(index, ())))
        return encoded("".join([*parts, self._ends]), self.encoding)


def encoded(text: str, encoding: str) -> bytes:
    """``text`` in the encoding that it came in."""
    return text.encode(encoding)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a CSV file: its value and where its raw characters stand."""

    value: str
    start: int
    end: int


def fields(text: str, delimiter: str) -> list[list[Field]]:
    """The rows of a CSV text with the raw place of every field."""
    rows: list[list[Field]] = [[]]
    at, size = 0, len(text)
    while at <= size:
        start = at
        value, at = _field(text, at, delimiter)
        formula = _AS_TEXT.fullmatch(value)
        rows[-1].append(Field(formula[1] if formula else value, start, at))
        if at >= size:
            break
        if text[at] == delimiter:
            at += 1
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        if at >= size:
            break
        rows.append([])
    return rows


def _field(text: str, at: int, delimiter: str) -> tuple[str, int]:
    """The value that begins at ``at``, and where its raw characters end."""
    stops = delimiter + "\r\n"
    if not text.startswith('"', at):
        end = at
        while end < len(text) and text[end] not in stops:
            end += 1
        return text[at:end], end
    parts: list[str] = []
    end = at + 1
    while True:
        quote = text.find('"', end)
        if quote < 0:
            raise Refused(
                "bad-csv", f"第 {text.count(chr(10), 0, at) + 1} 行的引号没有结束", "请用表格软件另存"
            )
        parts.append(text[end:quote])
        if text.startswith('""', quote):
            parts.append('"')
            end = quote + 2
            continue
        end = quote + 1
        rest = end
        while rest < len(text) and text[rest] not in stops:
            rest += 1
        return "".join([*parts, text[end:rest]]), rest


class CsvDraft:
    """A CSV file: each row is read as a sentence with its headers; unchanged fields keep their raw form."""

    blackens = False

    def __init__(self, text: str, encoding: str) -> None:
        self.text, self.encoding = text, encoding
        self.notes: list[Note] = []
        self.delimiter = delimiter(text)
        self.rows = fields(text, self.delimiter)
        grid = [[one.value for one in row] for row in self.rows]
        self._pieces, self._cells = grid_pieces(grid, "第 {row} 行第 {column} 列")

    def pieces(self) -> Sequence[Piece]:
        """The cells, with their headers as context."""
        return self._pieces

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The file again: only changed fields are written anew."""
        changed = []
        for index, some in edits.items():
            row, column = self._cells[index]
            one = self.rows[row][column]
            changed.append((one, quoted(replaced(one.value, some), self.delimiter)))
        parts: list[str] = []
        at = 0
        for one, value in sorted(changed, key=lambda pair: pair[0].start):
            parts += (self.text[at : one.start], value)
            at = one.end
        return encoded("".join([*parts, self.text[at:]]), self.encoding)


def quoted(value: str, delimiter: str) -> str:
    """A field as CSV writes it."""
    if any(char in value for char in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value


def csv_grid(text: str) -> list[list[str]]:
    """The rows by the standard library's reader: the second opinion of the check."""
    return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter(text)))


def open_text(data: bytes, _policy: Policy, _pictures: Container[int]) -> TextDraft:
    """A text file as a draft. Raises Refused."""
    return TextDraft(*decoded(data))


def open_csv(data: bytes, _policy: Policy, _pictures: Container[int]) -> CsvDraft:
    """A CSV file as a draft. Raises Refused."""
    return CsvDraft(*decoded(data))
