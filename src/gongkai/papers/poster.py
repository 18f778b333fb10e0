"""A notice board's poster: one sheet of A4 or A3 with the text as large as fits, and a QR code of the whole.

What does not fit in readable type is left out, and a sentence says so; a poster never needs a second sheet.
The cut lies between rows of a table and between sentences, so that what there is room for stands there.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any, Literal

import segno

from gongkai.papers.inlines import plain
from gongkai.papers.model import (
    Attachments,
    Block,
    BulletList,
    Heading,
    NumberedList,
    Paragraph,
    Quote,
    Signature,
)
from gongkai.papers.pdf import DEFAULT_FONTS, STANDARDS, Fonts, _compile, _template
from gongkai.papers.tables import Table, weights
from gongkai.papers.text import render as as_text

Size = Literal["a4", "a3"]
_NOTHING = Date(1970, 1, 1)
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）]*|[^。！？；]+$")
"""Where a text that is too long may be cut."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it. ``url`` makes the QR code (empty: none), ``foot`` are the lines beside it."""

    title: str
    blocks: tuple[Block, ...]
    agency: str
    url: str = ""
    doc_no: str = ""
    date: Date = _NOTHING
    foot: Sequence[str] = field(default_factory=tuple)


def render(poster: Poster, size: Size, *, fonts: Fonts = DEFAULT_FONTS) -> bytes:
    """The poster as PDF; same poster, same bytes. Refuses a character that no font has (``no-glyph``)."""
    pictures = {"qr.svg": _qr(poster.url)} if poster.url else {}
    data = {
        "paper": size,
        "title": poster.title,
        "agency": poster.agency,
        "doc-no": poster.doc_no,
        "date": [poster.date.year, poster.date.month, poster.date.day],
        "blocks": [drawn for block in poster.blocks for drawn in _drawn(block)],
        "qr": bool(poster.url),
        "qr-alt": f"二维码：{poster.url}",
        "foot": list(poster.foot),
        "fonts": {"body": fonts.body, "head": fonts.head},
    }
    made = _compile(
        _template("poster.typ"),
        {"poster": json.dumps(data)},
        fonts,
        pictures,
        day=poster.date,
        standards=STANDARDS,
    )
    assert isinstance(made, bytes)
    return made


def _qr(url: str) -> bytes:
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=2, scale=4)
    return out.getvalue()


def _drawn(block: Block) -> Iterable[dict[str, Any]]:
    """A block as the poster shows it: lists line by line, pictures and charts by their description."""
    match block:
        case Heading():
            yield {"kind": "heading", "text": plain(block.inlines)}
        case Table():
            head = [plain(cell.inlines) for row in block.header[-1:] for cell in row]
            rows = [[plain(cell.inlines) for cell in row] for row in block.body]
            if _is_simple(block):
                yield {"kind": "table", "head": head, "rows": rows, "widths": list(weights(block))}
            else:
                yield from _lines(block)
        case Signature() | Attachments():
            return
        case Paragraph() | BulletList() | NumberedList() | Quote():
            yield from _lines(block)
        case _:
            yield from _lines(block)


def _is_simple(table: Table) -> bool:
    """Whether every row has the same cells, none of them over several places."""
    rows = [*table.header[-1:], *table.body]
    cells = [cell for row in rows for cell in row]
    return len({len(row) for row in rows}) == 1 and all(c.colspan == c.rowspan == 1 for c in cells)


def _lines(block: Block) -> Iterable[dict[str, Any]]:
    for line in as_text((block,)):
        if said := line.strip():
            yield {"kind": "line", "text": said, "sentences": _SENTENCE.findall(said)}
