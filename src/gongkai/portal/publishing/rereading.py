"""What is public now, text by text and file by file: to be read over 读网 by the lists and rules of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.papers import blocks as b
from gongkai.papers import text
from gongkai.portal import surroundings
from gongkai.portal.models import Published
from gongkai.portal.publishing import blobs
from gongkai.sealing.canon import parse


@dataclass(frozen=True, slots=True)
class Public:
    """One item as everybody reads it."""

    path: str
    """Of its page."""
    day: date
    """成文日期, else 发布日期: what was right to write on that day is no mistake."""
    text: str
    """Title and body, a block on a line of its own."""
    files: tuple[tuple[str, str, Path], ...]
    """Of each attachment its address, its name and where its bytes lie."""


def public() -> Iterator[Public]:
    """Every item that is public now, in the order in which they came."""
    folder = surroundings.files()
    for item in Published.objects.order_by("log_index").prefetch_related("files").iterator(chunk_size=200):
        body = b.body_from_json(parse(bytes(item.content))["body"])
        files = tuple((one.path, one.name, blobs.place(folder, one.sha256)) for one in item.files.all())
        written = "\n".join([item.title, *text.render(body)])
        yield Public(item.path, item.formed or item.published, written, files)
