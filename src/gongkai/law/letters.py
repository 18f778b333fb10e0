"""The letters of a case: title, what each must contain, and whether it carries a notice of remedies.

A letter's citation belongs to the rule set of its case, never to a template: the same letter cites another
article under another set, and some letters exist under one set only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongkai.law import registry
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter under one rule set.

    ``contents`` is what it must say beside ``common`` (what every letter of the set has); ``cite`` names law
    and article, empty where the set has none; ``remedy`` letters carry a notice of remedies
    (:func:`gongkai.law.remedies.remedy_text`).
    """

    key: str
    title: str
    contents: tuple[str, ...]
    common: tuple[str, ...]
    cite: str
    remedy: bool
    confidence: Confidence
    ruleset: str


@cache
def letters(rule_set_id: str) -> tuple[Letter, ...]:
    """The letters of a rule set (``foi.2019``, ``complaint.samr121``); none where it has no letters.

    Raises Refused for an unknown rule set.
    """
    rule = registry.by_id(rule_set_id)
    return tuple(
        Letter(
            key=entry["key"],
            title=entry["title"],
            contents=tuple(entry["contents"]),
            common=tuple(rule.data["letters"]["common"]),
            cite=rule.cite() + entry["article"] if entry["article"] else "",
            remedy=entry["remedy"],
            confidence=Confidence(entry["confidence"]),
            ruleset=rule.id,
        )
        for entry in rule.data.get("letter", ())
    )


def letter(rule_set_id: str, key: str) -> Letter:
    """One letter of a rule set. Raises Refused where the set does not have it."""
    for one in letters(rule_set_id):
        if one.key == key:
            return one
    known = "、".join(one.key for one in letters(rule_set_id)) or "（没有文书）"
    raise Refused("unknown-letter", f"{registry.by_id(rule_set_id).cite()}没有文书“{key}”", f"可以是 {known}")


def other_ways(rule_set_id: str) -> str:
    """Which other ways a person may go when a complaint is not settled here; may be empty."""
    fact = registry.by_id(rule_set_id).find_fact("other_ways")
    return fact.text if fact else ""


def ending_routes(rule_set_id: str) -> str:
    """Which ways are open to either side after mediation has ended (order 121 art. 25); may be empty."""
    fact = registry.by_id(rule_set_id).find_fact("ending.routes")
    return fact.text if fact else ""
