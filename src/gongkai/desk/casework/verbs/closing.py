"""登记答复, 办结, 重新办理: what the desk closes has an outcome, an answer and its proof (law 8)."""

from __future__ import annotations

from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.flow import Act, Flow, acting
from gongkai.desk.casework.handling import HANDLING
from gongkai.desk.casework.models import Answer, Case, Closing
from gongkai.desk.casework.personal import keep_text
from gongkai.desk.casework.queries import answer_field
from gongkai.refusal import Refused

REOPENINGS = {
    "dissatisfied": "不满意，重办",
    "returned": "上级退回",
    "remedy": "复议、诉讼后重新处理",
    "new-facts": "有新的事实",
    "sent-again": "平台退单后再次转来",
    "mistake": "误办结",
}
"""Why a closed case is taken up again: a closed list, because an event holds no free text."""


def answer(
    case: Case,
    text: str,
    *,
    delivery: str,
    proof: str,
    by: Officer,
    at: datetime,
    answered_on: date | None = None,
    flow: Flow = HANDLING,
) -> Answer:
    """Enter the answer that was given 登记答复: text, way of delivery, proof; on ``answered_on`` or today.

    Raises Refused: ``no-text``, ``no-proof``, ``wrong-day``.
    """
    with acting(case, "answer", flow=flow, by=by, at=at) as act:
        on = answered_on or act.day
        act.require(bool(text.strip()), "答复没有内容", "请填写答复内容", "no-text")
        act.require(
            bool(proof.strip()),
            "答复没有凭证",
            "请写明凭证，如通话记录（号码、时间、接听人、录音编号）、邮件号、平台回复",
            "no-proof",
        )
        _demand_day(act, on, act.case.opened_on, "答复日期", "收到日期")
        field = answer_field(Answer.objects.filter(case=act.case).count())
        _, commitment = keep_text(act.case, field, text)
        made = Answer.objects.create(case=act.case, answered_on=on, delivery=delivery, proof=proof.strip())
        act.record("answered", occurred=on, data={"delivery": delivery}, commits={"answer": commitment})
    return made


def close(
    case: Case,
    outcome: str,
    *,
    by: Officer,
    at: datetime,
    closed_on: date | None = None,
    flow: Flow = HANDLING,
) -> Closing:
    """Close a case 办结 with an outcome.

    Raises Refused: ``no-unit``, ``no-answer``, ``no-outcome``, ``wrong-day``.
    """
    with acting(case, "close", flow=flow, by=by, at=at) as act:
        on = closed_on or act.day
        act.require(bool(outcome.strip()), "办结没有办理结果", "请选择办理结果", "no-outcome")
        last = Closing.objects.filter(case=act.case).order_by("-pk").first()
        earliest = last.reopened_on if last is not None and last.reopened_on else act.case.opened_on
        _demand_day(act, on, earliest, "办结日期", "收到或重新办理日期")
        made = Closing.objects.create(case=act.case, closed_on=on, outcome=outcome.strip())
        act.record("closed", occurred=on, data={"outcome": outcome.strip()})
    return made


def reopen(case: Case, reason: str, *, by: Officer, at: datetime, flow: Flow = HANDLING) -> Closing:
    """Take a closed case up again 重新办理; the closing stays with its day. Raises Refused: ``E_REASON``."""
    if reason not in REOPENINGS:
        raise Refused("E_REASON", "请说明重新办理的理由", "可以是：" + "、".join(REOPENINGS.values()))
    with acting(case, "reopen", flow=flow, by=by, at=at) as act:
        running = Closing.objects.filter(case=act.case, reopened_on__isnull=True).first()
        if running is None:
            raise Refused("no-closing", "案件没有办结记录", "请运行 gongkai verify 查明")
        act.require(running.closed_on <= act.day, "重新办理早于办结日期", "请核对日期", "wrong-day")
        running.reopened_on = act.day
        running.save(update_fields=["reopened_on"])
        act.record("reopened", data={"reason": reason})
    return running


def _demand_day(act: Act, on: date, earliest: date, name: str, other: str) -> None:
    act.require(
        earliest <= on <= act.day,
        f"{name} {on} 早于{other} {earliest} 或在今天之后",
        "请核对日期",
        "wrong-day",
    )
