"""The engine that takes resolved findings out of an item's texts. Pure: texts in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from gongkai.screening import Finding, Known, Verdict
from gongkai.screening.policies.deciding import Decision, decide
from gongkai.screening.policies.deidentifying import applied
from gongkai.screening.policies.model import Action, Policy
from gongkai.screening.text import screen_text

Chosen = Mapping[tuple[str, str], str]
"""(kind, mark of the words) → ``masked`` or ``removed``."""
_BY_HAND = "by-hand"


def changed(text: str, chosen: Chosen, policy: Policy, known: Known, mark: Callable[[str], str]) -> str:
    """``text`` without what was chosen, wherever it stands.

    ``masked`` does what the policy does (姓+某, the role, the placeholder), with the placeholder where the
    policy would keep; ``removed`` leaves nothing.
    """
    if not text or not chosen:
        return text
    found = [(one, chosen.get((one.kind, mark(one.text)), "")) for one in screen_text(text, known)]
    masked = [one for one, how in found if how == "masked"]
    removed = [one for one, how in found if how == "removed"]
    decisions = [*_masked(masked, text, policy), *(_decision(one, "", Action.DROP) for one in removed)]
    return applied(text, _apart(decisions))


def _masked(found: Sequence[Finding], text: str, policy: Policy) -> list[Decision]:
    ruled: list[Finding] = []
    by_hand: list[Finding] = []
    for one in found:
        action = policy.decide(one.kind, one.whom)[0]
        own = action not in (Action.KEEP, Action.REFUSE)
        (ruled if own else by_hand).append(replace(one, verdict=Verdict.REDACT))
    made = list(decide(ruled, text, policy))
    return made + [_decision(one, policy.placeholder, Action.REMOVE) for one in by_hand]


def _decision(one: Finding, replacement: str, action: Action) -> Decision:
    return Decision(one.start, one.end, replacement, action, one, _BY_HAND)


def _apart(decisions: Iterable[Decision]) -> list[Decision]:
    """Without overlaps, in order; of two that meet the longer one covers both."""
    apart: list[Decision] = []
    for one in sorted(decisions, key=lambda one: (one.start, -one.end)):
        if apart and one.start < apart[-1].end:
            if one.end > apart[-1].end:
                apart[-1] = replace(apart[-1], end=one.end)
            continue
        apart.append(one)
    return apart
