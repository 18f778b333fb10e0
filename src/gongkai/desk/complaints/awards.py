"""What a reward 举报奖励 waits for, by the law of its report's day, and what the reporter is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.waiting import left
from gongkai.desk.complaints.models import Reward
from gongkai.desk.enforcement.models import Investigation, Penalty, Revocation
from gongkai.desk.mailbox import answering
from gongkai.face.texts import weekday, zh_date
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.rewards import COLLECT, OBJECT, TELL, Inquiry, Lack, lacking, until
from gongkai.papers import numerals

GONE = (
    Revocation.Ground.REVOKED,
    Revocation.Ground.UNLAWFUL,
    Revocation.Ground.VOID,
    Revocation.Ground.MISTAKE,
)
"""Grounds after which a decision carries no reward; a changed one does, by what it says now."""


def inquiries(case: Case, ruling: str = "") -> list[Inquiry]:
    """The investigations that the report became a clue of, with their decisions."""
    clues = case.clues.select_related("investigation__penalty__revocation").order_by("pk")
    return [_inquiry(clue.investigation, ruling) for clue in clues]


def lacks(case: Case, ruling: str = "") -> tuple[Lack, ...]:
    """What is lacking before a reward for this report may be approved. Raises Refused before any rules."""
    return lacking(case.opened_on, inquiries(case, ruling))


def lacks_of(reward: Reward) -> tuple[Lack, ...]:
    """What a reward that was proposed waits for; none needs nothing."""
    return () if reward.is_refused else lacks(reward.case, reward.ruling)


def fined_of(case: Case) -> int | None:
    """What was fined and confiscated in the investigations that the report became a clue of; null: none yet.

    Amounts in 分; voided decisions count nothing.
    """
    found = [
        clue.investigation.penalty
        for clue in case.clues.select_related("investigation__penalty")
        if clue.investigation.penalty is not None and clue.investigation.penalty.voided_on is None
    ]
    return sum(one.fine_fen + one.confiscated_fen for one in found) if found else None


def collect_by(made: Reward, days: Calendar) -> Answer | None:
    """By when a reward must be collected; null before the reporter was told, and where there is none."""
    if made.told_on is None or made.is_refused:
        return None
    return until(COLLECT, made.told_on, made.case.opened_on, days, made.more_days)


def tell_by(made: Reward, days: Calendar) -> Answer | None:
    """By when the reporter must be told of a decision, from the end of the last investigation, else from the
    decision; null once told, and as long as there is neither.
    """
    if made.told_on is not None:
        return None
    ends = [one.ended_on for one in inquiries(made.case, made.ruling) if one.ended_on is not None]
    since = max(ends, default=made.on)
    return until(TELL, since, made.case.opened_on, days) if since is not None else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A reward on the page of its case: what it lacks, by when it is told and collected."""

    reward: Reward
    lacks: tuple[Lack, ...]
    tell: Answer | None
    collect: Answer | None
    tell_left: int | None
    collect_left: int | None


def shown(case: Case, today: date, days: Calendar) -> list[Shown]:
    """The rewards of a case that were not sent back."""
    rows = case.rewards.filter(revoked_on__isnull=True).select_related(
        "proposed_by", "approved_by", "upheld_by", "case"
    )
    return [_shown(one, today, days) for one in rows.order_by("pk")]


def _shown(one: Reward, today: date, days: Calendar) -> Shown:
    tells, collects = tell_by(one, days) if one.on is not None else None, collect_by(one, days)
    return Shown(
        reward=one,
        lacks=lacks_of(one) if one.on is None else (),
        tell=tells,
        collect=collects,
        tell_left=left(days, today, tells.due) if tells and tells.due else None,
        collect_left=left(days, today, collects.due) if collects and collects.due else None,
    )


def tell(made: Reward, *, by: Officer, at: datetime, text: str = "") -> bool:
    """Tell the reporter how the reward stands, or ``text``, in the case's boxes alone; whether it has any."""
    return answering.tell(made.case, kind="status", text=text or _words(made), at=at, by=by) is not None


def longer(made: Reward, last: date) -> str:
    """What the reporter reads when the days for collecting became longer."""
    return f"举报奖励 {_sum(made)}的领取期限延长到{_day(last)}。没有正当理由逾期未领取的，视为放弃。"


def upheld(made: Reward, last: date, day: date) -> str:
    """What the reporter reads when their objection was reviewed on a day and the decision stands."""
    until_ = f"请在{_day(last)}以前领取。" if day <= last else f"领取期限到{_day(last)}为止，请尽快联系本局。"
    return f"您对举报奖励金额的异议经复核，维持原决定，金额 {_sum(made)}。{until_}"


def _words(made: Reward) -> str:
    """What the reporter reads: the sum and by when, where and with what it is collected."""
    if made.is_refused:
        return f"关于举报奖励：经审核，不予奖励。理由：{made.reason.rstrip('。')}。"
    total = _sum(made)
    if made.paid_on is not None:
        return f"举报奖励 {total}已于{_day(made.paid_on)}发放。"
    if made.lapsed_on is not None:
        return f"举报奖励 {total}没有在期限内领取，或者您已表示放弃，不再发放。有正当理由的，请在本页说明。"
    days, told = calendar(), made.on
    assert told is not None
    last = until(COLLECT, told, made.case.opened_on, days).due
    objects = until(OBJECT, told, made.case.opened_on, days).due
    assert last is not None and objects is not None
    return (
        f"{_opening(made)}{numerals.chinese(made.level)}级举报奖励 {total}。请在{_day(last)}以前，"
        "由本人带有效身份证明到本局领取；委托他人的，还须带授权委托书和双方的身份证明。"
        "没有正当理由逾期未领取的，视为放弃；有特殊情况的，请提前在本页说明。"
        f"对金额有异议的，可以在{_day(objects)}以前申请复核。"
    )


def _opening(made: Reward) -> str:
    before = Reward.objects.filter(case=made.case, on__isnull=False, revoked_on=made.on).exclude(pk=made.pk)
    if not before.exists():
        return "您的举报已经查处，决定给予"
    said = "您对举报奖励的异议经复核" if before.filter(objected_on__isnull=False) else "经重新审核"
    return f"{said}，原来的决定不再执行，决定给予"


def _sum(made: Reward) -> str:
    return f"{made.amount_fen / 100:,.2f} 元"


def _day(day: date) -> str:
    return f"{zh_date(day)}（{weekday(day)}）"


def _inquiry(one: Investigation, ruling: str) -> Inquiry:
    penalty = one.penalty
    # a decision that was entered ends the investigation also where nobody entered the ending
    ended = one.ended_on or (penalty.decided_on if penalty is not None else None)
    return Inquiry(
        number=one.number,
        opened_on=one.opened_on,
        ended_on=ended,
        penalty=penalty.doc_no if penalty is not None else "",
        decided_on=penalty.decided_on if penalty is not None else None,
        served_on=penalty.served_on if penalty is not None else None,
        is_gone=penalty is not None and _is_gone(penalty),
        is_moved=one.ending == Investigation.Ending.MOVED,
        ruling=ruling,
    )


def _is_gone(penalty: Penalty) -> bool:
    if penalty.voided_on is not None:
        return True
    made = getattr(penalty, "revocation", None)
    return made is not None and made.ground in GONE
