"""Office packages: every part, every attribute."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

_LINES = frozenset({"p", "si", "is", "c", "v", "title", "lvlText"})


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
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in _LINES:
            yield "".join(element.itertext())
        elif element.text and element.text.strip() and element.getparent() is not None:
            yield element.text
        for value in element.attrib.values():
            if not str(value).isascii() or "@" in str(value):
                yield str(value)
