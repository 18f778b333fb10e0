"""The date of receipt of an application, by channel and date (条例 2019 art. 31; 国办公开办函〔2015〕207号).

The same e-mail starts its clock on different days under different rules, so the four dates are kept
apart and the date of receipt is derived from them, never stored as truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law import registry
from gongkai.law.answer import Also, Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.registry import Confidence, Fact, RuleSet
from gongkai.refusal import Refused

CHANNELS = ("visit", "signed-mail", "plain-mail", "email", "fax", "online")
KIND = "foi-receipt"
_NAMES = {
    "submitted": "提交",
    "arrived": "到达（系统接收、实际收到）",
    "signed": "签收",
    "confirmed": "双方确认",
}


@dataclass(frozen=True, slots=True)
class ReceiptClock:
    """What is known about the arrival of an application; ``None`` has not happened or is not known."""

    channel: str
    submitted_on: date
    arrived_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None


def date_of_receipt(clock: ReceiptClock, calendar: Calendar | None = None) -> Answer:
    """The day from which the reply clock runs, as ``due``; ``None`` while it does not run yet."""
    calendar = calendar or Calendar.default()
    _check(clock)
    rule = registry.find("foi.receipt", clock.submitted_on) or registry.find("foi", clock.submitted_on)
    if rule is None:
        reason = "《中华人民共和国政府信息公开条例》自2008年5月1日起施行，此前没有收到申请之日的规定"
        return Answer(KIND, clock.submitted_on, None, "", reason)
    channel = _channel(rule, clock.channel)
    fact = Fact(clock.channel, channel["text"], channel.get("article", ""), Confidence(channel["confidence"]))
    basis = f"{rule.cite(fact)}：{fact.text}"
    days = _days(clock)
    by = channel["by"]
    due = days[by]
    steps = [Step(day, f"{calendar.describe(day)}：{_NAMES[name]}") for name, day in days.items() if day]
    if due is None and "fallback" in channel:
        by = channel["fallback"]
        due = days[by]
        steps.append(Step(clock.submitted_on, f"没有给出{_NAMES[channel['by']]}之日，按{_NAMES[by]}当日计"))
    if due is None:
        waiting = f"{basis}；尚无{_NAMES[by]}之日，收到之日未定，答复期限尚未起算"
        return Answer(
            KIND, clock.submitted_on, None, rule.id, waiting, tuple(steps), _target(channel, days, None)
        )
    steps.append(Step(due, f"{calendar.describe(due)}：以{_NAMES[by]}之日为收到申请之日，答复期限自次日起算"))
    steps += _warnings(rule, fact, clock.submitted_on, due)
    steps.sort(key=lambda step: step.date)
    return Answer(KIND, clock.submitted_on, due, rule.id, basis, tuple(steps), _target(channel, days, due))


def _check(clock: ReceiptClock) -> None:
    if clock.channel not in CHANNELS:
        raise Refused("unknown-channel", f"不认识提交方式“{clock.channel}”", f"可以是 {'、'.join(CHANNELS)}")
    latest, name = clock.submitted_on, "提交"
    for what, day in _days(clock).items():
        if day is None:
            continue
        if day < latest and (what != "signed" or day < clock.submitted_on):
            raise Refused(
                "events-out-of-order", f"{_NAMES[what]} {day} 早于{name} {latest}", "请核对各个日期的先后"
            )
        if what != "signed":
            latest, name = day, _NAMES[what]


def _days(clock: ReceiptClock) -> dict[str, date | None]:
    return {
        "submitted": clock.submitted_on,
        "signed": clock.signed_on,
        "arrived": clock.arrived_on,
        "confirmed": clock.confirmed_on,
    }


def _channel(rule: RuleSet, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in rule.data["channel"] if one["key"] == key)
    return found


def _target(channel: dict[str, Any], days: dict[str, date | None], due: date | None) -> tuple[Also, ...]:
    """The day on which the office should have confirmed, or the other reading of an open text."""
    if (name := channel.get("target")) and (day := days[name]) and day != due:
        return (Also(day, "实际收到的当日即应联系申请人确认"),)
    if (name := channel.get("alternative")) and (day := days[name]) and day != due:
        return (Also(day, f"若以{_NAMES[name]}之日计，则为这一天"),)
    return ()


def _warnings(rule: RuleSet, fact: Fact, submitted: date, due: date) -> list[Step]:
    words = []
    if fact.confidence is Confidence.OPEN:
        words.append("注意：这一提交方式当时没有明文或者没有核对原文，请核对")
    elif fact.confidence is Confidence.RECALLED:
        words.append(f"注意：{rule.cite(fact)}{fact.confidence.label}")
    if rule.dates_note and submitted.year == rule.from_.year:
        words.append(f"注意：{rule.cite()}{rule.dates_note}")
    return [Step(due, text) for text in words]
