"""What screening sees in a content, marked in the text by line, word and number, and listed with its reason.

It helps whoever reads; it is no clearance, and nothing of it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.screens.content import rendered
from gongkai.screening import Finding, Known, Verdict
from gongkai.screening.preview import SIGNS, WORDS
from gongkai.screening.text import screen_text

_STYLES = {
    Verdict.BLOCK: ("d-f--secret", ""),
    Verdict.REDACT: ("d-f--person", ""),
    Verdict.REVIEW: ("d-f--word", "d-fno--word"),
    Verdict.KEEP: ("d-f--ok", "d-fno--ok"),
}
_LEAVES = ("text", "caption")
_ROWS = ("c", "header", "body", "foot", "items")
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


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its findings marked, and the list of them."""

    html: SafeString
    findings: tuple[Found, ...]

    @property
    def open(self) -> int:
        """How many of them may not simply stay."""
        return sum(one.needs_judgement for one in self.findings)


def known_of(item: Item) -> Known:
    """What the desk knows beforehand: its own contacts, and the day of the text."""
    agency: Agency = item.agency
    contacts = tuple(one for one in (agency.telephone, agency.address) if one)
    return Known(contacts=contacts, decision_date=item.formed_on)


def mark(title: str, body: Sequence[Mapping[str, Any]], item: Item) -> Marked:
    """The blocks as HTML with what screening found in title and text."""
    marked: Any = deepcopy(list(body))
    leaves = list(_leaves(marked))
    words = "".join(before + holder[key] for before, holder, key in leaves)
    head = screen_text(title, known_of(item), where="标题")
    everything = [*head, *screen_text(words, known_of(item))]
    html: str = rendered(body, item, "doc-")
    if not _PRIVATE.search(words):
        _insert(leaves, list(_apart(list(enumerate(everything, 1))[len(head) :])))
        html = _MARK.sub(lambda match: _tag(match, everything), rendered(marked, item, "doc-"))
    return Marked(mark_safe(html), tuple(_listed(number, one) for number, one in enumerate(everything, 1)))  # noqa: S308


def _leaves(node: Any, before: str = "\n") -> Iterator[tuple[str, Any, Any]]:
    """Every text in blocks as (what parts it from the one before, its holder, its key), in reading order."""
    if isinstance(node, dict):
        for key in _LEAVES:
            if isinstance(node.get(key), str):
                yield before, node, key
        for key in _ROWS:
            if isinstance(node.get(key), list):
                yield from _listed_leaves(node[key], key == "c", before)
    elif isinstance(node, list):
        yield from _listed_leaves(node, False, before)


def _listed_leaves(nodes: list[Any], is_inline: bool, before: str) -> Iterator[tuple[str, Any, Any]]:
    for at, one in enumerate(nodes):
        part = ("" if at else before) if is_inline else "\n"
        if isinstance(one, str):
            yield part, nodes, at
        else:
            yield from _leaves(one, part)


Numbered = tuple[int, Finding]


def _apart(found: Sequence[Numbered]) -> Iterator[Numbered]:
    """Findings that do not lie over one another; hints over others stand in the list alone."""
    end = -1
    for number, one in found:
        if one.start >= end:
            end = one.end
            yield number, one


def _insert(leaves: Sequence[tuple[str, Any, Any]], placed: Sequence[Numbered]) -> None:
    """Put the marks into the texts; a finding that spans several is marked in each."""
    at = 0
    for before, holder, key in leaves:
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


def _listed(number: int, one: Finding) -> Found:
    return Found(
        number=number,
        sign=SIGNS[one.verdict],
        word=WORDS[one.verdict],
        text=one.text,
        why=one.why,
        article=one.article,
        needs_judgement=one.verdict is not Verdict.KEEP,
    )
