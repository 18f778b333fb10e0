"""Web pages of any office: layout tables, merged cells, junk between the words."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Grid, Line, Paper, Spanned, spread
from gongkai.screening.files.markup import BLOCKS, whole

_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|div|p|h1|meta|article|section)\b", re.IGNORECASE
)
_BREAKING = BLOCKS | {"br"}
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "iframe",
        "object",
        "svg",
        "select",
        "button",
        "textarea",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LAYOUT = 600
"""A cell with more characters than this holds a page, not a figure or a label."""
_PARAGRAPHS = 8
"""A cell with more of them holds a page, however short."""
_LABEL = 60
"""Characters of the longest label of a statutory table, its note included."""
_MAX_TABLES = 2_000
_UNREADABLE = Refused("bad-html", "网页不完整，读不出内容", "请重新保存网页再检查")


def looks_so(text: str) -> bool:
    """Whether the text is HTML, told by a tag near its beginning."""
    return _START.search(text[:4096]) is not None


def read(text: str) -> Paper:
    """Paragraphs and tables of a page. Raises Refused for entity declarations and for what is no HTML."""
    if re.search(r"<!ENTITY", text[:65536], re.IGNORECASE):
        raise Refused("entities", "网页中有实体声明（<!ENTITY>），不予读取", "请重新保存网页再检查")
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    clean = re.sub("[\x00-\x08\x0b\x0e-\x1f]", "", text)
    try:
        root = etree.fromstring(whole(clean).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as wrong:
        raise _UNREADABLE from wrong
    if root is None:
        raise _UNREADABLE
    if any("depth" in one.message for one in parser.error_log):
        raise Refused(
            "too-deep", "网页的标签嵌套过深，后面的内容读不出来", "请重新保存网页，或者另存为 DOCX 再检查"
        )
    if sum(1 for _ in root.iter("table")) > _MAX_TABLES:
        raise Refused("too-many-tables", f"网页中的表格超过 {_MAX_TABLES} 个", "请只检查年度报告本身")
    title = root.find(".//head/title")
    walker = _Walker()
    walker.walk(root)
    return Paper(
        "html", tuple(walker.parts), title=_squeeze("".join(title.itertext())) if title is not None else ""
    )


def _squeeze(text: str) -> str:
    """White space as a browser shows it; other blanks (U+3000, U+00A0) stay."""
    return _SPACES.sub(" ", text).strip(" ")


def _skipped(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


class _Walker:
    """Collects lines and tables in reading order, without recursion."""

    def __init__(self) -> None:
        self.parts: list[Line | Grid] = []
        self.words: list[str] = []
        self.heading = False

    def walk(self, root: Any) -> None:
        """All that a reader of the page sees below ``root``."""
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                self._flush(tag)
                self.words.append(element.tail or "")
                continue
            if _skipped(element):
                events.skip_subtree()
                continue
            self._flush(tag)
            if tag == "table" and (grid := _grid(element)) is not None:
                self.parts.append(grid)
                events.skip_subtree()
                continue
            self.heading = self.heading or tag in _HEADINGS
            self.words.append(element.text or "")
        self._flush("body")

    def _flush(self, tag: str) -> None:
        if tag not in _BREAKING:
            return
        text = _squeeze("".join(self.words))
        if text.strip():
            self.parts.append(Line(text, heading=self.heading))
        self.words = []
        self.heading = False


def _text(element: Any) -> str:
    """The visible words of a cell in one line; a script inside is junk."""
    words = []
    events = etree.iterwalk(element, events=("start", "end"))
    for event, one in events:
        if event == "end":
            words.append((one.tail or "") if one is not element else "")
        elif _skipped(one):
            events.skip_subtree()
        else:
            words.append(one.text or "")
    return _squeeze("".join(words))


def _rows(table: Any) -> list[Any]:
    """The rows of the table itself, not those of tables inside."""
    groups = [table, *(one for one in table if one.tag in {"thead", "tbody", "tfoot"})]
    return [row for group in groups for row in group if row.tag == "tr"]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _single(table: Any) -> bool:
    return sum(1 for _ in table.iter("td", "th")) <= 1


def _grid(table: Any) -> Grid | None:
    """The table as a grid; ``None`` where it only lays out the page."""
    inner = (one for one in table.iter("table") if one is not table)
    if not all(_single(one) for one in inner):
        return None
    rows: list[list[Spanned]] = []
    for row in _rows(table):
        cells = [(_text(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in _cells(row)]
        if any(len(text) > _LAYOUT for text, _, _ in cells) or any(map(_is_page, _cells(row))):
            return None
        rows.append(cells)
    if sum(len(row) for row in rows) <= 2:
        return None
    return spread(rows)


def _is_page(cell: Any) -> bool:
    """Whether a cell holds a heading, or as many paragraphs as no figure or label has; a label set one or
    two characters a paragraph is short."""
    paragraphs = [len(words) for one in cell.iter("p") if (one.text or len(one)) and (words := _text(one))]
    many = len(paragraphs) > _PARAGRAPHS and sum(paragraphs) > _LABEL
    return many or next(cell.iter(*_HEADINGS), None) is not None


def _span(cell: Any, name: str) -> int:
    given = (cell.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
