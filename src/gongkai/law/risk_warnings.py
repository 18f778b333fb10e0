"""Who publishes a food safety risk warning 食品安全风险警示: province and above (食品安全法第一百一十八条).

Below the province a bureau publishes a 消费提示, which needs no authority; it may pass the province's warning
on as such (转发). Nothing is published here without authority (同条：未经授权不得发布).
"""

from __future__ import annotations

import re
from datetime import date

from gongkai.law import registry

FIELD = "food.law"
_WARNING = "风险警示"
_OF_FOOD = re.compile("食品|食物|食用|饮食|餐饮")
_PASSED_ON = re.compile("转发|转载")
_DIVISION = re.compile(r"(\d{2})(\d{4})")


def is_warning(title: str) -> bool:
    """Whether a title calls its text a food safety risk warning of the organ's own, not one passed on."""
    words = "".join(title.split())
    return _WARNING in words and bool(_OF_FOOD.search(words)) and not _PASSED_ON.search(words)


def is_of_province(organ: str) -> bool:
    """Whether an organ is one of a province: its code 机构代码 begins with its division 行政区划代码."""
    found = _DIVISION.match(organ)
    return found is not None and found[2] == "0000"


def why_not(organ: str, title: str, on: date) -> str:
    """Why the organ may not publish a text with this title by the law of ``on``; empty where it may.

    ``organ`` is its code; of days without a rule nothing is said.
    """
    if not is_warning(title) or is_of_province(organ):
        return ""
    rule = registry.find(FIELD, on)
    fact = rule.find_fact("risk_warning") if rule else None
    return f"{rule.cite(fact)}：{fact.text}" if rule and fact else ""
