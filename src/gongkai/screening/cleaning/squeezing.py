"""Texts in the forms in which values are looked for: blanks, marks, widths, hidden signs seen through."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from gongkai.screening.normal import normal

_ALNUM = r"[^\W_]+"
_SOLID = r"\S+"


def bare(text: str) -> str:
    """Letters and digits only."""
    return "".join(re.findall(_ALNUM, normal(text).text))


def solid(text: str) -> str:
    """Everything but blanks."""
    return "".join(re.findall(_SOLID, normal(text).text))


class Squeezed:
    """A text in one of the forms in which values are looked for, with the way back.

    ``across``: lines count as nothing, a value may break over them. ``names``: only blanks count as nothing;
    else all marks do.
    """

    def __init__(self, text: str, *, across: bool, names: bool = False) -> None:
        self._plain = normal(text)
        pattern = (_SOLID if names else _ALNUM) + ("" if across else r"|\n")
        self._runs: list[int] = []
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for run in re.finditer(pattern, self._plain.text):
            self._runs.append(length)
            self._starts.append(run.start())
            parts.append(run[0])
            length += len(run[0])
        self.text = small("".join(parts))

    def places(self, values: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Every place of every value: which value, start and end in the original text."""
        if not values:
            return
        # One pass for all values: a register of a year has thousands.
        search = AhoCorasick([small(value) for value in values])
        for number, start, end in search.find_matches_as_indexes(self.text, overlapping=True):
            yield number, self._plain.start(self._at(start)), self._plain.end(self._at(end - 1) + 1)

    def _at(self, at: int) -> int:
        """Where a character of this form stands in the normal form."""
        run = bisect_right(self._runs, at) - 1
        return self._starts[run] + at - self._runs[run]


def small(text: str) -> str:
    """Small letters, character by character: the length stays."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[:1] or char for char in text)
