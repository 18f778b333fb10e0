"""Testing in a complaint 检定、检验、检测、鉴定: who chooses the body, who pays, by rule set."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law import registry
from gongkai.law.registry import Confidence

KEY = "testing"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a rule set says of testing in a dispute.

    ``designates``: whether the bureau may name the body where both sides do not agree on one (order 121
    art. 22 may, order 20 art. 20 may not); null where the text of that day is not known. ``basis`` names law
    and article.
    """

    text: str
    basis: str
    designates: bool | None
    confidence: Confidence

    @property
    def in_words(self) -> str:
        """Text, law and article, and how well it is known where that is not from the text itself."""
        said = f"{self.text}（{self.basis}）" if self.basis else self.text
        return said if self.confidence is Confidence.FOUND else f"{said}【{self.confidence.label}】"


def appraisal(rule_set_id: str) -> Appraisal | None:
    """What a complaint rule set says of testing; null where it says nothing.

    Raises Refused for an unknown rule set.
    """
    rule = registry.by_id(rule_set_id)
    fact = rule.find_fact(KEY)
    if fact is None:
        return None
    designates = rule.data.get(KEY, {}).get("designates")
    return Appraisal(fact.text, rule.cite(fact), designates, fact.confidence)
