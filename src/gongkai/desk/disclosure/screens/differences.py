"""Two contents compared line by line: what was added, removed, changed, and whether facts moved.

Signs and words carry the meaning; colour only helps. Digits, dates and attachments that moved are named,
because then a unit head has to look again (PRACTICE.md 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.desk.disclosure.screens.content import Line

_NUMBER = re.compile(r"\d[\d,.]*")
_DATE = re.compile(r"\d{4}\s*[年-]\s*\d{1,2}\s*[月-]|\d{1,2}\s*月\s*\d{1,2}\s*日")
_WORD = re.compile(r"\d[\d,.]*|[A-Za-z]+|.", re.DOTALL)
"""A number or a Latin word moves as a whole, anything else sign by sign."""
_ALIKE = 0.4
"""Lines that share less of their words than this are shown whole."""
_LONGEST = 4000
"""Characters of a line up to which single words are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs; ``sign`` and ``what`` say how, ``nature`` what kind of words moved."""

    sign: str
    what: str
    where: str
    before: SafeString
    after: SafeString
    nature: str
    matters: bool


def compare(before: Sequence[Line], after: Sequence[Line]) -> list[Difference]:
    """Where two contents differ, in the order of the newer one; equal lines are left out."""
    found: list[Difference] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            found += (_difference(old, new) for old, new in _pairs(before[first:last], after[start:end]))
    return found


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines that take each other's place: the same label beside the same label, the rest alone."""
    labels = list(dict.fromkeys([line[0] for line in new] + [line[0] for line in old]))
    for label in labels:
        yield from zip_longest(
            (line for line in old if line[0] == label), (line for line in new if line[0] == label)
        )


def _difference(old: Line | None, new: Line | None) -> Difference:
    where = (new or old or ("", ""))[0]
    before, after = old[1] if old else "", new[1] if new else ""
    if old and new:
        sign, what = "≠", _("改")
    else:
        sign, what = ("＋", _("增")) if new else ("－", _("删"))
    nature, matters = _nature(where, before, after)
    shown = _words(before, after) if old and new else (_whole("del", before), _whole("ins", after))
    return Difference(sign, what, where, *shown, nature, matters)


def _nature(where: str, before: str, after: str) -> tuple[str, bool]:
    """What kind of words moved, and whether a fact did."""
    if where == _("附件"):
        return _("附件"), True
    if _DATE.findall(before) != _DATE.findall(after) or where in (_("成文日期"), _("发布日期")):
        return _("日期"), True
    if _NUMBER.findall(before) != _NUMBER.findall(after):
        return _("数字"), True
    return _("文字"), False


def _whole(tag: str, words: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", tag, words) if words else SafeString("")


def _words(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both lines with what moved inside them marked; whole lines where they share too little."""
    if max(len(before), len(after)) > _LONGEST:
        return _whole("del", before), _whole("ins", after)
    was, now = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole("del", before), _whole("ins", after)
    codes = matcher.get_opcodes()
    old = ((tag != "equal", "".join(was[first:last])) for tag, first, last, _start, _end in codes)
    new = ((tag != "equal", "".join(now[start:end])) for tag, _first, _last, start, end in codes)
    return _marked(old, "del"), _marked(new, "ins")


def _marked(parts: Iterator[tuple[bool, str]], tag: str) -> SafeString:
    return format_html_join(
        "", "{}", ((_whole(tag, words) if moved else words,) for moved, words in parts if words)
    )
