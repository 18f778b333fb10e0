"""The passages of ``corpus/*.toml``: texts with what has to be found in them, marked in place.

A mark is ``⟦KIND VERDICT|span⟧``. VERDICT is one or more of the letters below; of several
letters each is lawful. Marks may nest. ``KIND`` may be ``id18+minor``: both have to be found on the span.

``r`` redact, ``b`` block, ``v`` review, ``n`` any of the three
``k`` may stay: must be neither redacted nor blocked nor sent to review (``kv``: review is lawful)
``K`` has to be reported as ``keep`` with exactly this span
``?`` the law leaves it to the office: found or not, nothing is counted
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.screening.finding import Verdict, Whom
from gongkai.screening.known import Known, Party, Term, TermList

CORPUS = Path(__file__).parent / "corpus"
LETTERS = {
    "r": {Verdict.REDACT},
    "b": {Verdict.BLOCK},
    "v": {Verdict.REVIEW},
    "n": {Verdict.REDACT, Verdict.BLOCK, Verdict.REVIEW},
    "k": {Verdict.KEEP},
    "K": {Verdict.KEEP},
    "?": set(Verdict),
}
OPEN, CLOSE, BAR = "⟦", "⟧", "|"


@dataclass(frozen=True)
class Mark:
    """One span of a passage with what the law wants done with it."""

    kind: str
    verdicts: frozenset[Verdict]
    start: int
    end: int
    letters: str

    @property
    def optional(self):
        """Whether finding and not finding are both right."""
        return "?" in self.letters

    @property
    def kept(self):
        """Whether the span has to stay."""
        return "k" in self.letters.lower()


@dataclass(frozen=True)
class Passage:
    """A text, what is known about it, and the marks in it."""

    id: str
    text: str
    marks: tuple[Mark, ...]
    known: Known

    def span(self, mark):
        """The raw words under a mark."""
        return self.text[mark.start : mark.end]


def unmark(raw):
    """The plain text and the marks of a marked one; an error in the marks is a ValueError."""
    plain, marks, waiting, at = [], [], [], 0
    length = 0
    while at < len(raw):
        char = raw[at]
        if char == OPEN:
            head, bar, _ = raw[at + 1 :].partition(BAR)
            kinds, _, letters = head.partition(" ")
            if not bar or not letters or any(letter not in LETTERS for letter in letters):
                raise ValueError(f"no kind and verdict after {raw[at : at + 20]!r}")
            waiting.append((kinds, letters, length))
            at += len(head) + 2
            continue
        if char == CLOSE:
            kinds, letters, start = waiting.pop()
            verdicts = frozenset().union(*(LETTERS[letter] for letter in letters))
            marks += [Mark(kind, verdicts, start, length, letters) for kind in kinds.split("+")]
        else:
            plain.append(char)
            length += 1
        at += 1
    if waiting:
        raise ValueError(f"not closed: {waiting}")
    return "".join(plain), tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def known_from(table):
    """The ``Known`` that a passage's table stands for."""
    parties = tuple(
        Party(row["name"], row["kind"], Whom(row.get("role", "")), tuple(row.get("aliases", ())))
        for row in table.get("parties", ())
    )
    lists = tuple(
        TermList("corpus", "1", row["kind"], (Term(row["text"], unless=tuple(row.get("unless", ()))),))
        for row in table.get("terms", ())
    )
    decided_on = table.get("decided_on")
    assert decided_on is None or isinstance(decided_on, date)
    return Known(
        parties=parties,
        premises=tuple(table.get("premises", ())),
        decision_date=decided_on,
        contacts=tuple(table.get("contacts", ())),
        officials=tuple(table.get("officials", ())),
        lists=lists,
    )


def load():
    """All passages, in the order of files and places."""
    passages = []
    for path in sorted(CORPUS.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["passage"]:
            try:
                text, marks = unmark(row["text"])
            except (ValueError, IndexError) as error:
                raise ValueError(f"{path.name} {row['id']}: {error}") from error
            passages.append(Passage(row["id"], text, marks, known_from(row.get("known", {}))))
    return passages
