"""What a second text says that the first does not: clause by clause, over masked texts. Pure functions.

A clause is known when nearly all pairs of its characters stand in the first text and every number of it does:
an amount, a date or a batch that the first does not name is new however like the rest is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai import grams

KNOWN = 0.75
"""As much of a clause's pairs of characters must stand in the first text."""
_CLAUSE = re.compile(r"[^，。！？；：,!?;:\n]*[，。！？；：,!?;:\n]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MARKS = '，。！？；：、,!?;: \n（）()“”"'


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the second text; ``is_new``: the first does not say it."""

    text: str
    is_new: bool


def differences(first: str, second: str) -> tuple[Piece, ...]:
    """The second text in stretches, neighbours of the same kind in one."""
    whole = _plain(first)
    pairs, numbers = _pairs(whole), set(_NUMBER.findall(whole))
    made: list[Piece] = []
    for clause in filter(None, _CLAUSE.findall(second)):
        is_new = _is_new(_plain(clause), whole, pairs, numbers)
        if is_new is None:
            is_new = bool(made) and made[-1].is_new
        if made and made[-1].is_new == is_new:
            made[-1] = Piece(made[-1].text + clause, is_new)
        else:
            made.append(Piece(clause, is_new))
    return tuple(made)


def new_facts(pieces: tuple[Piece, ...]) -> str:
    """What is new, one line each."""
    return "\n".join(said for piece in pieces if piece.is_new and (said := piece.text.strip(_MARKS)))


def _is_new(clause: str, whole: str, pairs: set[str], numbers: set[str]) -> bool | None:
    """Whether the first text does not say a clause; null for one of marks alone."""
    if not clause:
        return None
    if set(_NUMBER.findall(clause)) - numbers:
        return True
    if len(clause) < 2:
        return clause not in whole
    mine = _pairs(clause)
    return len(mine & pairs) < KNOWN * len(mine)


def _pairs(plain: str) -> set[str]:
    return set(grams.of_question(plain))


def _plain(text: str) -> str:
    return "".join(one for one in grams.normal(text) if one not in _MARKS)
