"""HTML: cleaned to plain elements (nh3), then rebuilt; nothing that runs, loads or hides is in the copy."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import nh3
from lxml import etree, html

from gongkai.refusal import Refused
from gongkai.screening.cleaning.pieces import Edit, Note, Piece, refuse_empty, replaced
from gongkai.screening.cleaning.plain import decoded
from gongkai.screening.cleaning.xml import local, remove
from gongkai.screening.files.html import cell_contexts, is_unseen
from gongkai.screening.files.markup import READINGS, address_text, is_path, whole
from gongkai.screening.policies.model import Policy

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
    ]
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "col": {"span"},
}
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dt",
        "dd",
        "caption",
        "figcaption",
        "blockquote",
        "pre",
        "summary",
        "body",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "table",
        "tr",
        "ul",
        "ol",
        "dl",
        "figure",
        "details",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
    ]
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DROPPED = {"script": "metadata", "style": "metadata", "iframe": "embedded_object",
            "object": "embedded_object",
            "embed": "embedded_object", "form": "metadata", "template": "hidden_text",
            "noscript": "hidden_text",
            "svg": "embedded_object", "input": "hidden_text", "textarea": "hidden_text"}  # fmt: skip


def text_of(data: bytes) -> str:
    """The characters of an HTML file, by mark, declaration or content."""
    refuse_empty(data)
    declared = _CHARSET.search(data[:2048])
    if declared and declared[1].lower() in {b"gb2312", b"gbk", b"gb18030"}:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return decoded(data)[0]
    return decoded(data)[0]


_Stretch = list[tuple[etree._Element, bool]]
"""Text nodes that are read as one: an element, and whether its tail is meant."""


class HtmlDraft:
    """A page as pieces: one for each stretch of text between two blocks."""

    blackens = False

    def __init__(self, data: bytes) -> None:
        self.notes: list[Note] = []
        text = whole(re.sub(r"^\s*<\?xml[^>]*\?>", "", text_of(data)))
        try:
            page = html.document_fromstring(text)
        except (etree.ParserError, ValueError) as broken:
            raise Refused("damaged", "网页没有内容或者结构损坏", "请用浏览器另存一份") from broken
        title = page.findtext(".//title") or ""
        self._hidden(page)
        body = page.find("body")
        inner = "" if body is None else etree.tostring(body, encoding="unicode", method="html")
        clean = nh3.clean(
            inner, tags=set(_TAGS), attributes={key: set(names) for key, names in _ATTRIBUTES.items()},
            url_schemes={"http", "https"}, link_rel=None, strip_comments=True,
        )  # fmt: skip
        self.body = html.fragment_fromstring(clean, create_parent="body")
        self.title = title.strip()
        self._settle()
        self._stretches: list[_Stretch] = []
        self._stretch_of: dict[int, _Stretch] = {}
        self._first_word = 0
        self._gather()
        self._words = [
            (element, key)
            for element in self.body.iter()
            for key in ("alt", "title", "href", "src")
            if element.get(key)
        ]

    def _hidden(self, page: etree._Element) -> None:
        """Take out what a reader does not see, before the cleaner forgets that it was hidden."""
        for comment in list(page.iter(etree.Comment, etree.ProcessingInstruction)):
            self.notes.append(Note("comment", "网页", "注释"))
            remove(comment)
        for element in list(page.iter()):
            name = local(element)
            if is_unseen(element) and name not in {"html", "body"}:
                self.notes.append(Note("hidden_text", "网页", "不显示的内容"))
                remove(element)
            elif name in READINGS:
                self.notes.append(Note("hidden_text", "网页", "注音"))
                remove(element)
            elif name in _DROPPED:
                self.notes.append(Note(_DROPPED[name], "网页", f"<{name}>"))
                remove(element)
        if page.find(".//meta") is not None:
            self.notes.append(Note("metadata", "网页", "页面的元数据"))

    def _settle(self) -> None:
        """Pictures and links that only lead to local files or nowhere, and paths as alternative texts."""
        for element in self.body.iter():
            for key in ("alt", "title"):
                if is_path(element.get(key, "")):
                    del element.attrib[key]
                    self.notes.append(Note("metadata", "网页", "替代文字中的路径"))
        for element in self.body.iter("img", "a"):
            key = "src" if element.tag == "img" else "href"
            address = element.get(key, "")
            if not address.startswith(("mailto:", "tel:")) and (plain := address_text(address)) != address:
                element.set(key, plain)  # or nothing would be found in it
            if "\\" in address or (
                address.startswith("/") and address.startswith("//") is False and ":" in address
            ):
                del element.attrib[key]
                self.notes.append(Note("metadata", "网页", "指向本机文件的地址"))

    def _gather(self) -> None:
        """Text nodes between two blocks are one stretch: ``<b>1381234</b>5678`` is one number."""
        current: list[tuple[etree._Element, bool]] = []

        def flush() -> None:
            nonlocal current
            if current:
                self._stretches.append(current)
            current = []

        for event, element in etree.iterwalk(self.body, events=("start", "end")):
            name = local(element)
            if event == "start":
                if name in _BLOCKS or name == "br":
                    flush()
                if element.text:
                    current.append((element, False))
            else:
                if name in _BLOCKS:
                    flush()
                if element.tail and element is not self.body:
                    current.append((element, True))
        flush()

    def pieces(self) -> Sequence[Piece]:
        """Title, stretches, words in attributes."""
        found = [Piece(self.title, "网页标题")]
        labels: dict[etree._Element | None, str] = {}
        for table in self.body.iter("table"):
            labels.update(cell_contexts(table))
        for number, stretch in enumerate(self._stretches, start=1):
            text = "".join(_get(element, tail) for element, tail in stretch)
            where, before = f"第 {number} 段", self._before(stretch)
            label = labels.pop(_cell_of(stretch[0][0]), "").rstrip("：")
            if label and before != "：":
                found.append(Piece(label, where, context=True, before=before))
                before = "："
            self._stretch_of[len(found)] = stretch
            found.append(Piece(text, where, before=before))
        self._first_word = len(found)
        for element, key in self._words:
            found.append(Piece(element.get(key, ""), f"<{local(element)} {key}>", before="\n\n"))
        return found

    @staticmethod
    def _before(stretch: list[tuple[etree._Element, bool]]) -> str:
        """Cells of a row are read as a sentence."""
        element, tail = stretch[0]
        cell = _cell_of(element)
        if tail or cell is None or cell.getprevious() is None:
            return "\n"
        label = "".join(cell.getprevious().itertext()).strip()
        return "：" if 0 < len(label) <= 10 and not any(map(str.isdigit, label)) else "；"

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The rebuilt page, in UTF-8."""
        title = replaced(self.title, edits.get(0, ()))
        for index, some in edits.items():
            if index in self._stretch_of:
                _change(self._stretch_of[index], some)
            elif index >= self._first_word:
                element, key = self._words[index - self._first_word]
                element.set(key, replaced(element.get(key, ""), some))
        head = etree.Element("head")
        etree.SubElement(head, "meta", charset="utf-8")
        etree.SubElement(head, "title").text = title
        page = etree.Element("html", lang="zh-CN")
        page.append(head)
        page.append(self.body)
        data: bytes = etree.tostring(page, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")
        return data


def _cell_of(element: etree._Element) -> etree._Element | None:
    """The cell of a table that an element is or stands in."""
    return next((one for one in (element, *element.iterancestors()) if local(one) in {"td", "th"}), None)


def _get(element: etree._Element, tail: bool) -> str:
    return (element.tail if tail else element.text) or ""


def _change(stretch: list[tuple[etree._Element, bool]], edits: Sequence[Edit]) -> None:
    """Replace spans over several text nodes; the words stand where the span begins."""
    at = 0
    for element, tail in stretch:
        text = _get(element, tail)
        end = at + len(text)
        inside = [
            Edit(max(one.start, at) - at, min(one.end, end) - at, one.replacement if one.start >= at else "")
            for one in edits
            if max(one.start, at) < min(one.end, end)
        ]
        at = end
        new = replaced(text, inside)
        if tail:
            element.tail = new
        else:
            element.text = new


def open_html(data: bytes, _policy: Policy, _pictures: Container[int]) -> HtmlDraft:
    """A page as a draft. Raises Refused."""
    return HtmlDraft(data)
