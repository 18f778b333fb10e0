"""The grounds of an opinion before proactive disclosure 公开审查, by the day on which information was formed.

What the law lets withhold, why something is open; articles are those of the text that governs the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import registry, scope
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

FIELD = "review"
DECISIONS = ("open", "on_request", "closed", "partly", "return")
"""The decisions of an opinion that a ground may go with."""


@dataclass(frozen=True, slots=True)
class ReviewGround:
    """One ground: its words, its article (``cite`` with the law), the decisions that it can carry."""

    key: str
    text: str
    article: str
    cite: str
    decisions: tuple[str, ...]
    confidence: Confidence
    ruleset: str


def review_grounds(on: date, category: str = "") -> tuple[ReviewGround, ...]:
    """The grounds for information formed on ``on``; those of a category's statutory scope come first.

    None before 2008-05-01, when no text ruled.
    """
    rule = registry.find(FIELD, on)
    if rule is None:
        return ()
    return (*_of_scope(category, on), *_grounds(rule.id))


def demand_fitting(on: date, key: str, decision: str, category: str = "") -> ReviewGround:
    """The ground with that key. Refuses one that the day does not know or the decision cannot have."""
    for one in review_grounds(on, category):
        if one.key == key:
            if decision not in one.decisions:
                raise Refused("wrong-ground", f"“{one.text}”不能作为这种意见的依据", "请另选依据")
            return one
    raise Refused("unknown-ground", f"{on} 的规定里没有依据“{key}”", "请从列表中选择")


def _of_scope(category: str, on: date) -> tuple[ReviewGround, ...]:
    known = scope.category(category) if category else None
    if known is None:
        return ()
    found = []
    rules = {one.code: one for one in scope.scopes(on)}
    for code in known.codes(on):
        if code in rules:
            one = rules[code]
            key = f"open.{code}"
            found.append(
                ReviewGround(key, one.text, one.article, one.cite, ("open",), one.confidence, one.ruleset)
            )
    return tuple(found)


@cache
def _grounds(identity: str) -> tuple[ReviewGround, ...]:
    rule = registry.by_id(identity)
    return tuple(
        ReviewGround(
            key=entry["key"],
            text=entry["text"],
            article=entry["article"],
            cite=rule.cite() + entry["article"],
            decisions=tuple(entry["decisions"]),
            confidence=Confidence(entry["confidence"]),
            ruleset=rule.id,
        )
        for entry in rule.data["ground"]
    )
