"""Bodies that mediate beside the bureau: 消费者协会、消费维权服务站, by rules of their own.

No common text gives them a limit. What a body says of its own limit comes from outside (the office's
directory); without it there is no date, and the answer says so. What the law of the day does say is whether a
dispute that a body has taken or handled may still be complained about to the bureau.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty
from gongkai.law.registry import Confidence, RuleSet
from gongkai.refusal import Refused

FIELD = "complaint.body"
MOST_DAYS = 365
"""A longer limit is taken for a slip of the pen."""
_LIMIT = re.compile(r"(\d{1,3})\s*(?:个)?\s*(工作日|自然日|日|天)")
_TOLD = Told("交调解组织", "该组织自己规定的调解期限届满")
_KIND = "body-mediation"


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """How long a body gives itself; ``unit`` is ``working`` or ``calendar``."""

    days: int
    unit: str

    def __str__(self) -> str:
        return f"{self.days} {'个工作日' if self.unit == 'working' else '日'}"


@dataclass(frozen=True, slots=True)
class BodyClock:
    """A dispute that went to a body on a day; ``rules`` is the title of its own rules, ``limit`` what they
    say of the time, null where nobody has entered it.
    """

    on: date
    name: str
    rules: str = ""
    limit: OwnLimit | None = None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Whether the bureau must refuse a complaint that a body has already taken or handled.

    ``bars``: null where the text of that day is not known. ``ground`` is the code of the refusal.
    """

    bars: bool | None
    ground: str
    text: str
    basis: str
    confidence: Confidence


def own_limit(text: str) -> OwnLimit | None:
    """A limit as it is written in the directory: ``30日``, ``20 个工作日``; null for nothing.

    A plain 日 counts as 自然日. Raises Refused ``wrong-limit``.
    """
    if not text.strip():
        return None
    found = _LIMIT.fullmatch(text.strip())
    days = int(found[1]) if found else 0
    if found is None or not 0 < days <= MOST_DAYS:
        raise Refused("wrong-limit", f"看不懂期限“{text.strip()[:20]}”", "请写成 30日 或者 20个工作日")
    return OwnLimit(days, "working" if found[2] == "工作日" else "calendar")


def body_mediation(clock: BodyClock, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when a body should be done by its own rules; without a date where its limit was not entered.

    Raises Refused before the first recorded rules (``no-rule-set``).
    """
    rule = registry.select(FIELD, clock.on)
    limit = rule.limit("mediation")
    if clock.limit is None:
        return no_duty(_KIND, clock.on, Ruled(rule, limit), f"{clock.name}：{limit.text}")
    said = replace(
        limit,
        unit=clock.limit.unit,
        days=clock.limit.days,
        text=f"名录登记：{clock.limit}内调解完毕",
        cite=f"《{clock.rules.strip('《》')}》" if clock.rules else f"{clock.name}自己的规则",
        confidence=Confidence.FOUND,
    )
    given = answer(
        _KIND, clock.on, [Ruled(rule, said)], calendar or Calendar.default(), _TOLD, explain=explain
    )
    return replace(given, basis=f"{given.basis}（{nature(clock.on).text}）")


def nature(on: date) -> registry.Fact:
    """What mediation by a body is, and what does not apply to it."""
    return _fact(registry.select(FIELD, on), "nature")


def entrusted(on: date) -> registry.Fact:
    """What becomes of the bureau's own limit while a body mediates for it."""
    return _fact(registry.select(FIELD, on), "entrusted")


def afterwards(rule_set_id: str, kind: str) -> Afterwards:
    """What a complaint rule set says of a dispute that a body of this kind has already taken or handled."""
    rule = registry.by_id(rule_set_id)
    said = rule.data["bodies"]
    confidence = Confidence(said["confidence"])
    bars = None if confidence is Confidence.OPEN else kind in said["bars"]
    return Afterwards(bars, said["ground"] if bars else "", said["text"], _basis(rule, said), confidence)


def _basis(rule: RuleSet, said: dict[str, str]) -> str:
    grounds = rule.data.get("refusal", ())
    article = next((one["article"] for one in grounds if one["key"] == said["ground"]), "")
    return rule.cite() + article


def _fact(rule: RuleSet, key: str) -> registry.Fact:
    found = rule.find_fact(key)
    assert found is not None
    return found
