"""Text, CSV and HTML as they stand in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from gongkai.screening.cleaning.html import text_of
from gongkai.screening.cleaning.plain import csv_grid, decoded


def raw_text(data: bytes) -> Iterator[str]:
    """The characters."""
    yield decoded(data)[0]


def raw_csv(data: bytes) -> Iterator[str]:
    """The rows by the standard library's reader."""
    for row in csv_grid(decoded(data)[0]):
        yield "；".join(row)


def raw_html(data: bytes) -> Iterator[str]:
    """Tags stripped by pattern, and every attribute's words."""
    text = text_of(data)
    yield html.unescape(re.sub(r"<(?:/?(?:b|i|em|strong|span|u|s|small|a|mark|sub|sup)\b)[^>]*>", "", text))
    yield html.unescape(re.sub(r"<[^>]*>", "\n", text))
