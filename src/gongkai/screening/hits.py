"""What a module of ``kinds`` gives back: a rule that applied to a span, before it becomes a finding."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gongkai.screening.finding import Verdict, Whom


class Hit(NamedTuple):
    """A rule applied to a span of the text that was searched."""

    rule: str
    start: int
    end: int
    whom: Whom = Whom.UNKNOWN
    value: str = ""
    verdict: Verdict | None = None
    """Other than the rule's own."""
    why: str = ""
    """Other than the rule's own."""
    article: str = ""
    kind: str = ""

    def moved(self, by: int) -> Hit:
        """The hit in the whole text."""
        return Hit(
            self.rule, self.start + by, self.end + by, self.whom, self.value,
            self.verdict, self.why, self.article, self.kind,
        )  # fmt: skip


class Spans:
    """Spans that do not overlap, in order; asks and additions take logarithmic time."""

    __slots__ = ("_spans",)

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans that share a character with this one."""
        at = bisect_left(self._spans, (start, start))
        if at and self._spans[at - 1][1] > start:
            at -= 1
        found = []
        while at < len(self._spans) and self._spans[at][0] < end:
            found.append(self._spans[at])
            at += 1
        return found

    def add(self, start: int, end: int) -> None:
        """One more span; where it overlaps others they stay as they are."""
        if not self.within(start, end):
            insort(self._spans, (start, end))


def merged(hits: Iterable[Hit], weaker: str, part: str = "", joints: str = "") -> Iterator[Hit]:
    """Hits as one over all of them where they share characters, or where one of ``joints`` alone stands
    between them in ``part``; by the rule of any that is not ``weaker``.
    """
    last: Hit | None = None
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if last and (hit.start < last.end or _is_joined(part, last.end, hit.start, joints)):
            rule = last.rule if last.rule != weaker else hit.rule
            last = last._replace(rule=rule, end=max(hit.end, last.end))
            continue
        if last:
            yield last
        last = hit
    if last:
        yield last


def _is_joined(part: str, end: int, start: int, joints: str) -> bool:
    """Whether nothing, or one character of ``joints``, stands between two hits."""
    return bool(joints) and (start == end or (start == end + 1 and part[end] in joints))
