"""What reading a file gives: its text place by place, what it hides, and what could not be read.

All parts are one text (``Extract.text``), so that a name found in a header is known in a footnote; findings
count its characters. What is hidden is text too: a number in a deleted sentence is found as well.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from gongkai.refusal import Refused
from gongkai.screening import articles
from gongkai.screening.files.rules import file_rules, finding
from gongkai.screening.finding import Finding, Verdict

MOST_CHARACTERS = 20_000_000
"""Text of one file beyond which it is refused; a register of a year has about two million."""
MOST_FINDINGS = 5_000
"""Hidden things of one file that are listed; the file is refused beyond it."""
QUOTED = 200
"""Characters of a hidden text that its finding quotes."""
GAP = "\n\n"
"""Between places that have nothing to do with each other: no number is read across it."""


@dataclass(frozen=True, slots=True)
class Part:
    """The text of one place."""

    text: str
    where: str
    """A place a person finds again: 第 3 页, Sheet2!B7, 第 12 段."""
    start: int
    """Where the text begins in the whole text of the file."""


@dataclass(frozen=True)
class Extract:
    """Everything that a reader found in a file."""

    type: str
    parts: tuple[Part, ...]
    hidden: tuple[Finding, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """What cleaning needs to know: ``("pages", "3")``."""
    text: str = ""
    """All parts, each at its ``start``."""

    @cached_property
    def _starts(self) -> list[int]:
        return [part.start for part in self.parts]

    def where(self, at: int) -> str:
        """The place of the character ``at`` of the whole text."""
        if not self.parts:
            return ""
        found = max(bisect_right(self._starts, at) - 1, 0)
        part = self.parts[found]
        if at >= part.start + len(part.text) and found + 1 < len(self.parts):
            found += 1
        return self.parts[found].where

    def says(self, found: Finding) -> bool:
        """Whether a finding lies in a part: in a heading that is only read before a cell it lies in none."""
        part = self.parts[max(bisect_right(self._starts, found.end - 1) - 1, 0)] if self.parts else None
        return part is not None and part.start < found.end and found.start < part.start + len(part.text)

    def placed(self, found: Finding) -> Finding:
        """A finding on the whole text, with the place where it begins."""
        return replace(found, where=self.where(found.start))

    def fact(self, name: str) -> str:
        """One of the facts, empty when the reader did not state it."""
        return dict(self.facts).get(name, "")


class Collector:
    """Puts an extract together."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.facts: dict[str, str] = {}
        self.depth = 0
        """How many files lie around this one."""
        self._parts: list[Part] = []
        self._pieces: list[str] = []
        self._hidden: list[Finding] = []
        self._length = 0

    def add(self, text: str, where: str, *, gap: str = GAP, context: str = "") -> tuple[int, int]:
        """Add the text of a place. Gives back its span, empty for blank text.

        ``gap`` follows it; ``context``, the heading of a column for example, stands before it without
        belonging to the part.
        """
        if not text or text.isspace():
            return (self._length, self._length)
        start = self._room(len(text) + len(context)) + len(context)
        end = start + len(text)
        self._parts.append(Part(text, where, start))
        self._pieces += (context, text, gap)
        self._length = end + len(gap)
        return (start, end)

    def add_lines(self, text: str) -> None:
        """Add a plain text as it is, each line a place of its own."""
        start = self._room(len(text))
        self._pieces.append(text)
        for number, line in enumerate(text.splitlines(keepends=True), 1):
            self._parts.append(Part(line, f"第 {number} 行", start))
            start += len(line)
        self._length = start

    def _room(self, length: int) -> int:
        """Where the next text begins. Raises Refused when the file holds too much."""
        if self._length + length > MOST_CHARACTERS:
            raise Refused("too-much-text", "文件的文字过多，超过两千万字", "请拆分后再检查")
        return self._length

    def hide(self, rule: str, where: str, text: str, *, note: str = "") -> None:
        """Add hidden text together with its finding."""
        start, end = self.add(text, where)
        self.note(rule, where, text, note=note, span=(start, end))

    def note(
        self, rule: str, where: str, text: str = "", *, note: str = "", span: tuple[int, int] | None = None
    ) -> None:
        """A finding without text of its own, or on text that was added already."""
        if len(self._hidden) >= MOST_FINDINGS:
            raise Refused("too-much-hidden", "文件中隐藏的内容过多，无法逐项列出", "请清理后再检查")
        start, end = span or (self._length, self._length)
        quoted = " ".join(text.split())
        quoted = quoted if len(quoted) <= QUOTED else quoted[: QUOTED - 1] + "…"
        self._hidden.append(finding(rule, quoted, where, start, end, note))

    def take(self, inner: Extract, where: str) -> None:
        """Add what was read in a file inside this one."""
        spans: dict[int, int] = {}
        for part in inner.parts:
            spans[part.start], _ = self.add(part.text, f"{where}：{part.where}")
        for found in inner.hidden:
            start = spans.get(found.start, self._length)
            end = start + found.end - found.start if found.start in spans else start
            self.note(found.rule, f"{where}：{found.where}", found.text, span=(start, end))

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def done(self) -> Extract:
        """The extract."""
        facts = tuple(sorted(self.facts.items()))
        return Extract(self.kind, tuple(self._parts), tuple(self._hidden), facts, self.text)


def to_json(extract: Extract) -> bytes:
    """An extract as the sandbox sends it: plain JSON, so that a hostile file's process sends nothing else."""
    return json.dumps(
        {
            "type": extract.type,
            "parts": [(part.where, part.start, part.start + len(part.text)) for part in extract.parts],
            "hidden": [
                (found.rule, found.text, found.where, found.start, found.end, found.why)
                for found in extract.hidden
            ],
            "facts": extract.facts,
            "text": extract.text,
        },
        ensure_ascii=True,
    ).encode("ascii")


def from_json(sent: bytes) -> Extract:
    """Read what :func:`to_json` wrote; verdicts come from the rules again, never from the other process."""
    try:
        read: dict[str, Any] = json.loads(sent)
        text = str(read["text"])
        parts = tuple(Part(text[int(a) : int(b)], str(where), int(a)) for where, a, b in read["parts"])
        hidden = tuple(_found(*row) for row in read["hidden"])
        facts = tuple((str(name), str(value)) for name, value in read["facts"])
        return Extract(str(read["type"]), parts, hidden, facts, text)
    except (ValueError, KeyError, TypeError) as wrong:
        raise Refused("unreadable", "读取文件的进程没有给出结果", "请另存一份再试") from wrong


def _found(rule: str, text: str, where: str, start: int, end: int, why: str) -> Finding:
    known = file_rules()[rule]
    verdict = Verdict(known.verdict)
    return Finding(
        known.kind,
        verdict,
        str(text),
        str(where),
        int(start),
        int(end),
        rule,
        str(why),
        articles.cite(known.article),
    )
