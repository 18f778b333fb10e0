"""What a bureau owes in a remedy: answers to review organ and court, evidence, appeal."""

from __future__ import annotations

from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty
from gongkai.refusal import Refused

TOLD = {
    "review_answer": Told("收到行政复议申请书副本", "提出书面答复、提交证据依据的期限届满"),
    "suit_answer": Told("收到起诉状副本", "提交答辩状和证据的期限届满"),
    "appeal": Told("收到第一审判决书", "提起上诉的期限届满"),
}
"""The steps, with the words for their first and last day."""
BEFORE = "没有收录当时的行政复议、行政诉讼规定"


def remedy_step(step: str, on: date, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when a step of :data:`TOLD` is due, counted from the day on which the paper arrived.

    Raises Refused for an unknown step.
    """
    if step not in TOLD:
        raise Refused("unknown-step", f"没有“{step}”这一步", f"可以是 {'、'.join(TOLD)}")
    rule = registry.find("remedy", on)
    if rule is None:
        return no_duty(step, on, None, BEFORE)
    ruled = [Ruled(rule, rule.limit(step))]
    return answer(step, on, ruled, calendar or Calendar.default(), TOLD[step], explain=explain)
