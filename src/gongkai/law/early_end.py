"""When the publicity of a penalty may end early after credit repair (order 45 art. 14, 2021 no. 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.deadlines.counting import add_months
from gongkai.law.publicity import early_stop_conditions, may_stop_early
from gongkai.law.registry import Confidence

FIELD = "credit.repair.gsxt"
LONGER = "earliest_food"
"""The limit for food, drugs and special equipment."""


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """Whether an early end is possible, from which day on, and why (for the screen).

    ``conditions`` are what else must be so, which nobody but the office can look at.
    """

    possible: bool
    earliest: date | None
    why: str
    confidence: Confidence = Confidence.FOUND
    conditions: str = ""


def early_end(
    published_on: date,
    decided_on: date,
    kinds: Iterable[str] = (),
    *,
    longer: bool = False,
    months: int | None = None,
) -> EarlyEnd:
    """The earliest day of an early end. ``longer``: food, drugs, special equipment.

    The shortest period is recorded from memory: ``months`` is what the office set instead. Not possible where
    a kind of the penalty bars it, or where the rules of the day know no early end.
    """
    if not may_stop_early(decided_on, kinds):
        return EarlyEnd(False, None, "作出决定时的规定没有提前停止公示，或者这类处罚不得提前停止公示")
    rule = registry.find(FIELD, published_on)
    limit = rule.find_limit(LONGER if longer else "earliest") if rule else None
    if rule is None or limit is None:
        why = "没有收录最短公示期的规定，请核对"
        return EarlyEnd(True, None, why, Confidence.OPEN, early_stop_conditions(decided_on))
    why = f"{rule.cite(limit)}：{limit.text}"
    if months is not None and months != limit.days:
        why = f"{rule.cite(limit)}：本单位设定为公示满{months}个月"
    earliest = add_months(published_on, months or limit.days)
    return EarlyEnd(True, earliest, why, limit.confidence, early_stop_conditions(decided_on))
