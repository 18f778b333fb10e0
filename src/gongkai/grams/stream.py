"""Tokens of texts and questions; where a question stands in a text. Import from :mod:`gongkai.grams`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_QUESTION = 100
"""Characters of a question that are looked at."""
MOST_TERMS = 8
"""Words of a question that are looked at."""

Piece = tuple[str, bool]
"""A piece of a text, and whether it is a hit."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A normal form that knows where each of its characters stands in the written text."""

    normal: str
    places: tuple[int, ...]


def mapped(text: str) -> Mapped:
    """The normal form with its places: NFKC, small letters; what is no letter or digit is one blank."""
    letters: list[str] = []
    places: list[int] = []
    for place, written in enumerate(text):
        for letter in unicodedata.normalize("NFKC", written).casefold():
            kept = letter if letter.isalnum() else " "
            if kept == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(kept)
            places.append(place)
    if letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return Mapped("".join(letters), tuple(places))


def normal(text: str) -> str:
    """The normal form of a text, as it is compared."""
    return mapped(text).normal


def of_text(text: str) -> list[str]:
    """All tokens of a text, each once, sorted: its characters and its pairs of neighbours."""
    return of_normal(normal(text), 2)


def of_normal(text: str, longest: int) -> list[str]:
    """All runs of one to ``longest`` characters of a text in normal form, each once, sorted."""
    found: set[str] = set()
    for run in text.split():
        for length in range(1, longest + 1):
            found.update(run[place : place + length] for place in range(len(run) - length + 1))
    return sorted(found)


def terms(question: str) -> list[str]:
    """The words of a question in normal form, each once; all of them must be found."""
    return list(dict.fromkeys(normal(question[:LONGEST_QUESTION]).split()))[:MOST_TERMS]


def of_question(term: str, longest: int = 2) -> list[str]:
    """The tokens that a text with this word must have: its longest runs, or the word where it is shorter."""
    if len(term) < longest:
        return [term] if term else []
    return sorted({term[place : place + longest] for place in range(len(term) - longest + 1)})


def excerpt(text: str, words: Sequence[str], width: int = 80) -> str:
    """The part of a text around the first hit, with … where it is cut; its beginning without one."""
    form = mapped(text)
    first = min((form.normal.find(word) for word in words if word in form.normal), default=-1)
    middle = form.places[first] if first >= 0 else 0
    start = max(0, min(middle - width // 4, len(text) - width))
    part = text[start : start + width].replace("\n", " ").strip()
    return f"{'…' if start else ''}{part}{'…' if start + width < len(text) else ''}"


def highlighted(text: str, words: Iterable[str]) -> list[Piece]:
    """The text in pieces, hits apart, in order and complete."""
    form = mapped(text)
    marked = [False] * len(text)
    for word in words:
        at = form.normal.find(word)
        while word and at >= 0:
            for place in range(form.places[at], form.places[at + len(word) - 1] + 1):
                marked[place] = True
            at = form.normal.find(word, at + 1)
    pieces: list[Piece] = []
    for letter, hit in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + letter, hit)
        else:
            pieces.append((letter, hit))
    return pieces
