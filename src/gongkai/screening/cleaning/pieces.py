"""What all file types share: a document as pieces of text, screened as one and changed piece by piece.

A document is screened as one text, so that a name known from the first page is seen on the last, and a
number that breaks over two paragraphs is one number. Each decision is then carried out in the pieces that it
touches.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from gongkai.refusal import Refused
from gongkai.screening.cleaning.squeezing import Squeezed, bare
from gongkai.screening.finding import Finding, Verdict
from gongkai.screening.known import NOTHING, Known
from gongkai.screening.policies.deciding import Change, Decision
from gongkai.screening.policies.deidentifying import plan
from gongkai.screening.policies.model import Action, Policy


class Unclean(Exception):
    """No verified copy can be made of a readable file: a scan, macros, a value that stays. Exit status 1."""

    def __init__(
        self, sentence: str, faults: Sequence[str] = (), *, is_scan: bool = False, is_unread: bool = False
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.faults = tuple(faults)
        self.is_scan = is_scan
        """Whether a page without text is the reason: with OCR it may be another story."""
        self.is_unread = is_unread
        """Whether a picture that nothing has read is the reason: a person may say that they looked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document's text that a person finds again."""

    text: str
    where: str
    context: bool = False
    """Text that only explains its neighbours (the header of a column); it is read, never changed."""
    before: str = "\n"
    """What stands between this piece and the one before it."""
    again: bool = False
    """A second reading of a place that another piece has read already."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement within one piece."""

    start: int
    end: int
    replacement: str
    kept: int = 0
    """Characters at the start of the span that may stay where nothing can be written in."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A value that was taken out and must not be left in any form."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something other than text that did not go into the copy."""

    kind: str
    where: str
    what: str

    def change(self) -> Change:
        """The note as an entry of the log."""
        return Change(0, 0, self.kind, f"file.{self.kind}", Action.REMOVE, "", self.where, self.what)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A new file, not yet verified."""

    data: bytes
    log: tuple[Change, ...]
    removed: tuple[Removed, ...]
    unread: tuple[str, ...] = ()
    """Places of pictures that stay although nobody has read what is on them."""
    read: str = ""
    """The text as it was judged: cells with their headings, rows as sentences."""
    firms: tuple[str, ...] = ()
    """Names of firms that stay and hold the name of a person."""


class Draft(Protocol):
    """A document that is open for cleaning."""

    notes: list[Note]

    @property
    def blackens(self) -> bool:
        """Whether found spans are blackened because nothing can be written in their place."""
        ...

    def pieces(self) -> Sequence[Piece]:
        """All text that will be in the copy, in reading order."""
        ...

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """The new file. ``edits`` by index of piece, in order, without overlaps."""
        ...


@dataclass(frozen=True, slots=True)
class Joined:
    """Pieces as one text."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[Piece, ...] = field(default=())

    def of(self, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """The pieces that a span touches: index, start and end within the piece."""
        for index in range(max(bisect_right(self.starts, start) - 1, 0), len(self.starts)):
            at, piece = self.starts[index], self.pieces[index]
            if at >= end:
                break
            low, high = max(start, at), min(end, at + len(piece.text))
            if low < high and not piece.context:
                yield index, low - at, high - at

    def is_again(self, at: int) -> bool:
        """Whether a character belongs to a second reading."""
        return bool(self.pieces) and self.pieces[max(bisect_right(self.starts, at) - 1, 0)].again

    def where(self, at: int) -> str:
        """The place of a character."""
        return self.pieces[max(bisect_right(self.starts, at) - 1, 0)].where if self.pieces else ""


def joined(pieces: Sequence[Piece]) -> Joined:
    """The pieces as one text."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for piece in pieces:
        gap = piece.before if parts else ""
        starts.append(length + len(gap))
        parts += (gap, piece.text)
        length += len(gap) + len(piece.text)
    return Joined("".join(parts), tuple(starts), tuple(pieces))


def clean(draft: Draft, policy: Policy, known: Known = NOTHING, also: Sequence[str] = ()) -> Cleaned:
    """The file that ``draft`` makes after ``policy``; ``also`` are values found later, taken out as well.

    Raises :class:`Unclean` when something stays, Refused where the policy gives no copy.
    """
    whole = joined(draft.pieces())
    decisions, left, firms = plan(whole.text, policy, known, also=_given(whole.text, also))
    if left:
        raise Unclean(
            "脱敏后仍有疑点，没有写出文件",
            [f"{whole.where(one.start)}：{one.kind}，{one.why}" for one in left[:10]],
        )
    edits: dict[int, list[Edit]] = {}
    log: list[Change] = []
    told: set[tuple[str, str, str]] = set()
    for one in decisions:
        change = _change(one, whole, blackens=draft.blackens)
        same = (change.where, change.kind, bare(one.finding.text))
        if same not in told or not whole.is_again(one.start):
            log.append(change)
        told.add(same)
        for number, (index, start, end) in enumerate(whole.of(one.start, one.end)):
            words = one.replacement if number == 0 else ""
            edits.setdefault(index, []).append(Edit(start, end, words, one.kept if number == 0 else 0))
    data = draft.save(edits)
    removed = [Removed(one.secret, one.finding.kind) for one in decisions if one.secret]
    notes = (note.change() for note in draft.notes)
    return Cleaned(data, (*log, *notes), tuple(dict.fromkeys(removed)), read=whole.text, firms=firms)


def _change(decision: Decision, whole: Joined, *, blackens: bool) -> Change:
    """The entry of the log, with its place in the file and the offset within its piece."""
    touched = next(iter(whole.of(decision.start, decision.end)), None)
    change = replace(decision.change(), where=whole.where(decision.start))
    if blackens:
        change = replace(change, replacement=decision.finding.text[: decision.kept] + "█")
    return replace(change, start=touched[1]) if touched else change


def _given(text: str, values: Sequence[str]) -> list[Finding]:
    """Every place of values that only the check of an earlier copy has shown."""
    found = []
    for _, start, end in Squeezed(text, across=True).places([one for one in map(bare, values) if one]):
        found.append(
            Finding(
                kind="leftover",
                verdict=Verdict.REDACT,
                text=text[start:end],
                where="",
                start=start,
                end=end,
                rule="verify.left",
                why="复核副本时发现的残留",
            )
        )
    return found


def replaced(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with its edits."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.replacement)
        at = edit.end
    return "".join([*parts, text[at:]])


def refuse_empty(data: bytes) -> None:
    """Refuse a file without content."""
    if not data:
        raise Refused("empty-file", "文件是空的", "请核对文件")
