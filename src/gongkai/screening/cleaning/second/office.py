"""Office packages: every part, every attribute."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

_LINES = frozenset({"p", "si", "is", "c", "v", "title", "lvlText"})
_CELL_END = "；"
"""Ends a cell, as in the reading of tables: two days side by side (2021-03-01, 2021-03-02) are no number."""


def raw_zip(data: bytes) -> Iterator[str]:
    """Every part of an Office package: the words of paragraphs, other elements and attributes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
            yield "\n".join(_words(root))


def _words(root: etree._Element) -> Iterator[str]:
    whole = ""
    for element in root.iter():
        name = _local(element)
        if name in _LINES:
            whole = "".join(element.itertext())
            yield whole + (_CELL_END if _is_cell(element, name) else "")
        elif _says_more(element, whole):
            yield element.text or ""
        for value in element.attrib.values():
            if not str(value).isascii() or "@" in str(value):
                yield str(value)


def _says_more(element: etree._Element, whole: str) -> bool:
    """Whether an element has words; the only run of a line has been read with it, said again below itself a
    day would look like a number."""
    text = element.text or ""
    return bool(text.strip()) and element.getparent() is not None and text != whole


def _is_cell(element: etree._Element, name: str) -> bool:
    """Whether a line is a cell of a sheet, or a paragraph of a cell in a table."""
    parent = element.getparent()
    return name in ("si", "is", "c", "v") or (parent is not None and _local(parent) == "tc")


def _local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
