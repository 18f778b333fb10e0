"""Groups of digits that may be one number, with what stands around them."""

from __future__ import annotations

import re
from typing import NamedTuple

from gongkai.screening.finding import Whom
from gongkai.screening.known import Known


class Chain(NamedTuple):
    """Some groups of a run, joined."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    gaps: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Nothing stands between the digits."""
        return len(self.sizes) == 1


class Around(NamedTuple):
    """What stands around a chain."""

    part: str
    label: str
    owner: Whom
    known: Known
    alone: bool
    """The chain is the whole run."""


def is_even(chain: Chain, around: Around) -> bool:
    """Whether the groups are one number: one piece, fours, one break, a label, a run of its own."""
    if chain.whole or around.label in ("bank", "mobile", "tel", "id"):
        return True
    if len(chain.sizes) == 2 and chain.gaps[0] in (" ", "\n", "-"):
        return True
    return set(chain.sizes[:-1]) == {4} or (around.alone and set(chain.gaps) <= {" ", "\n"})


_DAY = re.compile(r"(?:19|20)\d\d([-.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?![\d.-])")
_BLANK = " \n"


def days_apart(run: re.Match[str]) -> list[tuple[int, int]]:
    """The days (2021-03-01) of a run that are no part of a number: each on its line, or a row of them.

    Day below day is what a column of a register says; 03-01 and the year of the next line are no telephone.
    """
    text, base = run[0], run.start()
    found: list[tuple[int, int]] = []
    at = 0
    for day in _DAY.finditer(text):
        before = text[at : day.start()]
        following = day.end()
        while text[following : following + 1] in (" ", "\n"):
            following += 1
        is_last = day.end() == len(text) or "\n" in text[day.end() : following]
        begins = "\n" in before[len(before.rstrip(_BLANK)) :] or not before.strip(_BLANK)
        if begins and (is_last or _DAY.match(text, following)):
            found.append((base + day.start(), base + day.end()))
            at = day.end()
    return found
