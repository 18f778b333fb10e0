"""The lawful grounds of a case: by the rule set of its day and line (:mod:`gongkai.law.grounds`)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.casework.clocks import transition
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.clocks import line_of
from gongkai.desk.complaints.facts import Standing
from gongkai.law import registry
from gongkai.law.appraisal import Appraisal, appraisal
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.law.grounds import (
    Ground,
    acceptance_ground,
    acceptance_grounds,
    termination_ground,
    termination_grounds,
)
from gongkai.refusal import Refused

__all__ = [
    "Ground",
    "agent",
    "agent_on",
    "consumer_factors",
    "ending",
    "endings",
    "joint",
    "no_power",
    "not_agreed",
    "of_agent",
    "refusal",
    "refusals",
    "repeated",
    "repeated_complaint",
    "ruleset_of",
    "testing",
    "whose",
]
_ACTING = ("agent", "joint")
"""The facts of who acts for others."""


def ruleset_of(one: Standing, on: date | None = None) -> str:
    """The id of the rule set under which a case is decided; of several of the day the first.

    ``on`` is the day of the decision: whether it or the day of receipt chooses between an old and a new
    rule set is the office's transition policy.
    """
    received = one.matter.registered_on
    day = registry.governing_day(on or received, received=received, policy=transition())
    line = line_of(one.case, one.matter)
    if line == ANY_LINE:
        found = registry.candidates("complaint", day)
        if found:
            return found[0].id
    return registry.select("complaint", day, line=None if line == ANY_LINE else line).id


def refusals(ruleset: str) -> tuple[Ground, ...]:
    """The grounds for 不予受理."""
    return acceptance_grounds(ruleset)


def refusal(ruleset: str, code: str) -> Ground:
    """One of them. Raises Refused where the set does not have it."""
    return acceptance_ground(ruleset, code)


def endings(ruleset: str) -> tuple[Ground, ...]:
    """The grounds for 终止调解."""
    return termination_grounds(ruleset)


def ending(ruleset: str, code: str) -> Ground:
    """One of them. Raises Refused where the set does not have it."""
    return termination_ground(ruleset, code)


def no_power(one: Standing) -> str:
    """What the rules of the day say of a report that another bureau has the power over; empty for nothing."""
    said = _fact(one, "no_power")
    if not said:
        return ""
    return _("%(said)s：有权的是其他市场监督管理部门的，请改用“告知向有权部门提出”") % {"said": said}


def whose(one: Standing) -> str:
    """Whose complaint or report it is by the rules of the day, for who disputes it; empty for nothing."""
    kind = "report" if one.case.kind == Case.Kind.REPORT else "complaint"
    return _fact(one, f"jurisdiction.{kind}")


def of_agent(one: Standing) -> str:
    """What an agent has to bring by the rules of the day, in their words; empty where they are silent."""
    return _fact(one, "agent")


def agent(one: Standing) -> str:
    """What the rules of the day ask of an agent and of several complainants; empty where they are silent."""
    return "；".join(said for key in _ACTING if (said := _fact(one, key)))


def agent_on(day: date) -> str:
    """The same on a day, for who takes a complaint down: of several rule sets the first that says it."""
    found = registry.candidates("complaint", day)
    facts = (next(filter(None, (rule.find_fact(key) for rule in found)), None) for key in _ACTING)
    return "；".join(fact.text for fact in facts if fact is not None)


def joint(one: Standing) -> str:
    """What the rules of the day say of several complainants and their representatives; empty for nothing."""
    return _fact(one, "joint")


def testing(one: Standing) -> Appraisal | None:
    """What the rules of the day say of testing in a dispute: who chooses the body, who pays."""
    try:
        return appraisal(ruleset_of(one))
    except Refused:
        return None  # a day of which no rules are known


def not_agreed(one: Standing) -> str:
    """What follows where the sides do not agree on a laboratory or its costs; empty where it is not known."""
    try:
        ground = ending(ruleset_of(one), "appraisal")
    except Refused:
        return ""
    return _("%(text)s的，终止调解（%(article)s）") % {"text": ground.text, "article": ground.article}


def repeated(one: Standing) -> str:
    """What the rules of the day say of a report that says the same again; empty where they say nothing."""
    return _fact(one, "repeat") if one.case.kind == Case.Kind.REPORT else ""


def repeated_complaint(one: Standing) -> str:
    """The ground under which a complaint about the same dispute is refused; empty where there is none."""
    try:
        ground = refusal(ruleset_of(one), "already_handled")
    except Refused:
        return ""
    return _("同一争议已经处理过、又来投诉的，选“%(text)s”（%(article)s）") % {
        "text": ground.text,
        "article": ground.article,
    }


def consumer_factors(one: Standing) -> str:
    """By what it is judged whether something was bought for living; empty where the rules do not say."""
    return _fact(one, "consumer.factors")


def _fact(one: Standing, key: str) -> str:
    """A fact of the rule set of the case, with its article."""
    try:
        found = registry.by_id(ruleset_of(one)).find_fact(key)
    except Refused:
        return ""  # a day of which no rules are known
    if found is None:
        return ""
    return f"{found.text}（{found.article}）" if found.article else found.text
