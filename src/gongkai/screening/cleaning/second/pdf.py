"""PDF: pdfium, the content streams, the strings of all objects, a second look at pages that are pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2

from gongkai.screening.cleaning import looks
from gongkai.screening.cleaning.pdf import raster
from gongkai.screening.cleaning.pdf.content import IDENTITY, Page, Reader, State
from gongkai.screening.cleaning.pdf.rewriting import text_of as glyph_text
from gongkai.screening.files import scans


def raw_pdf(data: bytes) -> Iterator[str]:
    """What pdfium reads, what the content streams show, and whatever stands in strings of any object."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text_page = page.get_textpage()
        text = text_page.get_text_range().replace("\r\n", "\n")
        yield text
        text_page.close()
        if not text.strip() and scans.is_on():
            yield looks.second(raster.drawn(page)[0])
        page.close()
    document.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            seen = Page((0, 0, 1, 1))
            Reader(seen, page.resources, State(IDENTITY), {}).run(page)
            for stream in seen.streams:
                yield glyph_text(stream.glyphs)[0]
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield from (str(value) for _, value in one.items() if isinstance(value, pikepdf.String))
            if isinstance(one, pikepdf.Stream) and "/Subtype" in one and str(one.Subtype) == "/XML":
                yield "XMP"
        if pdf.Root.keys() - {"/Type", "/Pages", "/Version", "/Extensions"}:
            yield "\n".join(sorted(pdf.Root.keys()))
