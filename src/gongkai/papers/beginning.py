"""The beginning of a text: what a list or a catalogue says of it where nobody wrote a summary."""

from __future__ import annotations

from gongkai.papers import blocks as b

MOST = 120
"""Characters of a beginning."""


def of(body: b.Blocks) -> str:
    """The beginning of the first paragraph that says something; empty for a text of tables or pictures."""
    for block in b.walk(body):
        if isinstance(block, b.Paragraph) and (said := b.plain(block.inlines).strip()):
            return said[:MOST]
    return ""
