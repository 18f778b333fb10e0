"""The text of a Word part, paragraph by paragraph over all its runs, and how a span of it is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from gongkai.screening.cleaning.docx.revisions import W
from gongkai.screening.cleaning.grid import header_row
from gongkai.screening.cleaning.pieces import Edit, Piece, replaced
from gongkai.screening.cleaning.xml import local, remove

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTS = frozenset({W + "t", M + "t", A + "t", W + "instrText"})
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    A + "br": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
_PARAGRAPHS = frozenset({W + "p", A + "p"})
_ATTRIBUTES = {
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "shape": ("alt", "title"),
    "rect": ("alt", "title"),
    "textbox": ("alt", "title"),
    "imagedata": ("title",),
    "textpath": ("string",),
    "hyperlink": (W + "tooltip",),
    "tblCaption": (W + "val",),
    "tblDescription": (W + "val",),
    "lvlText": (W + "val",),
}
"""Attributes that hold words."""
_NAMES = {"docPr": "name", "cNvPr": "name"}
_DRAWN = "{urn:schemas-microsoft-com:vml}"
_SPID = "{urn:schemas-microsoft-com:office:office}spid"


@dataclass(slots=True)
class Stretch:
    """Text over several elements: a paragraph."""

    nodes: list[tuple[etree._Element, str]]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(text for _, text in self.nodes)

    def change(self, edits: Sequence[Edit]) -> None:
        """Replace spans; the replacement stands in the run in which the span begins."""
        at = 0
        for element, text in self.nodes:
            inside = list(_within(edits, at, at + len(text)))
            at += len(text)
            if not inside:
                continue
            if element.tag in _SIGNS:
                _sign(element, "".join(edit.replacement for edit in inside))
                continue
            element.text = replaced(text, inside)
            element.set(SPACE, "preserve")


def _sign(element: etree._Element, words: str) -> None:
    """A tab or break within a span: it goes, or becomes the replacement's text."""
    if not words:
        remove(element)
        return
    namespace = A if str(element.tag).startswith(A) else W
    element.tag = namespace + "t"
    element.attrib.clear()
    element.text = words


def _within(edits: Sequence[Edit], start: int, end: int) -> Iterator[Edit]:
    """The part of each edit between two offsets, counted from the first."""
    for edit in edits:
        low, high = max(edit.start, start), min(edit.end, end)
        if low < high:
            words = edit.replacement if edit.start >= start else ""
            yield Edit(low - start, high - start, words)


@dataclass(slots=True)
class Attribute:
    """Words in an attribute or in an element of their own."""

    element: etree._Element
    key: str

    @property
    def text(self) -> str:
        """The words."""
        return (self.element.get(self.key) if self.key else self.element.text) or ""

    def change(self, edits: Sequence[Edit]) -> None:
        """Replace spans."""
        words = replaced(self.text, edits)
        if self.key:
            self.element.set(self.key, words)
        else:
            self.element.text = words


Target = Stretch | Attribute


def stretches(root: etree._Element) -> dict[etree._Element, Stretch]:
    """The paragraphs of a part in their order; text boxes and codes of fields stand by themselves."""
    found: dict[etree._Element, Stretch] = {}
    for element in root.iter():
        if element.tag in _PARAGRAPHS:
            found[element] = Stretch([])
            continue
        text = element.text or "" if element.tag in _TEXTS else _SIGNS.get(str(element.tag), "")
        if not text or (element.tag == W + "tab" and local(_parent(element)) == "tabs"):
            continue
        if element.tag == W + "instrText":
            found[element] = Stretch([(element, text)])
            continue
        owner = next((one for one in element.iterancestors() if one.tag in _PARAGRAPHS), None)
        if owner is None:
            owner = _parent(element)
            found.setdefault(owner, Stretch([]))
        found[owner].nodes.append((element, text))
    return found


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def attributes(root: etree._Element) -> Iterator[Attribute]:
    """Words outside paragraphs: alternative texts, captions, values in charts. Names become neutral."""
    number = 0
    _rename_drawn(root)
    for element in root.iter():
        name = local(element)
        if name in _NAMES and element.get(_NAMES[name]):
            number += 1
            element.set(_NAMES[name], f"图形 {number}")
        for key in _ATTRIBUTES.get(name, ()):
            words = element.get(key)
            if words and _is_path(words):
                del element.attrib[key]
            elif words:
                yield Attribute(element, key)
        if element.tag == C + "v" and element.text:
            yield Attribute(element, "")


def _rename_drawn(root: etree._Element) -> None:
    """Neutral ids for shapes of VML, which take any name that their author gave them; references follow."""
    drawn = [one for one in root.iter() if str(one.tag).startswith(_DRAWN) and one.get("id")]
    fresh = {one.get("id", ""): f"shape{number}" for number, one in enumerate(drawn, start=1)}
    for element in root.iter() if fresh else ():
        is_drawn = str(element.tag).startswith(_DRAWN)
        for key, value in element.attrib.items():
            name, said = str(key), str(value)
            if name == "type" and is_drawn and said[:1] == "#":
                element.set(key, f"#{fresh.get(said[1:], 'shape')}")
            elif (name == "id" and is_drawn) or name == "ShapeID" or name == _SPID:
                element.set(key, fresh.get(said, "shape"))


def _is_path(words: str) -> bool:
    """Whether an alternative text is the path of a file."""
    return "\\" in words or "file:" in words.casefold() or words.startswith("/")


def part_pieces(root: etree._Element, place: str, *, counted: bool) -> Iterator[tuple[Piece, Target | None]]:
    """The pieces of one part with what they change; a table's cells come with the header of their column."""
    labels, befores = _tables(root)
    for number, (element, stretch) in enumerate(stretches(root).items(), start=1):
        if not stretch.nodes:
            continue
        where = f"{place}第 {number} 段" if counted else place
        before = befores.get(element, "\n")
        label = labels.get(element, "")
        if label:
            yield Piece(label, where, context=True, before=before), None
            before = "："
        yield Piece(stretch.text, where, before=before), stretch
    for attribute in attributes(root):
        yield Piece(attribute.text, f"{place}（图形或者说明）", before="\n\n"), attribute


def _tables(root: etree._Element) -> tuple[dict[etree._Element, str], dict[etree._Element, str]]:
    """For a cell's first paragraph: the header of its column, and what joins it to the cell before."""
    labels: dict[etree._Element, str] = {}
    befores: dict[etree._Element, str] = {}
    for table in root.iter(W + "tbl"):
        rows = [list(row.iterchildren(W + "tc")) for row in table.iterchildren(W + "tr")]
        grid = [["".join(cell.itertext(W + "t")).strip() for cell in row] for row in rows]
        head = header_row(grid)
        for index, row in enumerate(rows):
            for column, cell in enumerate(row):
                first = next(cell.iterchildren(W + "p"), None)
                if first is None:
                    continue
                if column:
                    befores[first] = "：" if _is_label(grid[index][column - 1]) else "；"
                if head is not None and index > head and column < len(grid[head]):
                    labels[first] = grid[head][column]
    return labels, befores


def _is_label(text: str) -> bool:
    """Whether a cell names what stands in the next one: 姓名, 联系电话."""
    return 0 < len(text) <= 10 and not any(map(str.isdigit, text))
