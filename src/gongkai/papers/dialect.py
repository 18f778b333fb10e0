"""Our dialect of Markdown as tokens: CommonMark with tables and ``{{ … }}``, without HTML."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

REFERENCE = "reference"
"""Type of the token that a ``{{ … }}`` becomes; its content is what stands between the braces."""


def tokens(md: str) -> list[Token]:
    """The tokens of a text. Indented and fenced code, rules and HTML are no constructs here but words."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    parser.disable(["code", "fence", "hr", "lheading", "html_block", "html_inline", "entity"])
    parser.inline.ruler.before("text", REFERENCE, _reference)
    text = md.replace("\r\n", "\n").replace("\r", "\n")
    return parser.parse(re.sub(r"(?m)^[\u3000\u00a0]+", "", text))


def _reference(state: StateInline, silent: bool) -> bool:
    """The inline rule for ``{{ … }}``."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos)
    if end < 0:
        return False
    if not silent:
        token = state.push(REFERENCE, "", 0)
        token.content = state.src[state.pos + 2 : end].strip()
        token.markup = state.src[state.pos : end + 2]
    state.pos = end + 2
    return True
