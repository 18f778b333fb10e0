"""Does the live page still say what was cleared? Pure: the text of a page in, what differs out."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai import grams
from gongkai.desk.outlets.making.source import Source
from gongkai.desk.outlets.models import Posting

ENOUGH = 0.5
"""A paragraph of which less than this share is found is missing, not altered."""
_PIECE = 8
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the cleared text that the page lacks or says otherwise; ``place`` 0 is the title."""

    line: str
    kind: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """The result (a key of ``Posting.Check``) and what differs."""

    result: str
    differences: tuple[Difference, ...]


def compare(source: Source, page: str) -> Compared:
    """The text of the live page against title and lines of the cleared text, in normal form.

    Blanks, full and half width, line ends do not count. An empty page, or one without the title and any
    line, is dead.
    """
    there = _flat(page)
    found: list[Difference] = []
    lines = [source.title, *source.lines]
    for place, line in enumerate(lines):
        wanted = _flat(line)
        if wanted and wanted not in there:
            kind = Posting.Check.ALTERED if _share(wanted, there) >= ENOUGH else Posting.Check.MISSING
            found.append(Difference(line, kind, place))
    if not there or (len(found) == len(lines) and all(one.kind == Posting.Check.MISSING for one in found)):
        return Compared(Posting.Check.DEAD, tuple(found[:_SHOWN]))
    if not found:
        return Compared(Posting.Check.SAME, ())
    altered = any(one.kind == Posting.Check.ALTERED for one in found)
    return Compared(Posting.Check.ALTERED if altered else Posting.Check.MISSING, tuple(found[:_SHOWN]))


def _flat(text: str) -> str:
    return "".join(grams.normal(text).split())


def _share(wanted: str, there: str) -> float:
    """How much of a line is found, piece by piece."""
    starts = range(0, max(1, len(wanted) - _PIECE + 1), max(1, _PIECE // 2))
    pieces = [wanted[start : start + _PIECE] for start in starts]
    return sum(piece in there for piece in pieces) / len(pieces)
