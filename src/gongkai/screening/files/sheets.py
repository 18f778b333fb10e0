"""The cells of a sheet, read row by row; a sheet of a million empty rows costs no memory."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lxml import etree

from gongkai.refusal import Refused
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.fields import HEAD_ROWS, context, headings
from gongkai.screening.files.markup import Element, attribute, is_path, local
from gongkai.screening.files.sheetstyles import CellStyles

NARROW = 0.3
"""Rows and columns below this height or width show nothing."""
_TEXTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_OTHERS = (
    "dataValidation",
    "cfRule",
    "sheetPr",
    "hyperlink",
    "oleObject",
    "control",
    "protectedRange",
    "scenario",
    "inputCells",
    "filter",
)
_SAYING = (
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "display",
    "tooltip",
    "location",
    "name",
    "user",
    "comment",
    "val",
    "text",
    "codeName",
)
_LITERAL = re.compile(r'"([^"]+)"')
_FIELD = re.compile(r"&[LCRPNDTFAGZ]")
_LOOK = re.compile(r'&(?:[BIUSEXYOH]|"[^"]*"|\d{1,3}|K[0-9A-Fa-f+-]{6})')
"""Codes of headers: what stands there is set in, or only looks otherwise."""


@dataclass(slots=True)
class SharedText:
    """One entry of the table of strings."""

    shown: str
    spoken: str = ""
    """Its phonetic reading, which nobody sees."""
    used: bool = False

    @classmethod
    def of(cls, element: Element) -> SharedText:
        """Read an ``si`` or ``is`` element."""
        shown: list[str] = []
        spoken: list[str] = []
        for child in element:
            name = local(child)
            if name == "t":
                shown.append(child.text or "")
            elif name in ("r", "rPh"):
                pieces = [inner.text or "" for inner in child if local(inner) == "t"]
                (spoken if name == "rPh" else shown).extend(pieces)
        return cls("".join(shown), "".join(spoken))


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share."""

    shared: list[SharedText]
    styles: CellStyles
    is_1904: bool


class _Read(NamedTuple):
    """What a cell holds, before it is told what it is."""

    where: str
    text: str
    formula: str
    style: str


class Sheet:
    """One pass over a sheet."""

    def __init__(self, book: Book, name: str, into: Collector) -> None:
        self._book = book
        self._name = name
        self._into = into
        self._hidden_columns: list[tuple[int, int]] = []
        self._in_hidden_columns: dict[tuple[int, int], list[str]] = {}
        self._hidden_rows: list[tuple[int, str]] = []
        self._headings: dict[int, str] = {}
        self._rows = 0
        self._default_hidden = False

    def read(self, data: bytes) -> None:
        """Read the sheet. Raises Refused."""
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Refused(
                "doctype", f"工作表 {self._name[:40]} 带有文档类型声明，可能是实体攻击", "请核实文件来源"
            )
        names = ("row", "col", "sheetFormatPr", *_TEXTS, *_OTHERS)
        events = etree.iterparse(
            io.BytesIO(data), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True,
            remove_comments=True, remove_pis=True, load_dtd=False, huge_tree=False,
        )  # fmt: skip
        try:
            for _, element in events:
                self._element(local(element), element)
                element.clear()
                parent = element.getparent()
                while parent is not None and local(element) == "row" and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as broken:
            raise Refused("damaged", f"工作表 {self._name[:40]} 损坏或者不完整", "请重新导出") from broken
        self._report_hidden()

    def _element(self, name: str, element: Element) -> None:
        if name == "row":
            self._row(element)
        elif name == "col":
            width = attribute(element, "width")
            if _is_on(element, "hidden") or (width and float(width) < NARROW):
                self._hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
        elif name == "sheetFormatPr":
            self._default_hidden = _is_on(element, "zeroHeight")
        elif name in _TEXTS:
            shown = _FIELD.sub(" ", _LOOK.sub("", element.text or ""))
            self._into.add(shown, f"{self._name} 页眉页脚")
        elif name in ("oleObject", "control"):
            self._into.note("file.embedded_object", self._name, attribute(element, "progId") or name)
        else:
            said = [
                child.text
                for child in element.iter()
                if child.text and (local(child).startswith("formula") or local(child) == "f")
            ]
            said += [element.get(key) for key in _SAYING if element.get(key)]
            self._into.add(
                "\n".join(said), f"{self._name}!{element.get('sqref') or element.get('ref') or ''}"
            )

    def _row(self, row: Element) -> None:
        self._rows += 1
        number = int(row.get("r") or self._rows)
        height = row.get("ht")
        hidden = _is_on(row, "hidden") or (height is not None and float(height) < NARROW)
        hidden = hidden or (self._default_hidden and height is None)
        read: dict[int, _Read] = {}
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            reference = cell.get("r") or ""
            column = _column(reference) or column + 1
            read[column] = self._read_cell(cell, f"{self._name}!{reference or f'{_letters(column)}{number}'}")
        texts = {column: one.text.strip() for column, one in read.items() if one.text}
        is_head = not self._headings and number <= HEAD_ROWS and bool(headings(list(texts.values())))
        for column, one in read.items():
            left = "" if is_head else texts.get(column - 1, "")
            self._add(one, context(left, one.text, self._headings.get(column, "")))
            for span in self._hidden_columns:
                if one.text and span[0] <= column <= span[1]:
                    self._in_hidden_columns.setdefault(span, []).append(one.text)
        if is_head:
            self._headings = texts
        if hidden and texts:
            self._hidden_rows.append((number, " ".join(one.text for one in read.values() if one.text)))

    def _read_cell(self, cell: Element, where: str) -> _Read:
        """What a cell holds."""
        value, formula = "", ""
        kind = cell.get("t", "n")
        for child in cell:
            name = local(child)
            if name == "v":
                value = child.text or ""
            elif name == "is":
                value = SharedText.of(child).shown
            elif name == "f":
                formula = child.text or ""
        style = cell.get("s", "0")
        return _Read(where, self._shown(value, kind, style), formula, style)

    def _add(self, cell: _Read, before: str) -> None:
        """Add the text of a cell; ``before`` says what it is."""
        span = self._into.add(cell.text, cell.where, context=before)
        looks = self._book.styles.hiding(cell.style)
        if cell.text.strip() and looks:
            self._into.note(looks, cell.where, cell.text, span=span)
        if is_path(cell.formula):
            self._into.hide("file.metadata.path", f"{cell.where} 的公式", cell.formula)
        elif '"' in cell.formula:
            self._into.add(cell.formula, f"{cell.where} 的公式")
            literals = _LITERAL.findall(cell.formula)
            if len(literals) > 1 and not cell.text:
                self._into.add("".join(literals), f"{cell.where} 的公式")

    def _shown(self, value: str, kind: str, style: str) -> str:
        """A value as a person reads it."""
        if kind == "s":
            at = int(value or "-1")
            if not 0 <= at < len(self._book.shared):
                return ""
            self._book.shared[at].used = True
            return self._book.shared[at].shown
        if kind != "n" or not value:
            return value
        if self._book.styles.is_date(style):
            return self._date(value)
        if "E" in value.upper() or "." in value:
            return _number(value)
        return value

    def _date(self, value: str) -> str:
        try:
            start = datetime(1904, 1, 1) if self._book.is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
            moment = start + timedelta(days=float(value))
        except (ValueError, OverflowError):
            return value
        return f"{moment:%Y-%m-%d}" if float(value).is_integer() else f"{moment:%Y-%m-%d %H:%M}"

    def _report_hidden(self) -> None:
        """One finding for each run of hidden rows, one for each range of hidden columns."""
        runs: list[tuple[int, int, list[str]]] = []
        for number, text in self._hidden_rows:
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number, [*runs[-1][2][:20], text])
            else:
                runs.append((number, number, [text]))
        for first, last, said in runs:
            place = f"{self._name}!{first}:{last}"
            self._into.note("file.hidden_row", place, " ".join(said), note="隐藏的行")
        for (first, last), said in self._in_hidden_columns.items():
            place = f"{self._name}!{_letters(first)}:{_letters(last)}"
            self._into.note("file.hidden_row", place, " ".join(said[:40]), note="隐藏的列")


def _is_on(element: Element, name: str) -> bool:
    return element.get(name) in ("1", "true", "on")


def _number(value: str) -> str:
    """A number without exponent and without binary dust."""
    try:
        exact = Decimal(repr(float(value))) if "." in value else Decimal(value)
    except (InvalidOperation, ValueError):
        return value
    if not exact.is_finite() or abs(exact.adjusted()) > 30:
        return value
    plain = format(exact, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _column(reference: str) -> int:
    """The number of a column: A is 1; 0 for none."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    """The letters of a column."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
