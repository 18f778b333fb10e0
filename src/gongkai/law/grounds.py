"""Grounds on which a complaint is not accepted, or its mediation ended, by rule set.

The same code means the same ground in every rule set, so that figures can be compared over the years;
text and article are those of the set, because a letter must cite the text that governs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import registry
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

FIELD = "complaint"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: ``code`` is the same in all sets, ``number`` its place, ``cite`` law and article.

    ``years``: how many years the ground speaks of, 0 where it speaks of none.
    """

    code: str
    number: int
    text: str
    article: str
    cite: str
    confidence: Confidence
    ruleset: str
    years: int = 0


def acceptance_grounds(rule_set_id: str) -> tuple[Ground, ...]:
    """The grounds for 不予受理 of a complaint rule set, in the order of its article.

    Raises Refused for an id that is no complaint rule set.
    """
    return _grounds(rule_set_id, "refusal")


def termination_grounds(rule_set_id: str) -> tuple[Ground, ...]:
    """The grounds for 终止调解 of a complaint rule set, in the order of its article.

    Raises Refused for an id that is no complaint rule set.
    """
    return _grounds(rule_set_id, "ending")


def acceptance_ground(rule_set_id: str, code: str) -> Ground:
    """One ground for 不予受理. Raises Refused where the set does not have it."""
    return _one(rule_set_id, "refusal", code)


def too_old(on: date, line: str) -> Ground | None:
    """The ground of a complaint whose matter is known for too many years, on a day in a line of business.

    Of a case of no line all sets of the day are asked, and the fewest years count. Null where none names any.
    """
    alone = line != ANY_LINE
    rules = (registry.select(FIELD, on, line=line),) if alone else registry.candidates(FIELD, on)
    found = [one for rule in rules for one in acceptance_grounds(rule.id) if one.code == "too_late"]
    return min((one for one in found if one.years), key=lambda one: one.years, default=None)


def termination_ground(rule_set_id: str, code: str) -> Ground:
    """One ground for 终止调解. Raises Refused where the set does not have it."""
    return _one(rule_set_id, "ending", code)


@cache
def _grounds(rule_set_id: str, kind: str) -> tuple[Ground, ...]:
    rule = registry.by_id(rule_set_id)
    if rule.field != FIELD:
        known = "、".join(one.id for one in registry.of_field(FIELD))
        raise Refused("not-complaint-rules", f"{rule_set_id} 不是投诉举报的规则", f"可以是 {known}")
    return tuple(
        Ground(
            code=entry["key"],
            number=entry["number"],
            text=entry["text"],
            article=entry["article"],
            cite=rule.cite() + entry["article"],
            confidence=Confidence(entry["confidence"]),
            ruleset=rule.id,
            years=entry.get("years", 0),
        )
        for entry in rule.data[kind]
    )


def _one(rule_set_id: str, kind: str, code: str) -> Ground:
    for ground in _grounds(rule_set_id, kind):
        if ground.code == code:
            return ground
    cite = registry.by_id(rule_set_id).cite()
    known = "、".join(ground.code for ground in _grounds(rule_set_id, kind))
    raise Refused("unknown-ground", f"{cite}没有代码为“{code}”的情形", f"可以是 {known}")
