"""The fast search: which windows of a text hold a trigger of which family.

Two ways with the same result: Hyperscan when it is installed (one pass over all triggers), else RE2, which
says block by block which families have a trigger there. Both search UTF-8; positions come back as characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

import re2

from gongkai.screening.normal import ODD, UNUSUAL, is_unusual
from gongkai.screening.triggers import AROUND, AROUND_OF, triggers, without_words

hyperscan: Any
try:
    import hyperscan
except ImportError:  # an extra: its wheels exist for some processors only
    hyperscan = None

Windows = dict[str, list[tuple[int, int]]]
"""For each family the windows to read, in order and apart from each other."""

_TAIL = bytes(range(0x80, 0xC0))
_BLOCK, _LAP = 3072, 264
"""Bytes that RE2 is asked about at once, and how far into the next ones: as far as any trigger reaches."""


class Prefilter(Protocol):
    """A way of searching."""

    def windows(self, text: str, data: bytes | None = None) -> Windows | None:
        """The windows of ``text``, whose :func:`encoded` form is ``data``; None: search its normal form."""


def encoded(text: str) -> bytes:
    """``text`` in UTF-8 with a full stop behind it: some triggers end with what follows them."""
    return f"{text}。".encode("utf-8", "replace")


def _placed(data: bytes, ends: list[tuple[int, str]], length: int) -> Windows:
    """The windows of each family around matches that end at these bytes (ascending), in characters."""
    windows: Windows = {}
    at, char = 0, 0
    for end, family in ends:
        if end > at:
            char += len(data[at:end].translate(None, _TAIL))
            at = end
        before, behind = AROUND_OF.get(family, AROUND)
        start = char - before if char > before else 0
        last = char + behind if char + behind < length else length
        places = windows.get(family)
        if places is None:
            windows[family] = [(start, last)]
        elif start > places[-1][1]:
            places.append((start, last))
        else:
            places[-1] = (places[-1][0], last)
    return windows


class Linear:
    """RE2 over the set of all triggers, block by block, then over each family's where the set has it."""

    def __init__(self) -> None:
        options = re2.Options()
        options.max_mem = 256 << 20
        options.never_capture = True
        patterns = [*triggers(), ("", UNUSUAL)]
        self._families = [(family, re2.compile(pattern.encode(), options)) for family, pattern in patterns]
        self._unusual = len(patterns) - 1
        self._listed = next(at for at, (family, _) in enumerate(patterns) if family == "lists")
        self._which = re2.Set.SearchSet(options)
        for _, pattern in patterns:
            self._which.Add(pattern.encode())
        self._which.Compile()

    def windows(self, text: str, data: bytes | None = None) -> Windows | None:
        """The windows of ``text``, None when only its normal form can be searched."""
        data = data or encoded(text)
        stretches: dict[int, list[tuple[int, int]]] = {}
        match = self._which.Match
        for start in range(0, len(data), _BLOCK):
            for which in match(data[start : start + _BLOCK + _LAP]) or ():
                if which == self._unusual:
                    return None
                found = stretches.setdefault(which, [])
                begin = found.pop()[0] if found and found[-1][1] == start else start
                found.append((begin, start + _BLOCK))
        is_listed = stretches.pop(self._listed, None) is not None
        windows = _placed(data, sorted(self._ends(data, stretches)), len(text))
        if is_listed:
            windows["lists"] = [(0, len(text))]
        return windows

    def _ends(self, data: bytes, stretches: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[int, str]]:
        """Where each pattern's matches end: one after the other, as each has tables that fill the cache."""
        for which, places in stretches.items():
            family, pattern = self._families[which]
            for start, end in places:
                for found in pattern.finditer(data[start : end + _LAP]):
                    yield start + found.end(), family


class Vectored:
    """Hyperscan over all triggers with words, over those without, over the bytes of unusual characters:
    three passes are faster than one. The lists have a search of their own, faster than their triggers.
    """

    def __init__(self) -> None:
        self._families = [family for family, _ in triggers()]
        patterns = [pattern.encode() for _, pattern in triggers()]
        apart = {pattern.encode() for pattern in without_words()}
        listed = {pattern.encode() for family, pattern in triggers() if family == "lists"}
        self._databases = [
            _database(
                patterns, hyperscan.HS_FLAG_UTF8, [at for at, one in enumerate(patterns) if one in some]
            )
            for some in ({*patterns} - apart - listed, apart)
        ]
        self._odd = _database([ODD], hyperscan.HS_FLAG_SINGLEMATCH)

    def windows(self, text: str, data: bytes | None = None) -> Windows | None:
        """The windows of ``text``, None when only its normal form can be searched."""
        data = data or encoded(text)
        if scan(self._odd, data) and is_unusual(text):
            return None
        families = self._families
        ends = [(end, families[which]) for database in self._databases for which, end in scan(database, data)]
        ends.sort()
        windows = _placed(data, ends, len(text))
        windows["lists"] = [(0, len(text))]
        return windows


class Whole:
    """No search at all: every family reads the whole text. Slow; what the others are tested against."""

    def windows(self, text: str, data: bytes | None = None) -> Windows | None:
        """The whole text for every family."""
        if is_unusual(text):
            return None
        return {family: [(0, len(text))] for family, _ in triggers()}


@cache
def linear() -> Prefilter:
    """The way that is always there."""
    return Linear()


@cache
def vectored() -> Prefilter:
    """Hyperscan where it is installed. Making its database takes some seconds."""
    return Vectored() if hyperscan is not None else linear()


WORTH_IT = 30_000_000
"""Characters from which the seconds pay that Hyperscan takes to get ready."""


def is_vectored(length: int) -> bool:
    """Whether Hyperscan is there and pays for a text of so many characters."""
    return hyperscan is not None and (length >= WORTH_IT or vectored.cache_info().currsize > 0)


def best_for(length: int) -> Prefilter:
    """The fastest way for a text of so many characters."""
    return vectored() if is_vectored(length) else linear()


def literals(words: list[str]) -> Any:
    """A Hyperscan database of plain words, their numbers as ids."""
    return _database([re.escape(word).encode() for word in words], 0)


def _database(patterns: list[bytes], flags: int, ids: list[int] | None = None) -> Any:
    """A Hyperscan database of some patterns, or of those with the numbers ``ids``; their numbers as ids."""
    ids = list(range(len(patterns))) if ids is None else ids
    database = hyperscan.Database()
    database.compile(
        expressions=[patterns[number] for number in ids],
        ids=ids,
        elements=len(ids),
        flags=[flags] * len(ids),
    )
    return database


def scan(database: Any, data: bytes) -> list[tuple[int, int]]:
    """Every match of ``database`` in ``data``: which, end."""
    hits: list[tuple[int, int]] = []
    add = hits.append
    database.scan(data, match_event_handler=lambda which, _start, end, _flags, _context: add((which, end)))
    return hits


def warm() -> None:
    """Get Hyperscan ready: for a process that will read many texts."""
    vectored()


WAYS: dict[str, Callable[[], Prefilter]] = {"linear": linear, "vectored": vectored, "whole": Whole}
"""The ways by name."""
