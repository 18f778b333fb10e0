"""Where a TIFF ends: behind all that its directories name, wherever in the file each of it lies."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

_STARTS = {b"II*\0": ("<", False), b"MM\0*": (">", False), b"II+\0": ("<", True), b"MM\0+": (">", True)}
"""First bytes: the order of bytes, and whether places have 64 bits."""
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_NUMBERS = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""Types of values: bytes of one, and those that are numbers."""
_PIECES = ((273, 279), (324, 325), (288, 289), (513, 514))
"""Tags with the places of strips, tiles, free space, an inner JPEG, and those with their lengths."""
_INNER = (330, 34665, 34853, 40965)
"""Tags with the places of further directories: smaller pictures, EXIF, position."""
_UNMEASURED = (519, 520, 521)
"""Tags of an old kind of JPEG with the places of tables whose length nothing says."""
_ASKED = frozenset((*(tag for pair in _PIECES for tag in pair), *_INNER, *_UNMEASURED))
_MOST = 1_000_000
"""Entries and numbers that are looked at; a file with more says nothing of its end."""

Numbers = Mapping[int, tuple[int, ...]]


def end_of(data: bytes) -> int | None:
    """The first byte behind a TIFF; null where that cannot be told for sure, and for other formats."""
    known = _STARTS.get(data[:4])
    try:
        return _Walk(data, *known).end() if known else None
    except (struct.error, _Unsure):
        return None


class _Unsure(Exception):
    """Nothing sure can be said."""


class _Walk:
    """One pass over the directories, each once."""

    def __init__(self, data: bytes, order: str, is_big: bool) -> None:
        self._data, self._order = data, order
        self._place, self._count = ("Q", "Q") if is_big else ("I", "H")
        self._width = struct.calcsize(self._place)
        self._left = _MOST
        self._end = 0

    def end(self) -> int:
        waiting, seen = [*self._at(self._place, self._width)], {0}
        while waiting:
            if (place := waiting.pop()) not in seen:
                seen.add(place)
                waiting += self._directory(place)
        return self._end

    def _directory(self, place: int) -> Iterable[int]:
        """The places of those that follow a directory or lie in it."""
        (count,) = self._at(self._count, place)
        self._spend(count)
        first, row = place + struct.calcsize(self._count), 4 + 2 * self._width
        found: dict[int, tuple[int, ...]] = {}
        for number in range(count):
            self._entry(first + number * row, found)
        self._reach(first + count * row, self._width)
        self._pieces(found)
        inner = [place for tag in _INNER for place in found.get(tag, ())]
        return (*self._at(self._place, first + count * row), *inner)

    def _entry(self, at: int, found: dict[int, tuple[int, ...]]) -> None:
        tag, kind, many = self._at(f"HH{self._place}", at)
        length, where = many * _SIZES.get(kind, 0), at + 4 + self._width
        if length > self._width:
            (where,) = self._at(self._place, where)
            self._reach(where, length)
        if tag in _ASKED and kind in _NUMBERS:
            self._spend(many)
            found[tag] = self._at(f"{many}{_NUMBERS[kind]}", where)

    def _pieces(self, found: Numbers) -> None:
        for places, lengths in _PIECES:
            if len(found.get(places, ())) != len(found.get(lengths, ())):
                raise _Unsure
            for place, length in zip(found.get(places, ()), found.get(lengths, ()), strict=True):
                self._reach(place, length)
        if any(tag in found for tag in _UNMEASURED):
            raise _Unsure

    def _at(self, form: str, place: int) -> tuple[int, ...]:
        if place > len(self._data):
            raise _Unsure
        return struct.unpack_from(self._order + form, self._data, place)

    def _reach(self, place: int, length: int) -> None:
        self._end = max(self._end, place + length)

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise _Unsure
