"""Findings marked in a text and listed: by number, word and line style, never by colour alone; no script.

Whoever makes the text HTML puts marks in first (:meth:`Marks.into`), as private characters that survive
escaping, and turns them into tags afterwards (:meth:`Marks.html`). So a plain text and the blocks of a paper
are marked in one way. Each mark leads to its entry in the list, which has the id ``PREFIX`` + number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from gongkai.screening.finding import Finding, Verdict

WORDS = {
    Verdict.BLOCK: "禁止公开",
    Verdict.REDACT: "应当隐去",
    Verdict.REVIEW: "人工判断",
    Verdict.KEEP: "可以保留",
}
"""What each verdict is called on the screen."""
SIGNS = {Verdict.BLOCK: "⛔", Verdict.REDACT: "■", Verdict.REVIEW: "？", Verdict.KEEP: "✓"}
STYLES = {
    Verdict.BLOCK: ("d-f--secret", ""),
    Verdict.REDACT: ("d-f--person", ""),
    Verdict.REVIEW: ("d-f--word", "d-fno--word"),
    Verdict.KEEP: ("d-f--ok", "d-fno--ok"),
}
"""The line under the words, and the label behind them."""
_OPEN, _SHUT, _END = "\ue001", "\ue002", "\ue003"
"""Private characters that stand for a mark while the text is made HTML."""
_MARK = re.compile(f"[{_OPEN}{_SHUT}](\\d+){_END}")
_PRIVATE = re.compile("[\ue001-\ue003]")


class Marks:
    """The marks of some findings in one text; ``first`` is the number of the first one.

    Where findings lie over one another the first is marked; the others stand in the list alone. A text that
    has the private characters itself is not marked, only listed.
    """

    def __init__(self, findings: Sequence[Finding], *, first: int = 1, prefix: str = "f") -> None:
        self._prefix = prefix
        self._all = dict(enumerate(findings, first))
        self._apart = list(_apart(self._all))

    def fit(self, text: str) -> bool:
        """Whether the text can be marked."""
        return not _PRIVATE.search(text)

    def into(self, words: str, start: int) -> str:
        """A piece of the text that begins at ``start``, with its marks; one that spans pieces is in each."""
        cuts: list[tuple[int, str]] = []
        for number, one in self._apart:
            begin, end = max(one.start, start), min(one.end, start + len(words))
            if begin < end:
                cuts += [(begin - start, f"{_OPEN}{number}{_END}"), (end - start, f"{_SHUT}{number}{_END}")]
        for place, sign in reversed(cuts):
            words = words[:place] + sign + words[place:]
        return words

    def html(self, made: str) -> str:
        """HTML that was made of marked words, with tags for the marks."""
        return _MARK.sub(self._tag, made)

    def _tag(self, match: re.Match[str]) -> str:
        found = self._all.get(int(match[1]))
        if found is None:
            return ""
        line, label = STYLES[found.verdict]
        if match[0].startswith(_OPEN):
            return f'<span class="d-f {line}">'
        word, there = WORDS[found.verdict], escape(f"#{self._prefix}{match[1]}")
        return f'</span><a class="d-fno {label}" href="{there}">{match[1]} {word}</a>'


def preview(text: str, findings: Sequence[Finding], *, prefix: str = "f") -> str:
    """A plain text with marks, and the list of its findings, as a fragment of HTML."""
    marks = Marks(findings, prefix=prefix)
    fits = marks.fit(text)
    words = escape(marks.into(text, 0) if fits else text).replace("\n", "<br>\n")
    body = marks.html(words) if fits else words
    rows = "".join(_row(number, one, prefix) for number, one in enumerate(findings, 1))
    return f"<div>{body}</div>" + (f"<ol>{rows}</ol>" if rows else "<p>没有发现疑点。</p>")


def _apart(found: dict[int, Finding]) -> Iterator[tuple[int, Finding]]:
    """Findings that do not lie over one another."""
    end = -1
    for number, one in sorted(found.items(), key=lambda pair: (pair[1].start, pair[0])):
        if one.start >= end:
            end = one.end
            yield number, one


def _row(number: int, found: Finding, prefix: str) -> str:
    """One finding explained."""
    article = f" {escape(found.article)}" if found.article else ""
    return (
        f'<li id="{escape(prefix)}{number}" value="{number}"><strong>'
        f'<span aria-hidden="true">{SIGNS[found.verdict]}</span> {WORDS[found.verdict]}</strong> '
        f"<q>{escape(found.text)}</q> {escape(found.where)}：{escape(found.why)}{article}</li>"
    )
