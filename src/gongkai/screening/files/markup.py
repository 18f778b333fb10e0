"""Markup of strangers: XML of office files, read without entities, without a document type and without the
network; which elements of a web page begin a line of their own.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from lxml import etree

from gongkai.refusal import Refused

Element = Any
"""An lxml element; the library has no types of its own."""

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre",
    "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title",
    "tr", "ul",
))  # fmt: skip
"""Elements of HTML that a browser sets on lines of their own."""

READINGS = frozenset(["rt", "rp", "rtc"])
"""What stands over a word in HTML: its reading, not a part of it."""
_END = re.compile(r"</(?:html|body)\b[^<>]*>", re.IGNORECASE)

PATH = re.compile(r"(?i)file:/{2,}|(?<![a-z])[a-z]:[\\/](?![/])|\\\\[\w.$-]+\\|/(?:home|Users)/\w")
"""An address inside a computer or an inner network."""


def whole(text: str) -> str:
    """A page without the tags that end it: browsers show what follows them, the parser forgets it."""
    return _END.sub("", text)


def parse(data: bytes, name: str) -> Element:
    """The root element of an XML member. Raises Refused for a document type and for broken XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _doctype(name)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Refused("damaged", f"文件中的 {name[:80]} 损坏或者不完整", "请重新导出或者另存一份") from broken
    if root.getroottree().docinfo.doctype:
        raise _doctype(name)
    return root


def _doctype(name: str) -> Refused:
    return Refused("doctype", f"文件中的 {name[:80]} 带有文档类型声明，可能是实体攻击", "请核实文件来源")


def local(element: Element) -> str:
    """The name of an element or attribute without its namespace; empty for comments."""
    tag = element if isinstance(element, str) else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace, empty when there is none."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return ""


def texts(element: Element) -> str:
    """All text inside an element, pieces separated by line breaks."""
    found = (str(piece).strip() for piece in element.itertext())
    return "\n".join(piece for piece in found if piece)


def address_text(target: str) -> str:
    """What the target of a link says: an address or number bare, Chinese not in percent signs."""
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    try:
        plain = unquote(bare, errors="strict")
    except UnicodeDecodeError:
        return bare
    return bare if plain.isascii() or not plain.isprintable() else plain


def is_path(text: str) -> bool:
    """Whether a text holds an address inside a computer or an inner network."""
    return PATH.search(text) is not None
