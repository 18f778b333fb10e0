"""HTML: visible text block by block; comments, hidden elements and metadata besides. Scripts are refused."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from gongkai.refusal import Refused
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.fields import contexts
from gongkai.screening.files.image import read_page, read_picture
from gongkai.screening.files.markup import (
    BLOCKS,
    READINGS,
    Element,
    address_text,
    attribute,
    is_path,
    local,
    whole,
)
from gongkai.screening.files.texts import decode

_ACTIVE = frozenset(["script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal"])
_UNSEEN = frozenset(["template", "noscript", "noframes", "datalist"])
_SPOKEN = (
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "summary",
    "content",
    "value",
    "label",
    "cite",
    "datetime",
)
_ADDRESSES = ("href", "src", "action", "background", "poster", "longdesc", "data")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*1px"
    r"|opacity\s*:\s*0?(?:(?<=0)|\.0\d*)(?![.\d])|unicode-bidi\s*:\s*(?:bidi-)?override"
    r"|(?<![-\w])color\s*:\s*(?:transparent|white|#fff\b|#(?:f[c-f]){3}\b|rgba?\((?:\s?25[2-5]\s?[,\s]){2}\s?25[2-5]\b)"
    r"|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:100|[5-9]\d)%|circle\(\s*0)|transform\s*:[^;]{0,200}scale[xy]?\(\s*0\s*[,)]"
    r"|(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_CODED = re.compile(r"(?i)^[\s\x00-\x1f]*(?:java|vb)script\s*:|^data:(?:text/html|image/svg)")
_IGNORED = re.compile("[\t\r\n\0]")
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})[ \t\r\n\f]?")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATA = re.compile(r"^data:image/(?:png|jpe?g|tiff)[^,]*;base64,(.*)$", re.IGNORECASE | re.DOTALL)
_TELLS = re.compile(r"\d{7}|@|[\u4e00-\u9fff]{2}")
_SAID_BY_STYLE = re.compile(
    r"/\*(.*?)\*/|(?:content|(?<![\w-])--[\w-]{1,100})\s*:\s*(\"[^\"]*\"|'[^']*')|(url\([^)]{1,2000}\))",
    re.IGNORECASE | re.DOTALL,
)
_DATA_IN_STYLE = re.compile(r"url\(\s*[\"']?(data:[^)\"'\s]+)", re.IGNORECASE)
_CANDIDATE = re.compile(r"data:[^,\s]*,[^,\s]+|[^\s,]+", re.IGNORECASE)
_CODECS = {"gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-8": "utf-8"}


def read_html(data: bytes, into: Collector) -> None:
    """An HTML page. Raises Refused for scripts and other active content."""
    text = whole(decoded(data))
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise Refused("doctype", "网页带有实体声明，可能是实体攻击", "请核实文件来源")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise Refused("damaged", "网页中没有内容", "请重新导出或者另存一份")
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise Refused("too-deep", "网页的嵌套过深，无法读完", "请简化后再检查")
    _refuse_active(root)
    _Page(into, _hiding_selectors(root)).walk(root)


def is_unseen(element: Element) -> bool:
    """Whether an element hides its text by itself, or shows it backwards."""
    return (
        "hidden" in element.attrib
        or _HIDING.search(element.get("style", "")) is not None
        or (local(element).lower() == "bdo" and element.get("dir", "").lower() == "rtl")
    )


def decoded(data: bytes, charset: str = "") -> str:
    """The text of a page: by ``charset`` (what a server said), else its own, where it is one that we know."""
    named = _CHARSET.search(data[:4096])
    own = named[1].decode("ascii", "replace") if named else ""
    codec = _CODECS.get(charset.lower()) or _CODECS.get(own.lower(), "")
    if codec and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            return decode(data)
    return decode(data)


def _refuse_active(root: Element) -> None:
    """Refuse a page that does something by itself."""
    for element in root.iter(etree.Element):
        name = local(element).rpartition(":")[2].lower()
        if name in _ACTIVE:
            raise _active(f"<{name}>")
        if name == "meta" and attribute(element, "http-equiv").lower() == "refresh":
            raise _active("自动跳转")
        for key, value in element.attrib.items():
            plain = _IGNORED.sub("", value)  # as browsers read an address
            if key.lower().startswith("on") or _CODED.match(plain) or "srcdoc" in key:
                raise _active(f"<{name[:20]}> 的 {key[:20]}")


def _active(what: str) -> Refused:
    return Refused("active-content", f"网页带有脚本或者活动内容：{what}", "请去掉脚本，另存为静态网页")


def _hiding_selectors(root: Element) -> frozenset[str]:
    """Last parts of the style sheet's selectors that hide what they match."""
    found: set[str] = set()
    for style in root.iter("style"):
        for rule in (style.text or "").split("}"):
            selectors, _, body = rule.rpartition("{")
            if _HIDING.search(body):
                last = selectors.rpartition("{")[2]
                found.update(one.split()[-1].lower() for one in last.split(",") if one.split())
    return frozenset(found)


class _Page:
    """One pass over a page, without recursion: a hostile page nests as deep as it likes."""

    def __init__(self, into: Collector, hiding: frozenset[str]) -> None:
        self._into = into
        self._hiding = hiding
        self._line: list[str] = []
        self._blocks = 0
        self._hidden_at: Element = None
        self._contexts: dict[Element, str] = {}
        self._context = ""
        self._beside: Element = None
        self._reading: list[str] = []

    def walk(self, root: Element) -> None:
        """Collect everything."""
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._start(element)
            elif event == "end":
                self._end(element)
            else:
                self._into.hide("file.comment", self._where(), element.text or "")
            if event != "start" and element.tail:
                self._say(element.tail)
        self._flush()

    def _say(self, text: str) -> None:
        """Text of the line, or of a reading over it."""
        (self._line if self._beside is None else self._reading).append(text)

    def _where(self) -> str:
        return f"第 {max(self._blocks, 1)} 段"

    def _start(self, element: Element) -> None:
        name = local(element).lower()
        if name in BLOCKS:
            self._flush()
        if name == "table":
            self._contexts.update(cell_contexts(element))
        elif name in ("td", "th"):
            self._context = self._contexts.pop(element, "")
        if name == "br":
            self._line.append("\n")
        if self._hidden_at is None and self._hides(element, name):
            self._flush()
            self._hidden_at = element
        if name == "style":
            self._style(element.text or "", "样式表")
            return
        self._attributes(element, name)
        if name in READINGS and self._beside is None:
            self._beside = element
        if element.text:
            self._say(element.text)

    def _end(self, element: Element) -> None:
        if local(element).lower() in BLOCKS or element is self._hidden_at:
            self._flush()
        if element is self._hidden_at:
            self._hidden_at = None
        if element is self._beside:
            self._into.add("".join(self._reading), f"{self._where()}的注音")
            self._beside, self._reading = None, []

    def _flush(self) -> None:
        text = "".join(self._line)
        self._line = []
        text = re.sub(r"[ \t\r\f]*\n\s*", "\n", text).strip()
        if not text:
            return
        self._blocks += 1
        if self._hidden_at is not None:
            self._into.hide("file.hidden_text", self._where(), text)
        else:
            self._into.add(text, self._where(), gap="\n", context=self._context)
            self._context = ""

    def _hides(self, element: Element, name: str) -> bool:
        if name in _UNSEEN or is_unseen(element):
            return True
        if element.get("color", "").lower() in ("white", "#ffffff", "#fff"):
            return True
        return bool(self._hiding) and any(key in self._hiding for key in _selectors(element, name))

    def _attributes(self, element: Element, name: str) -> None:
        where = self._where()
        if name == "meta":
            value = element.get("content", "")
            label = element.get("name") or element.get("property") or ""
            if value and label and label.lower() not in ("viewport", "renderer"):
                self._into.hide("file.metadata.page", f"网页元数据 {label[:40]}", value)
            return
        if name == "input" and element.get("type", "").lower() == "hidden":
            self._into.hide("file.hidden_text", where, element.get("value", ""))
            return
        for key, value in element.attrib.items():
            lowered = key.lower().rpartition(":")[2]
            if lowered == "srcset":
                for candidate in _CANDIDATE.findall(value):
                    self._address(candidate, where)
            elif lowered in _ADDRESSES or is_path(value):
                self._address(value, where)
            elif lowered == "style":
                self._style(value, f"{where}的样式")
            elif lowered in _SPOKEN or lowered.startswith(("data-", "aria-")) or _TELLS.search(value):
                self._into.add(value, f"{where}的 {lowered[:30]}")

    def _style(self, rules: str, where: str) -> None:
        """What a style sheet says by itself: its comments, and text that it puts on the page."""
        rules = _ESCAPE.sub(_escaped, rules)
        for found in _DATA_IN_STYLE.finditer(rules):
            self._address(found[1], where)
        for found in _SAID_BY_STYLE.finditer(rules):
            said = next(one for one in found.groups() if one is not None)
            if _TELLS.search(said):
                self._into.hide("file.hidden_text", where, said.strip("\"'"))

    def _address(self, value: str, where: str) -> None:
        picture = _DATA.match(value.strip())
        if picture:
            try:
                data = base64.b64decode(picture[1], validate=False)
            except binascii.Error:
                return
            read_picture(data, self._into, f"{where}的图片")
            read_page(data, self._into, f"{where}的图片")
        elif value.lower().startswith("data:"):
            self._into.note("file.embedded_object", where, value[:60])
        elif is_path(value):
            self._into.hide("file.metadata.path", where, value)
        else:
            self._into.add(address_text(value), f"{where}的链接")


def _escaped(found: re.Match[str]) -> str:
    """The character that an escape of a style sheet stands for."""
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""


_CELLS, _CELL_SAYS = 50_000, 50
"""Cells of a table whose fields are looked for; pieces of text of a cell that are looked at."""


def cell_contexts(table: Element) -> dict[Element, str]:
    """What stands before the cells of a table, without those of tables inside."""
    rows = [
        row for child in table for row in ((child,) if local(child).lower() == "tr" else child)
        if local(row).lower() == "tr"
    ]  # fmt: skip
    cells = [[cell for cell in row if local(cell).lower() in ("td", "th")] for row in rows]
    if sum(map(len, cells)) > _CELLS:
        return {}
    said = [["".join(islice(cell.itertext(), _CELL_SAYS)).strip() for cell in row] for row in cells]
    return {
        cell: before
        for row, befores in zip(cells, contexts(said), strict=True)
        for cell, before in zip(row, befores, strict=True)
        if before
    }


def _selectors(element: Element, name: str) -> Iterator[str]:
    yield name
    if element.get("id"):
        yield f"#{element.get('id').lower()}"
    for word in element.get("class", "").lower().split():
        yield f".{word}"
        yield f"{name}.{word}"
