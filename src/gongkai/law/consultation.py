"""意见征集: how long the public must be asked about a draft, and by when one says what was adopted.

The texts say 一般不少于: a shorter period is possible, but its reason stands beside it in public. Nothing
national says by when the feedback 采纳情况 is due; that date is the bureau's promise, and the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.counting import count
from gongkai.law.registry import Confidence, Limit, RuleSet
from gongkai.refusal import Refused

SUBJECTS = {
    "business": "与市场主体生产经营活动密切相关的行政规范性文件",
    "decision": "重大行政决策事项",
    "rule": "规章，或者参照规章程序的决定、命令",
    "other": "其他规范性文件和事项",
}
"""What is drafted; which text governs its consultation follows from it."""
PRACTICE = "consultation.practice"


@dataclass(frozen=True, slots=True)
class Rule:
    """What governs a consultation: days and their unit, the article, and how well it is known."""

    days: int
    unit: str
    basis: str
    text: str
    confidence: Confidence

    @property
    def is_statutory(self) -> bool:
        """Whether a text demands it; otherwise it is practice or promise."""
        return self.confidence is not Confidence.OPEN


def period(subject: str, on: date) -> Rule:
    """The shortest period for a draft whose consultation opens on a day. Refuses an ``unknown-subject``.

    Before a subject's own text was in force the general practice stands.
    """
    if subject not in SUBJECTS:
        raise Refused(
            "unknown-subject", "请选择征求意见的是哪一类事项", f"可以是 {'、'.join(SUBJECTS.values())}"
        )
    own = registry.find(f"consultation.{subject}", on)
    return _rule(own or registry.select(PRACTICE, on), "period")


def feedback(on: date) -> Rule:
    """By when after its end the bureau says what became of the opinions."""
    return _rule(registry.select(PRACTICE, on), "feedback")


def last_day(rule: Rule, start: date, calendar: Calendar | None = None) -> date:
    """The last day of so many days from ``start``, which itself is not counted."""
    return count(calendar or Calendar.default(), start, rule.days, rule.unit).end


def _rule(found: RuleSet, key: str) -> Rule:
    limit: Limit = found.limit(key)
    basis = found.cite(limit) if limit.confidence is not Confidence.OPEN else limit.source
    return Rule(limit.days, limit.unit, basis, limit.text, limit.confidence)
