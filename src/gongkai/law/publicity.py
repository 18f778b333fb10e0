"""Whether a penalty decision is published on the enterprise register, what is shown and what is taken out.

By when and until when are deadlines: ``penalty-publicity`` and ``penalty-publicity-end`` of
:mod:`gongkai.law.deadlines`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.deadlines.penalties import DEFAULT_LINE, FIELD
from gongkai.law.registry import Confidence, RuleSet
from gongkai.refusal import Refused

CLASSES = ("warning-only", "notice-only", "minor-fine", "other")
"""Classes of a decision: only 警告, only 通报批评, only 较低数额罚款, anything else."""
PROCEDURES = ("ordinary", "simple")
"""普通程序 (until 2021 一般程序) and 简易程序."""


@dataclass(frozen=True, slots=True)
class Publicity:
    """What the rules of the day say about one decision.

    ``why`` says in Chinese why it is published or not; ``summary`` are the fields of the 摘要, ``removed``
    what is taken out of the decision, ``notice`` what the party is told at service (empty: nothing).
    """

    published: bool
    why: str
    ruleset: str | None
    summary: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notice: str = ""
    confidence: Confidence = Confidence.FOUND


def penalty_facts(
    decided_on: date, *, line: str | None = None, klass: str = "other", procedure: str = "ordinary"
) -> Publicity:
    """What is published of a decision made on ``decided_on``.

    ``line`` is 工商 (default), 质监 or 食药, which differ until 2021; ``klass`` is one of :data:`CLASSES`,
    ``procedure`` one of :data:`PROCEDURES`. Raises Refused for an unknown line, class or procedure.
    """
    for name, value, known in (("处罚类别", klass, CLASSES), ("处罚程序", procedure, PROCEDURES)):
        if value not in known:
            raise Refused("unknown-class", f"不认识{name}“{value}”", f"可以是 {'、'.join(known)}")
    rule = _rule(decided_on, line)
    if rule is None:
        why = (
            f"{decided_on} 没有收录{line or DEFAULT_LINE}条线行政处罚信息公示的规定，按主动公开的一般规定办理"
        )
        return Publicity(False, why, None)
    stated = rule.data["publicity"]
    confidence = Confidence(stated["confidence"])
    warning_only = rule.find_limit("publicity_warning_only")
    if klass == "warning-only" and warning_only:
        return Publicity(
            False, f"{rule.cite(warning_only)}：{warning_only.text}", rule.id, confidence=confidence
        )
    if procedure == "simple":
        why = f"{rule.cite()}：只公示{stated['scope']}，简易程序的不在其内"
        return Publicity(False, why, rule.id, confidence=confidence)
    return Publicity(
        published=True,
        why=f"{rule.cite()}{stated['article']}：{stated['text']}",
        ruleset=rule.id,
        summary=tuple(stated["summary"]),
        removed=tuple(stated["removed"]),
        notice=stated["notice"],
        confidence=confidence,
    )


def may_stop_early(decided_on: date, kinds: Iterable[str]) -> bool:
    """Whether publicity of a decision with these kinds of penalty may be ended early on application.

    False where the rules of the day know no early end (before 2021-09-01) or bar one of the kinds; a kind is
    known by its words, as 吊销 in 吊销许可证件.
    """
    rule = _rule(decided_on, None)
    barred = rule.data["publicity"].get("never_early") if rule else None
    return barred is not None and not any(word in kind for kind in kinds for word in barred)


def early_stop_conditions(decided_on: date) -> str:
    """What must be so before publicity may end early (order 45 art. 14); empty where nothing is known."""
    rule = _rule(decided_on, None)
    fact = rule.find_fact("early_stop") if rule else None
    return f"{rule.cite(fact)}：{fact.text}" if rule and fact else ""


def _rule(day: date, line: str | None) -> RuleSet | None:
    registry.check_line(FIELD, line)
    split = any(rule.lines for rule in registry.candidates(FIELD, day))
    return registry.find(FIELD, day, line=line or (DEFAULT_LINE if split else None))
