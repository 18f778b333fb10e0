"""What screening sees in a content, marked in the text by line, word and number, and listed with its reason.

It helps whoever reads; it is no clearance. What people say about findings is kept by :mod:`verbs.resolving`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from gongkai.desk.casework import indexing
from gongkai.desk.disclosure import leaves
from gongkai.desk.disclosure.knowing import known_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.screened import mark_of
from gongkai.desk.disclosure.screens.content import rendered
from gongkai.screening import Finding, Verdict
from gongkai.screening.preview import SIGNS, WORDS, Marks
from gongkai.screening.text import screen_text


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
    found = screen_text(words, known_of(item))
    marks = Marks(found, first=len(head) + 1)
    html: str = rendered(body, item, "doc-")
    if marks.fit(words):
        _insert(texts, marks)
        html = marks.html(rendered(marked, item, "doc-"))
    everything = [*head, *found]
    given = resolved or {}
    secrets = indexing.reading().secrets if given else ()
    listed = tuple(
        _listed(number, one, _resolved(one, given, secrets)) for number, one in enumerate(everything, 1)
    )
    return Marked(mark_safe(html), listed)  # noqa: S308


def _insert(texts: Sequence[leaves.Leaf], marks: Marks) -> None:
    """Put the marks into the texts; a finding that spans several is marked in each."""
    at = 0
    for before, holder, key in texts:
        start = at + len(before)
        at = start + len(holder[key])
        holder[key] = marks.into(holder[key], start)


def _resolved(one: Finding, given: Resolved, secrets: Sequence[bytes]) -> str:
    """How a finding was resolved; while marks are made anew it may stand under either key."""
    found = (given.get((one.kind, mark_of(one.text, secret)), "") for secret in secrets)
    return next(filter(None, found), "")


def _listed(number: int, one: Finding, resolved: str) -> Found:
    return Found(
        number=number,
        sign=SIGNS[one.verdict],
        word=WORDS[one.verdict],
        text=one.text,
        why=one.why,
        article=one.article,
        needs_judgement=one.verdict is not Verdict.KEEP,
        resolved=resolved,
    )
