"""Reads the words back out of finished files, by other programs than those that wrote them."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from io import BytesIO

import docx
import pypdfium2
from docx.oxml.ns import qn


def bare(text: str) -> str:
    """Without white space, and without the mark that a PDF reader sets for a broken line."""
    return re.sub(r"[\s\ufffe\u00ad]", "", text)


def pdf_pages(data: bytes) -> list[list[str]]:
    """The lines of every page, page numbers included."""
    file = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range().split("\r\n") for page in file]


def pdf_text(data: bytes) -> str:
    """The words of all pages without page numbers."""
    return bare(
        "".join(
            "".join(line for line in page if not re.fullmatch(r"— \d+ —", line)) for page in pdf_pages(data)
        )
    )


class _Html(HTMLParser):
    """The words that a reader of the page is given: list marks too, no drawings, no asides of ours."""

    SKIP = ("svg", "style", "title", "summary")

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.lists: list[tuple[str, int]] = []
        self.stack: list[tuple[str, bool]] = []
        self.notes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag in ("meta", "br", "img", "link"):
            return
        hidden = tag in self.SKIP or have.get("class") == "meta" or have.get("role") == "doc-backlink"
        self.stack.append((tag, hidden))
        if have.get("role") == "doc-endnotes":
            self.notes = True
        if tag in ("ul", "ol"):
            self.lists.append((tag, int(have.get("start") or 1)))
        elif tag == "li":
            kind, number = self.lists[-1]
            self.lists[-1] = (kind, number + 1)
            self.out.append("•" if kind == "ul" else f"[{number}]" if self.notes else f"{number}.")

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.stack.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"
        if tag in ("ul", "ol"):
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self.stack):
            self.out.append(data)


def html_text(page: str) -> str:
    """The words of a page; fails if its elements do not nest."""
    parser = _Html()
    parser.feed(page)
    parser.close()
    assert not parser.stack
    return bare("".join(parser.out))


def docx_text(data: bytes) -> str:
    """The words of a file in reading order, with the marks that a word processor shows."""
    file = docx.Document(BytesIO(data))
    names = {style.style_id: style.name for style in file.styles}
    counted: Counter[int] = Counter()
    out = []
    for paragraph in file.element.body.iter(qn("w:p")):
        chosen = None if paragraph.pPr is None else paragraph.pPr.pStyle
        style = "" if chosen is None else names[chosen.val]
        if style.startswith("List Bullet"):
            out.append("•")
        elif style.startswith("List Number"):
            number = paragraph.pPr.numPr.numId.val
            start = _start(file, number)
            out.append(f"{start + counted[number]}.")
            counted[number] += 1
        for node in paragraph.iter(qn("w:t"), qn("w:footnoteReference")):
            out.append(node.text or "" if node.tag == qn("w:t") else f"[{node.get(qn('w:id'))}]")
    for note in docx_notes(file):
        out.append(note)
    return bare("".join(out))


def docx_notes(file: object) -> list[str]:
    """The footnotes, each with its mark."""
    package = file.part.package  # type: ignore[attr-defined]
    part = next((part for part in package.iter_parts() if part.partname == "/word/footnotes.xml"), None)
    if part is None:
        return []
    ids = re.findall(rb'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', part.blob, re.S)
    out = []
    for at, xml in ids:
        words = re.findall(r"<w:t[^>]*>(.*?)</w:t>", xml.decode())
        out.append(f"[{at.decode()}]" + unescape("".join(words)))
    return out


def _start(file: object, number: int) -> int:
    numbering = file.part.numbering_part.element  # type: ignore[attr-defined]
    (override,) = numbering.num_having_numId(number).findall(qn("w:lvlOverride"))
    return int(override.find(qn("w:startOverride")).get(qn("w:val")))
