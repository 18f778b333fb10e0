"""What screening sees in a content, marked in the text by line, word and number, and listed with its reason.

It helps whoever reads; it is no clearance. What people say about findings is kept by :mod:`verbs.resolving`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.desk.disclosure import leaves
from gongkai.desk.disclosure.knowing import known_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.screened import mark_of
from gongkai.desk.disclosure.screens.content import rendered
from gongkai.screening import Finding, Verdict
from gongkai.screening.preview import SIGNS, WORDS
from gongkai.screening.text import screen_text

_STYLES = {
    Verdict.BLOCK: ("d-f--secret", ""),
    Verdict.REDACT: ("d-f--person", ""),
    Verdict.REVIEW: ("d-f--word", "d-fno--word"),
    Verdict.KEEP: ("d-f--ok", "d-fno--ok"),
}
_OPEN, _SHUT, _END = "\ue001", "\ue002", "\ue003"
"""Private characters that stand for a mark while the blocks are made HTML."""
_MARK = re.compile(f"[{_OPEN}{_SHUT}](\\d+){_END}")
_PRIVATE = re.compile("[\ue001-\ue003]")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the page lists it."""

    number: int
    sign: str
    word: str
    text: str
    why: str
    article: str
    needs_judgement: bool
    resolved: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its findings marked, and the list of them."""

    html: SafeString
    findings: tuple[Found, ...]

    @property
    def open(self) -> int:
        """How many of them may not simply stay and nobody resolved."""
        return sum(one.needs_judgement and not one.resolved for one in self.findings)


Resolved = Mapping[tuple[str, str], str]
"""(kind, mark of the words) → how it was resolved and by whom, in words."""


def mark(
    title: str, body: Sequence[Mapping[str, Any]], item: Item, resolved: Resolved | None = None
) -> Marked:
    """The blocks as HTML with what screening found in title and text."""
    marked: Any = deepcopy(list(body))
    texts = list(leaves.leaves(marked))
    words = leaves.words(marked)
    head = screen_text(title, known_of(item), where="标题")
    everything = [*head, *screen_text(words, known_of(item))]
    html: str = rendered(body, item, "doc-")
    if not _PRIVATE.search(words):
        _insert(texts, list(_apart(list(enumerate(everything, 1))[len(head) :])))
        html = _MARK.sub(lambda match: _tag(match, everything), rendered(marked, item, "doc-"))
    listed = tuple(_listed(number, one, resolved) for number, one in enumerate(everything, 1))
    return Marked(mark_safe(html), listed)  # noqa: S308


Numbered = tuple[int, Finding]


def _apart(found: Sequence[Numbered]) -> Iterator[Numbered]:
    """Findings that do not lie over one another; hints over others stand in the list alone."""
    end = -1
    for number, one in found:
        if one.start >= end:
            end = one.end
            yield number, one


def _insert(texts: Sequence[leaves.Leaf], placed: Sequence[Numbered]) -> None:
    """Put the marks into the texts; a finding that spans several is marked in each."""
    at = 0
    for before, holder, key in texts:
        start = at + len(before)
        words = holder[key]
        at = start + len(words)
        cuts: list[tuple[int, str]] = []
        for number, one in placed:
            first, last = max(one.start, start), min(one.end, at)
            if first < last:
                cuts += [(first - start, f"{_OPEN}{number}{_END}"), (last - start, f"{_SHUT}{number}{_END}")]
        for place, sign in reversed(cuts):
            words = words[:place] + sign + words[place:]
        holder[key] = words


def _tag(match: re.Match[str], everything: Sequence[Finding]) -> str:
    number = int(match[1])
    if number > len(everything):
        return ""
    line, label = _STYLES[everything[number - 1].verdict]
    if match[0].startswith(_OPEN):
        return format_html('<span class="d-f {}">', line)
    word = WORDS[everything[number - 1].verdict]
    return format_html('</span><a class="d-fno {}" href="#f{}">{} {}</a>', label, number, number, word)


def _listed(number: int, one: Finding, resolved: Resolved | None) -> Found:
    return Found(
        number=number,
        sign=SIGNS[one.verdict],
        word=WORDS[one.verdict],
        text=one.text,
        why=one.why,
        article=one.article,
        needs_judgement=one.verdict is not Verdict.KEEP,
        resolved=resolved.get((one.kind, mark_of(one.text)), "") if resolved else "",
    )
