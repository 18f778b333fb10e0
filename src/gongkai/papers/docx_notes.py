"""Footnotes of a word-processor file; python-docx has none, so the part is made here."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from gongkai.papers.docx_base import element
from gongkai.papers.inlines import Inlines, plain

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)


class Notes:
    """Collects footnotes and, if there are any, writes their part."""

    def __init__(self, doc: Any) -> None:
        self.doc = doc
        self.root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        self.count = 0
        self.style = doc.styles["公文脚注"].style_id

    def add(self, inlines: Inlines) -> int:
        """Add a footnote (its words; links and emphasis are plain there) and return its id."""
        self.count += 1
        note = element("footnote", id=str(self.count))
        paragraph = element("p")
        properties = element("pPr")
        properties.append(element("pStyle", val=self.style))
        mark = element("r")
        raised = element("rPr")
        raised.append(element("vertAlign", val="superscript"))
        mark.append(raised)
        mark.append(element("footnoteRef"))
        run = element("r")
        text = element("t")
        text.text = " " + plain(inlines).replace("\n", " ")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        for part in (properties, mark, run):
            paragraph.append(part)
        note.append(paragraph)
        self.root.append(note)
        return self.count

    def finish(self) -> None:
        """Put the part into the file."""
        if not self.count:
            return
        blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, blob, self.doc.part.package)
        self.doc.part.relate_to(part, RT.FOOTNOTES)
