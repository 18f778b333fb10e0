"""A text as HTML with its findings marked: by word, sign and line style, never by colour alone.

The fragment needs no script. Each mark leads to its explanation in the list below and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from gongkai.screening.finding import Finding, Verdict

WORDS = {
    Verdict.BLOCK: "禁止公开",
    Verdict.REDACT: "应当隐去",
    Verdict.REVIEW: "人工判断",
    Verdict.KEEP: "可以保留",
}
"""What each verdict is called on the screen."""
SIGNS = {Verdict.BLOCK: "⛔", Verdict.REDACT: "■", Verdict.REVIEW: "？", Verdict.KEEP: "✓"}
_WEIGHT = {Verdict.BLOCK: 0, Verdict.REDACT: 1, Verdict.REVIEW: 2, Verdict.KEEP: 3}


def preview(text: str, findings: Sequence[Finding], *, prefix: str = "finding") -> str:
    """``text`` as a section with marks, and the list of findings. ``prefix`` keeps ids apart on one page."""
    numbered = sorted(enumerate(findings, 1), key=lambda pair: (pair[1].start, pair[1].end))
    body = "".join(
        _piece(text, start, end, over, prefix) for start, end, over in _pieces(len(text), numbered)
    )
    rows = "".join(_row(number, found, prefix) for number, found in numbered)
    items = f'<ol class="findings">{rows}</ol>' if rows else '<p class="findings-none">没有发现疑点。</p>'
    return f'<div class="screened"><div class="screened-text">{body}</div>{items}</div>'


Numbered = tuple[int, Finding]


def _pieces(length: int, numbered: Sequence[Numbered]) -> list[tuple[int, int, list[Numbered]]]:
    """The text cut wherever a finding begins or ends, each piece with what lies over it."""
    cuts = sorted({0, length, *(found.start for _, found in numbered), *(found.end for _, found in numbered)})
    pieces = []
    live: list[Numbered] = []
    coming = list(numbered)[::-1]
    for start, end in pairwise(cuts):
        live = [pair for pair in live if pair[1].end > start]
        while coming and coming[-1][1].start <= start:
            live.append(coming.pop())
        pieces.append((start, end, list(live)))
    return pieces


def _piece(text: str, start: int, end: int, over: list[Numbered], prefix: str) -> str:
    """One piece, marked when findings lie over it."""
    words = escape(text[start:end]).replace("\n", "<br>\n")
    if not over:
        return words
    number, worst = min(over, key=lambda pair: _WEIGHT[pair[1].verdict])
    first = next((pair for pair in over if pair[1].start == start), None)
    anchor = f' id="{escape(prefix)}-{first[0]}-mark"' if first else ""
    sign = f'<span class="finding-sign" aria-hidden="true">{SIGNS[worst.verdict]}</span>' if first else ""
    spoken = (
        f'<span class="visually-hidden">（{WORDS[worst.verdict]}，见第 {number} 项）</span>' if first else ""
    )
    title = f"{WORDS[worst.verdict]}：{worst.why}"
    return (
        f'<mark class="finding finding-{worst.verdict}"{anchor} title="{escape(title)}">'
        f'{sign}<a href="#{escape(prefix)}-{number}">{words}</a>{spoken}</mark>'
    )


def _row(number: int, found: Finding, prefix: str) -> str:
    """One finding explained."""
    article = f' <span class="finding-article">{escape(found.article)}</span>' if found.article else ""
    name = escape(prefix)
    return (
        f'<li id="{name}-{number}" value="{number}" class="finding-row finding-{found.verdict}">'
        f'<strong><span aria-hidden="true">{SIGNS[found.verdict]}</span> {WORDS[found.verdict]}</strong> '
        f"<q>{escape(found.text)}</q> {escape(found.where)}：{escape(found.why)}{article} "
        f'<a href="#{name}-{number}-mark">回到原文</a></li>'
    )
