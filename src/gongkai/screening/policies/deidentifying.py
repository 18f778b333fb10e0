"""A text without what the policy takes out.

The result is screened again: what only shows after the first pass (digits that now stand alone, a name that
a mask has freed) is mapped back to the original text and taken out as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gongkai.screening.finding import Finding, Verdict, Whom
from gongkai.screening.known import NOTHING, Known
from gongkai.screening.policies.deciding import Change, Decision, action_for, decide
from gongkai.screening.policies.model import Action, Policy
from gongkai.screening.policies.names import plain
from gongkai.screening.text import screen_text

ROUNDS = 4
"""After so many passes a text that still shows something is left to a person."""

Screen = Callable[[str, Known], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A text after its policy, and what was done."""

    text: str
    log: tuple[Change, ...]
    left: tuple[Finding, ...] = ()
    """What the last pass still found; a person has to look."""


class Plan(NamedTuple):
    """What a policy does with a text."""

    decisions: tuple[Decision, ...]
    left: tuple[Finding, ...]
    """What the decisions would leave."""
    firms: tuple[str, ...]
    """Names of firms that stay and hold the name of a person: 王桂香水果店."""


def deidentify(text: str, policy: Policy, known: Known = NOTHING) -> Deidentified:
    """``text`` after ``policy``; doing it twice changes nothing. Raises Refused where there is no copy."""
    decisions, left, _ = plan(text, policy, known)
    return Deidentified(applied(text, decisions), tuple(one.change() for one in decisions), left)


def search(text: str, known: Known) -> Sequence[Finding]:
    """Screening as the policies use it."""
    return screen_text(text, known)


def plan(
    text: str,
    policy: Policy,
    known: Known = NOTHING,
    *,
    screen: Screen = search,
    also: Sequence[Finding] = (),
) -> Plan:
    """The decisions over ``text``, and what they would leave; ``also`` are findings from outside."""
    findings = [*screen(text, known)]
    firms = [one for one in findings if one.kind == "enterprise" and one.verdict is Verdict.KEEP]
    named = {plain(one.value or one.text): one for one in findings if one.kind == "person"}
    secret = {name for name, one in named.items() if one.whom is Whom.REPORTER}
    firms = [one for one in firms if not any(name in one.text for name in secret)]
    findings += [
        _as_named(one, named)
        for one in also
        if not any(firm.start <= one.start and one.end <= firm.end for firm in firms)
    ]
    findings += _spaced(text, findings)
    decisions: tuple[Decision, ...] = ()
    left: tuple[Finding, ...] = ()
    for _ in range(ROUNDS):
        decisions = decide(findings, text, policy)
        result = applied(text, decisions)
        left = tuple(one for one in screen(result, known) if action_for(one, policy)[0] is not Action.KEEP)
        if not left:
            break
        back = _Way(decisions)
        findings += [back.of(one, text) for one in left]
    held = (firm.text for firm in firms if any(name in firm.text for name in named))
    return Plan(decisions, left, tuple(dict.fromkeys(held)))


def _as_named(found: Finding, named: Mapping[str, Finding]) -> Finding:
    """What only the check has shown, as the person whose name it is: 张某 there as everywhere."""
    person = named.get(plain(found.text))
    if person is None:
        return found
    whom = Whom.THIRD if person.verdict is Verdict.KEEP else person.whom
    return replace(found, kind="person", whom=whom, value=person.value or person.text)


def _spaced(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Names that were found, written with blanks between their characters, as signatures are: 张　三."""
    names = {plain(one.value or one.text): one for one in findings if one.kind == "person"}
    found: list[Finding] = []
    for name, one in names.items():
        if not 2 <= len(name) <= 4 or one.verdict is Verdict.KEEP:
            continue
        for place in re.finditer(r"[ \t\u3000\u00a0]+".join(map(re.escape, name)), text):
            found.append(replace(one, start=place.start(), end=place.end(), text=place[0], value=name))
    return found


def applied(text: str, decisions: Sequence[Decision]) -> str:
    """``text`` with the decisions carried out."""
    parts: list[str] = []
    at = 0
    for one in decisions:
        parts += (text[at : one.start], one.replacement)
        at = one.end
    return "".join([*parts, text[at:]])


class _Way:
    """The way back from a changed text to the original: offsets after the decisions → offsets before them."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.decisions = decisions
        self.starts: list[int] = []
        shift = 0
        for one in decisions:
            self.starts.append(one.start + shift)
            shift += len(one.replacement) - (one.end - one.start)

    def of(self, finding: Finding, text: str) -> Finding:
        """The finding on the original text; one that touches a replacement covers all that was replaced."""
        start, end = self._at(finding.start, last=False), self._at(finding.end - 1, last=True)
        return replace(finding, start=start, end=end, text=text[start:end])

    def _at(self, at: int, *, last: bool) -> int:
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return at + last
        one = self.decisions[index]
        behind = at - self.starts[index] - len(one.replacement)
        if behind < 0:
            return one.end if last else one.start
        return one.end + behind + last
