"""What an application for disclosure costs: every regime with its dates, its tariff, examples, and payment.

All of it is what :mod:`gongkai.law.fees` says; the page adds no number of its own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gongkai.law import fees, registry
from gongkai.law.fees import Fee
from gongkai.law.registry import RuleSet
from gongkai.portal.publishing import site
from gongkai.portal.store import Rendered

PIECES, PAGES = (8, 35), (30, 68, 150)
"""Numbers of pieces and pages for which the page counts a fee before the reader's eyes."""
_FACTS = ("notice", "pages_only", "no_suit")


def page(now: datetime) -> Rendered:
    """The page 收费说明, with the regime of the day first."""
    today = site.day_of(now)
    rule = registry.find("fee", today)
    context = site.context(
        current=_regime(rule, today) if rule else None,
        earlier=[_regime(one, today) for one in reversed(registry.of_field("fee")) if one is not rule],
        examples=_examples(today),
        payment=_payment(rule) if rule else "",
        facts=[fact.text for key in _FACTS if rule and (fact := rule.find_fact(key))],
        restarts=fact.text if rule and (fact := rule.find_fact("restart.paid")) else "",
        crumbs=[{"title": "政府信息公开", "url": "/gk/"}, {"title": "收费说明", "url": ""}],
        nav="gk",
        meta={
            "column_name": "依申请公开收费说明",
            "column_description": "申请公开政府信息收不收费、收多少、怎样缴、减免和举例",
            "column_keywords": "信息处理费,收费标准,减免,依申请公开",
            "column_type": "政府信息公开",
        },
        updated=f"{today:%Y-%m-%d}",
    )
    return site.render("portal/fees.html", context)


def _regime(rule: RuleSet, today: date) -> dict[str, Any]:
    return {
        "cite": rule.cite(),
        "from": rule.from_,
        "to": rule.to,
        "is_current": rule.in_force(today),
        "text": str(rule.data["fee"]["text"]),
        "confidence": rule.confidence.label,
        "tariffs": fees.tariffs(rule),
    }


def _payment(rule: RuleSet) -> str:
    limit = rule.limit("payment")
    return limit.text if limit.unit != "none" else ""


def _examples(today: date) -> list[dict[str, Any]]:
    """Some fees with their reckoning; none where the regime of the day has no tariff."""
    counted = [(f"一个月内累计申请 {n} 件", fees.fee_for_pieces(n, today)) for n in PIECES]
    counted += [(f"一件申请提供 {n} 页", fees.fee_for_pages(n, today)) for n in PAGES]
    return [_example(what, fee) for what, fee in counted if fee.steps]


def _example(what: str, fee: Fee) -> dict[str, Any]:
    return {"what": what, "yuan": fee.yuan, "steps": [step.what for step in fee.steps]}
