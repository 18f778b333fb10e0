"""Our dialect of Markdown as tokens: CommonMark with tables and ``{{ … }}``, without HTML.

One rule is wider than CommonMark: beside a Chinese character ``**`` opens and closes whatever stands on its
other side, for ``**注意：**请核对`` is how people here write, and CommonMark would show the asterisks.
"""

from __future__ import annotations

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

REFERENCE = "reference"
"""Type of the token that a ``{{ … }}`` becomes; its content is what stands between the braces."""


def tokens(md: str) -> list[Token]:
    """The tokens of a text. Indented and fenced code, rules and HTML are no constructs here but words."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    rules = parser.get_active_rules()
    parser.inline = _ChineseInline()
    parser.inline.ruler.enableOnly(rules["inline"])
    parser.inline.ruler2.enableOnly(rules["inline2"])
    parser.disable(["code", "fence", "hr", "lheading", "html_block", "html_inline", "entity"])
    parser.inline.ruler.before("text", REFERENCE, _reference)
    text = md.replace("\r\n", "\n").replace("\r", "\n")
    return parser.parse(re.sub(r"(?m)^[\u3000\u00a0]+", "", text))


class _ChineseState(StateInline):
    """An inline state that knows that Chinese has no spaces between words."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """How a run of asterisks may act; a run of underscores as CommonMark says."""
        found = super().scanDelims(start, canSplitWord)
        end = start + found.length
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        if self.src[start] != "*" or not (is_wide(before) or is_wide(after)):
            return found
        opens = not _blank(after) and (not _sign(after) or _blank(before) or _sign(before) or is_wide(before))
        closes = not _blank(before) and (not _sign(before) or _blank(after) or _sign(after) or is_wide(after))
        return Scanned(opens, closes, found.length)


class _ChineseInline(ParserInline):
    """Reads lines with that state."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """As the parser itself does."""
        state = _ChineseState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def is_wide(sign: str) -> bool:
    """Whether a character is as wide as a Chinese one: letters and full-width punctuation."""
    return unicodedata.east_asian_width(sign) in "WF" or sign in "“”‘’…—·"


def _blank(sign: str) -> bool:
    return isWhiteSpace(ord(sign))


def _sign(sign: str) -> bool:
    return isMdAsciiPunct(ord(sign)) or isPunctChar(sign)


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
