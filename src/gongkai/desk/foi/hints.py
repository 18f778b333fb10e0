"""What the law of the day says of an act, for the lines under its button; of what no rule says, nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.foi import facts
from gongkai.desk.foi.models import Application
from gongkai.law import registry
from gongkai.law.fees import charges_costs
from gongkai.law.outcomes import outcome
from gongkai.law.registry import RuleSet

Hint = Callable[[Application, date], str]
"""The words for an application on a day; empty where the rule set says nothing."""


def of_rules(*keys: str, missed: tuple[str, ...] = ()) -> Hint:
    """Facts of the rule set of the application; of ``missed`` what follows when the limit passes."""

    def hint(application: Application, day: date) -> str:
        rule = facts.rules(application, day)
        return said([*(_fact(rule, key) for key in keys), *(facts.if_missed(rule, key) for key in missed)])

    return hint


def of_fee(*keys: str, missed: tuple[str, ...] = ()) -> Hint:
    """The same of the fee regime."""

    def hint(application: Application, day: date) -> str:
        rule = facts.fee_rules(application, day)
        return said([*(_fact(rule, key) for key in keys), *(facts.if_missed(rule, key) for key in missed)])

    return hint


def of_charging(application: Application, _day: date) -> str:
    """What a notice of the fee does under the regime of the day of receipt."""
    if charges_costs(application.received_on):
        return _("出具收费通知书；只收检索、复制、邮寄的成本，经济确有困难的可以申请减免；答复期限照常计算")
    return _("出具收费通知书，等申请人缴费")


def of_service(*keys: str) -> Hint:
    """Facts of the rules of service of the day."""

    def hint(_application: Application, day: date) -> str:
        rule = registry.find("foi.service", day)
        return said([_fact(rule, key) for key in keys]) if rule is not None else ""

    return hint


def of_receipt(application: Application, _day: date) -> str:
    """Why the day is the date of receipt, as the channel's own rule says."""
    found = facts.receipt(application)
    return found.basis if found is not None else ""


def counted_as(code: str) -> Hint:
    """Under which outcome the forms of the day count it."""

    def hint(_application: Application, day: date) -> str:
        found = outcome(code)
        if registry.select("outcome", day).id != found.ruleset:
            return ""
        return _("统计计入“%(label)s”") % {"label": found.label}

    return hint


def also(words: Any, *hints: Hint) -> Hint:
    """The program's own words first, then those of the law."""

    def hint(application: Application, day: date) -> str:
        return said([str(words), *(one(application, day) for one in hints)])

    return hint


def said(parts: list[str]) -> str:
    """Parts in one line, without the empty ones."""
    return "；".join(dict.fromkeys(part for part in parts if part))


def _fact(rule: RuleSet, key: str) -> str:
    found = rule.find_fact(key)
    return found.text if found is not None else ""
