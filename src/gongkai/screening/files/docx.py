"""DOCX: body, tables, headers, footers, notes, text boxes, comments, revisions, hidden text, fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice

from gongkai.screening.files.archives import Archive
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.fields import contexts
from gongkai.screening.files.markup import Element, attribute, is_path, local, parse
from gongkai.screening.files.ooxml import alternative, note_mostly_pictures, read_package
from gongkai.screening.files.wordstyles import Looks, Styles, symbol

_STORIES = (
    ("document", ""), ("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"),
    ("comments", "批注"),
)  # fmt: skip
_NAME = re.compile(r"^word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml$")
_CHANGES = frozenset(
    [
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tcPrChange",
        "trPrChange",
        "tblGridChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
    ]
)
_NOTES = {"footnote": "脚注", "endnote": "尾注", "comment": "批注"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(data: bytes, into: Collector) -> None:
    """A DOCX file, every part of it."""
    archive = Archive(data)
    found = {name: _NAME.match(name) for name in archive.names()}
    stories = sorted(
        (name for name, match in found.items() if match),
        key=lambda name: ([story for story, _ in _STORIES].index(_NAME.sub(r"\1", name)), name),
    )
    main = [name for name in archive.names() if re.fullmatch(r"word/document\d*\.xml", name)]
    if not main:
        raise ValueError("no document part")
    styles = Styles(
        parse(archive.read("word/styles.xml"), "word/styles.xml") if "word/styles.xml" in archive else None
    )
    for name in styles.telling_names():
        into.add(name, "样式名")
    for name in stories:
        story = _NAME.sub(r"\1", name)
        _Story(into, styles, dict(_STORIES)[story]).read(parse(archive.read(name), name))
    note_mostly_pictures(archive, into, "word/media/")
    read_package(archive, into, set(stories))


_NAMED = {"bookmarkStart": "name", "attr": "val"}
"""Bookmarks and properties of smart tags: the attribute that holds what they say."""
_BY_WORD = re.compile(r"_[A-Za-z]+_?\d{0,10}|OLE_LINK\d{1,4}")
"""Names that Word gives to bookmarks."""
_CONTROL = ("alias", "tag", "listItem", "listEntry", "helpText", "statusText", "default")
"""Properties of content controls and form fields that hold text."""


@dataclass(frozen=True, slots=True)
class _State:
    """How a piece of text stands in the document."""

    deleted: bool = False
    inserted: bool = False
    author: str = ""
    looks: Looks = field(default_factory=Looks)


@dataclass(slots=True)
class _Lines:
    """The text of one paragraph, sorted by how it stands there."""

    shown: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    author: str = ""


class _Story:
    """One story of the document: the body, a header, the footnotes."""

    def __init__(self, into: Collector, styles: Styles, label: str) -> None:
        self._into = into
        self._styles = styles
        self._label = label
        self._paragraphs = 0
        self._tables = 0
        self._notes = 0
        self._formatting = 0
        self._lines = _Lines()
        self._boxes: list[Element] = []
        self._where = ""
        self._is_comment = label == "批注"
        self._context = ""

    def read(self, root: Element) -> None:
        """Read the story."""
        self._blocks(root, "", _State())
        if self._formatting:
            note = f"{self._formatting} 处格式修订"
            self._into.note("file.tracked_change", self._label or "全文", note=note)

    def _blocks(self, element: Element, place: str, state: _State) -> None:
        """Block-level content: paragraphs, tables, and what wraps them."""
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child, place, state)
            elif name == "tbl":
                self._table(child, place, state)
            elif name in _NOTES:
                self._notes += not attribute(child, "type")
                where = f"{_NOTES[name]} {self._notes}"
                self._blocks(child, where, replace(state, author=attribute(child, "author")))
            elif name == "altChunk":
                self._into.note("file.embedded_object", place or "全文", "altChunk")
            elif name in _CHANGES:
                self._formatting += 1
            elif name == "sdtPr":
                self._control(child, place)
            elif name in _NAMED:
                self._named(child, place or self._label or "正文")
            else:
                self._blocks(child, place, self._changed(name, child, state))

    def _named(self, element: Element, where: str) -> None:
        """What a bookmark or smart tag says, unless Word itself named it."""
        said = attribute(element, _NAMED[local(element)])
        self._into.add("" if _BY_WORD.fullmatch(said) else said, f"{where}的标记")

    def _control(self, properties: Element, place: str) -> None:
        """What a content control says beside its text: title, tag, the choices that it offers."""
        for element in properties.iter():
            if local(element) in _CONTROL:
                for key in ("val", "displayText", "value"):
                    self._into.add(attribute(element, key), f"{place or self._label or '正文'}的控件")

    def _changed(self, name: str, element: Element, state: _State) -> _State:
        """The state inside an element that may be a tracked change."""
        if name in ("del", "moveFrom"):
            return replace(state, deleted=True, author=attribute(element, "author"))
        if name in ("ins", "moveTo"):
            return replace(state, inserted=True, author=attribute(element, "author"))
        return state

    def _table(self, table: Element, place: str, state: _State) -> None:
        self._tables += 1
        number = self._tables
        for properties in table.iterchildren("{*}tblPr"):
            for element in properties:
                alternative(element, self._into, f"{place or self._label}表 {number} ")
        rows = [row for row in table.iter() if local(row) == "tr" and _owner(row) is table]
        cells = [
            [cell for cell in row.iter() if local(cell) == "tc" and _owner_row(cell) is row] for row in rows
        ]
        befores = contexts([[_said(cell) for cell in row] for row in cells])
        for row_number, (row, inside, before) in enumerate(zip(rows, cells, befores, strict=True), 1):
            gone = any(local(child) == "del" for props in row if local(props) == "trPr" for child in props)
            for column, cell in enumerate(inside, 1):
                where = f"{place or self._label}表 {number} 第 {row_number} 行第 {column} 列"
                looks = replace(
                    state.looks, shaded=state.looks.shaded or self._styles.is_shaded(cell, "tcPr")
                )
                self._context = before[column - 1]
                self._blocks(cell, where, replace(state, looks=looks, deleted=state.deleted or gone))
                self._context = ""

    def _paragraph(self, paragraph: Element, place: str, state: _State) -> None:
        """One paragraph; its text boxes follow it."""
        if not place:
            self._paragraphs += 1
        outer, self._lines = self._lines, _Lines(author=state.author)
        boxes, self._boxes = self._boxes, []
        outer_where, self._where = self._where, place or self._label or f"第 {self._paragraphs} 段"
        looks = self._styles.paragraph(paragraph, state.looks)
        for child in paragraph:
            self._walk(child, replace(state, looks=looks))
        self._emit()
        inner, self._boxes = self._boxes, boxes
        for box in inner:
            self._blocks(box, f"{self._where}的文本框", state)
        self._lines, self._where = outer, outer_where

    def _emit(self) -> None:
        """Hand over the text of the paragraph."""
        lines, where, into = self._lines, self._where, self._into
        shown = "".join(lines.shown)
        if self._is_comment:
            into.hide("file.comment", where, shown, note=f"作者 {lines.author}" if lines.author else "")
        else:
            into.add(shown, where, gap="\n", context=self._context)
            self._context = "" if shown.strip() else self._context
        for rule, pieces in (
            ("file.tracked_change", lines.deleted), ("file.hidden_text", lines.hidden),
            ("file.hidden_text.white", lines.faint),
        ):  # fmt: skip
            if "".join(pieces).strip():
                by = f"删去，作者 {lines.author}" if pieces is lines.deleted and lines.author else ""
                into.hide(rule, where, "".join(pieces), note=by)
        if lines.inserted:
            into.note(
                "file.tracked_change", where, "".join(lines.inserted), note=f"增加，作者 {lines.author}"
            )
        code = "".join(lines.codes).strip()
        if code and (is_path(code) or re.search(r"[^\x00-\x7f]|\d{4}|@", code)):
            if is_path(code):
                into.hide("file.metadata.path", where, code)
            else:
                into.add(code, f"{where}的域代码")

    def _walk(self, element: Element, state: _State) -> None:
        """Inline content."""
        name = local(element)
        if name == "r":
            state = replace(state, looks=self._styles.run(element, state.looks))
        elif name in ("del", "moveFrom", "ins", "moveTo"):
            state = self._changed(name, element, state)
        elif name in ("t", "delText"):
            self._text(element.text or "", state, deleted=name == "delText")
            return
        elif name in _MARKS and not len(element):
            self._text(_MARKS[name], state)
            return
        elif name == "sym":
            self._text(symbol(element), state)
            return
        elif name in ("instrText", "delInstrText"):
            self._lines.codes.append(element.text or "")
            return
        elif name == "txbxContent":
            self._boxes.append(element)
            return
        elif name in _CHANGES:
            self._formatting += 1
            return
        elif name == "rt":
            self._into.add("".join(element.itertext()), f"{self._where}的注音")
            return
        self._other(name, element)
        if name == "AlternateContent":
            self._choice(element, state)
            return
        for child in element:
            self._walk(child, state)

    def _other(self, name: str, element: Element) -> None:
        """What a paragraph holds besides text."""
        alternative(element, self._into, self._where)
        if name in ("OLEObject", "control", "movie", "altChunk"):
            self._into.note("file.embedded_object", self._where, attribute(element, "ProgID") or name)
        elif name == "fldSimple":
            self._lines.codes.append(attribute(element, "instr"))
        elif name in ("sdtPr", "ffData"):
            self._control(element, self._where)
        elif name in _NAMED:
            self._named(element, self._where)
        elif name == "numPr" or name == "rPr":
            change = [child for child in element if local(child) in ("ins", "del")]
            if change and not self._lines.author:
                self._lines.author = attribute(change[0], "author")

    def _choice(self, element: Element, state: _State) -> None:
        """Modern and fallback form of the same thing: the second only where it says something else."""
        said: set[str] = set()
        for child in element:
            text = re.sub(r"\s", "", "".join(child.itertext()))
            if text and text in said:
                continue
            if said and text:
                self._text("\n", state)
            said.add(text)
            self._walk(child, state)

    def _text(self, text: str, state: _State, *, deleted: bool = False) -> None:
        lines = self._lines
        if state.deleted or deleted:
            lines.deleted.append(text)
        elif state.looks.hidden:
            lines.hidden.append(text)
        elif state.looks.is_faint and text.strip():
            lines.faint.append(text)
        else:
            lines.shown.append(text)
            if state.inserted:
                lines.inserted.append(text)
        if state.author and not lines.author:
            lines.author = state.author


_CELL_SAYS = 200
"""Pieces of text of a cell that are looked at to tell what it is."""


def _said(cell: Element) -> str:
    """The text of a cell."""
    texts = (one.text or "" for one in islice(cell.iter("{*}t"), _CELL_SAYS))
    return "".join(texts).strip()


def _owner(row: Element) -> Element:
    """The table that a row belongs to."""
    parent = row.getparent()
    while parent is not None and local(parent) != "tbl":
        parent = parent.getparent()
    return parent


def _owner_row(cell: Element) -> Element:
    """The row that a cell belongs to."""
    parent = cell.getparent()
    while parent is not None and local(parent) != "tr":
        parent = parent.getparent()
    return parent
