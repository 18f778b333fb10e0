"""Searching for a pattern only where, and only if, what each of its matches has to hold is there.

Each of these gives what ``pattern.finditer(part)`` gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, cast

import ahocorasick_rs

Found = Iterable["re.Match[str]"]


class _Lazy:
    """A pattern that is compiled when it is first asked; from then on its methods are the compiled one's."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        self.search, self.match, self.fullmatch = compiled.search, compiled.match, compiled.fullmatch
        self.finditer, self.sub, self.split = compiled.finditer, compiled.sub, compiled.split
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that costs nothing before its first use: most texts ask a few of the many."""
    return cast("re.Pattern[str]", _Lazy(source, flags))


_FEW = 4
"""Words up to which looking for each takes less than a pattern for all of them."""


@cache
def _one_of(needed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, needed))))


def holds(part: str, needed: tuple[str, ...]) -> bool:
    """Whether ``part`` holds one of some words."""
    if len(needed) > _FEW:
        return _one_of(needed).search(part) is not None
    for word in needed:  # noqa: SIM110 any() takes twice as long, and every window of a text asks
        if word in part:
            return True
    return False


_ANY = lazy("[\\s\\S]")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for one of many words; ``search`` of it takes less than :func:`holds` of more than eight."""
    return lazy("|".join(sorted(map(re.escape, words))))


def given(pattern: re.Pattern[str], part: str, needed: tuple[str, ...]) -> Found:
    """The matches of ``pattern``, each of which holds one of the words ``needed``."""
    return pattern.finditer(part) if holds(part, needed) else ()


class Choice:
    """Patterns, each with words one of which its matches hold: one search says which are worth trying."""

    def __init__(self, *rows: tuple[re.Pattern[str], Sequence[str]]) -> None:
        self._rows = [(pattern, frozenset(needed)) for pattern, needed in rows]

    @cached_property
    def _search(self) -> Any:
        return ahocorasick_rs.AhoCorasick(
            sorted({word for _, needed in self._rows for word in needed}),
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def among(self, part: str) -> Iterator[re.Pattern[str]]:
        """The patterns that may match in ``part``, in their order; with half a surrogate all of them."""
        try:
            there = self._search.find_matches_as_strings(part, overlapping=True)
        except UnicodeEncodeError:
            there = [word for _, needed in self._rows for word in needed]
        if there:
            for pattern, needed in self._rows:
                if not needed.isdisjoint(there):
                    yield pattern


def matches(
    pattern: re.Pattern[str], part: str, anchor: re.Pattern[str], back: int, head: re.Pattern[str] = _ANY
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern``, when a match of ``anchor`` begins in the first ``back`` + 1 characters of
    each and each begins with what ``head`` matches, one character: only there it is tried.
    """
    tried = 0
    found = anchor.search(part)
    while found:
        at = found.start()
        begins = head.search(part, max(at - back, tried), at + 1)
        while begins:
            hit = pattern.match(part, begins.start())
            tried = begins.end()
            if hit is not None:
                tried = max(hit.end(), tried)
                yield hit
            begins = head.search(part, tried, at + 1)
        tried = max(tried, at + 1)
        found = anchor.search(part, tried)


class Heads:
    """Many words, one of which begins each match of a pattern: only where they stand it is tried."""

    def __init__(self, words: Iterable[str]) -> None:
        self._search = ahocorasick_rs.AhoCorasick(list(dict.fromkeys(words)))

    def starts(self, part: str) -> list[int]:
        """Where the words begin, in order; with half a surrogate, which no person writes, everywhere."""
        try:
            found = self._search.find_matches_as_indexes(part, overlapping=True)
        except UnicodeEncodeError:
            return list(range(len(part)))
        return sorted({start for _, start, _ in found}) if found else []

    def matches(self, pattern: re.Pattern[str], part: str) -> Iterator[re.Match[str]]:
        """The matches of ``pattern``."""
        return matches_at(pattern, part, self.starts(part))


def matches_at(pattern: re.Pattern[str], part: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches of ``pattern``, each of which begins at one of ``starts`` (ascending)."""
    done = 0
    for start in starts:
        hit = pattern.match(part, start) if start >= done else None
        if hit is not None:
            done = hit.end()
            yield hit


def matches_behind(
    pattern: re.Pattern[str], part: str, anchors: Iterable[int], back: int
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern``; the first ``back`` + 1 characters of each hold one of ``anchors``."""
    tried = 0
    for at in anchors:
        start = max(at - back, tried)
        while start <= at:
            hit = pattern.match(part, start)
            start = start + 1 if hit is None else max(hit.end(), start + 1)
            if hit is not None:
                yield hit
        tried = max(tried, start)
