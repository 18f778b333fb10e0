"""举报奖励: what the law of the day gives, proposed by one, approved by another, told, paid or lapsed.

Refused 不予奖励 it goes the same way. What was refused, has lapsed or is objected to may be
proposed anew; approved, it takes the old one's place. The reporter alone is told, with the code of the
receipt; nothing of it stands in what reaches the respondent.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import awards
from gongkai.desk.complaints.acting import LONGEST_REASON, doing
from gongkai.desk.complaints.models import Reward
from gongkai.face.texts import weekday
from gongkai.law import registry
from gongkai.law.rewards import OBJECT, longest_extension, until
from gongkai.law.rewards import Reward as Reckoned
from gongkai.law.rewards import reward as reckon
from gongkai.refusal import Refused

BOX = "查询码页面告知"
"""Proof that the reporter was told where they read it with their code."""
FEN = 100
"""分 in a yuan."""


def reckoned(case: Case, level: int, fined_fen: int) -> Reckoned:
    """What the law gives for a report of its day. Raises Refused: ``unknown-level``, ``no-rule-set`` …"""
    return reckon(level, Decimal(fined_fen) / FEN, case.opened_on)


def propose_reward(
    case: Case,
    level: int,
    fined_fen: int,
    reason: str,
    *,
    is_natural: bool,
    finance: str = "",
    ruling: str = "",
    applied_on: date | None = None,
    by: Officer,
    at: datetime,
) -> Reward:
    """Propose a reward; it counts when somebody else has approved it, and may wait for the case to end.

    ``ruling``: by which ruling somebody was held to account, where the case was moved. ``applied_on``: when
    the reporter asked for it, today or before.

    Raises Refused: ``natural-persons-only``, ``no-reason``, ``unknown-level``, ``bad-number``, ``no-reward``
    where what has ended carries none,
    ``ask-finance`` where the finance department has to be consulted first.
    """
    with doing(case, "reward", by=by, at=at) as act:
        mend = "举报人是自然人的，请勾选；单位举报的不给予奖励"
        act.require(is_natural, "举报奖励只给自然人", mend, "natural-persons-only")
        act.require(bool(reason.strip()), "没有写理由", "请写明查实的违法行为和级别的理由", "no-reason")
        act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
        never = [str(one) for one in awards.lacks(act.case, ruling) if one.never]
        act.require(not never, "；".join(never), "请答复举报人不予奖励", "no-reward")
        _demand_applied(act, applied_on)
        found = reckoned(act.case, level, fined_fen)
        asked = bool(finance.strip()) or not found.ask_finance
        act.require(asked, "这笔奖励须先商财政部门", "请填写商财政部门的函号", "ask-finance")
        made = Reward.objects.create(
            case=act.case,
            level=level,
            fined_fen=fined_fen,
            amount_fen=int(found.amount * FEN),
            ruleset=found.ruleset,
            how=list(found.how),
            reason=reason.strip(),
            finance=finance.strip()[:200],
            ruling=ruling.strip()[:200],
            applied_on=applied_on,
            proposed_on=act.day,
            proposed_by=by,
        )
        act.record("reward-proposed", data={"level": level, "amount_fen": made.amount_fen})
    return made


def approve_reward(case: Case, *, by: Officer, at: datetime) -> Reward:
    """Approve a reward, as somebody else than who proposed it, once what the rules demand is there.

    Raises Refused: ``four-eyes``, ``not-concluded`` with what is lacking, ``other-fine`` when the decisions
    fined another sum than was proposed.
    """
    with doing(case, "approve_reward", by=by, at=at) as act:
        waiting = _waiting(act)
        other = waiting.proposed_by_id != by.pk
        act.require(other, "提出人不能自己复核", "请由另一位负责人复核", "four-eyes")
        before = Reward.objects.filter(case=act.case, on__isnull=False, revoked_on__isnull=True)
        again = before.update(revoked_on=act.day)
        waiting.on, waiting.approved_by = act.day, by
        waiting.save(update_fields=["on", "approved_by"])
        data = {"proposed_by": waiting.proposed_by.uid} | ({"anew": True} if again else {})
        act.record("reward-decided", data=data)
        if awards.tell(waiting, by=by, at=at):
            _told(act, waiting, act.day, BOX)
    return waiting


def disapprove_reward(case: Case, *, by: Officer, at: datetime) -> Reward:
    """Send a proposed reward back."""
    with doing(case, "send_back_reward", by=by, at=at) as act:
        waiting = _waiting(act)
        waiting.revoked_on = act.day
        waiting.save(update_fields=["revoked_on"])
        act.record("reward-sent-back")
    return waiting


def pay_reward(case: Case, proof: str, *, paid_on: date | None = None, by: Officer, at: datetime) -> Reward:
    """Enter that the reward was paid, with its proof. Raises Refused: ``no-proof``, ``wrong-day``."""
    with doing(case, "pay_reward", by=by, at=at) as act:
        made = _decided(act)
        on = paid_on or act.day
        act.require(bool(proof.strip()), "发放没有凭证", "请填写付款凭证号", "no-proof")
        if made.on is None or not made.on <= on <= act.day:
            raise Refused("wrong-day", f"发放日期 {on} 早于决定日期或在今天之后", "请核对日期")
        made.paid_on, made.paid_proof = on, mask(proof.strip())[:200]
        made.save(update_fields=["paid_on", "paid_proof"])
        act.record("reward-paid", occurred=on)
        awards.tell(made, by=by, at=at)
    return made


def refuse_reward(
    case: Case, reason: str, *, applied_on: date | None = None, by: Officer, at: datetime
) -> Reward:
    """Propose that there is no reward 不予奖励; it counts when somebody else has approved it, like a reward.

    The reporter reads the reason: nothing of others stands in it.
    Raises Refused: ``no-reason``, ``too-long``.
    """
    with doing(case, "refuse_reward", by=by, at=at) as act:
        act.require(bool(reason.strip()), "没有写不予奖励的理由", "请写明理由，告知举报人", "no-reason")
        act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
        _demand_applied(act, applied_on)
        made = Reward.objects.create(
            case=act.case,
            is_refused=True,
            level=0,
            fined_fen=0,
            amount_fen=0,
            ruleset=registry.select("reward", act.case.opened_on).id,
            reason=mask(reason.strip())[:LONGEST_REASON],
            applied_on=applied_on,
            proposed_on=act.day,
            proposed_by=by,
        )
        act.record("reward-refusal-proposed")
    return made


def tell_reward(case: Case, proof: str, *, told_on: date | None = None, by: Officer, at: datetime) -> Reward:
    """Enter that the reporter was told of the decision: the days for collecting run from then.

    Raises Refused: ``no-proof``, ``wrong-day`` before the decision or in the future.
    """
    with doing(case, "tell_reward", by=by, at=at) as act:
        made = _decided(act)
        on = told_on or act.day
        act.require(bool(proof.strip()), "告知没有凭证", "请填写告知书送达或者通话的凭证", "no-proof")
        if made.on is None or not made.on <= on <= act.day:
            raise Refused("wrong-day", f"告知日期 {on} 早于决定日期或在今天之后", "请核对日期")
        _told(act, made, on, mask(proof.strip())[:200])
    return made


def extend_reward(case: Case, days: int, reason: str, *, by: Officer, at: datetime) -> Reward:
    """Make the days for collecting longer in a special case 特殊情况, once, by so many working days.

    Raises Refused: ``no-reason``, ``too-long``, ``wrong-days`` beyond what the law allows, ``wrong-day``
    where the new last day has passed already.
    """
    with doing(case, "extend_reward", by=by, at=at) as act:
        made = _decided(act)
        most = longest_extension(act.case.opened_on)
        act.require(1 <= days <= most, f"最长可以延长 {most} 个工作日", f"请写 1 到 {most}", "wrong-days")
        _demand_said(act, reason, "请写明举报人的特殊情况")
        made.more_days, made.more_reason = days, mask(reason.strip())[:LONGEST_REASON]
        due = awards.collect_by(made, calendar())
        last = due.due if due is not None else None
        assert last is not None
        if last < act.day:
            said = f"延长以后到 {last}（{weekday(last)}）为止，已经过去"
            raise Refused("wrong-day", said, "确有正当理由的，登记逾期未领以后重新提请")
        made.save(update_fields=["more_days", "more_reason"])
        act.record("reward-extended", data={"more": days, "until": last.isoformat()})
        awards.tell(made, by=by, at=at, text=awards.longer(made, last))
    return made


def object_reward(
    case: Case, objection: str, *, said_on: date | None = None, by: Officer, at: datetime
) -> Reward:
    """Enter that the reporter holds the sum for wrong 异议: until the review it is not paid nor lapses.

    Another sum is proposed anew, like the first; else the decision is upheld (:func:`uphold_reward`).
    Raises Refused: ``no-reason``, ``too-long``, ``wrong-day``, ``too-late`` after the days of the law.
    """
    with doing(case, "object_reward", by=by, at=at) as act:
        made = _decided(act)
        on = said_on or act.day
        _demand_said(act, objection, "请写举报人对金额有什么异议")
        assert made.told_on is not None
        if not made.told_on <= on <= act.day:
            raise Refused("wrong-day", f"异议日期 {on} 早于告知日期或在今天之后", "请核对日期")
        last = until(OBJECT, made.told_on, act.case.opened_on, calendar()).due
        assert last is not None
        if on > last:
            said = f"异议应在 {last}（{weekday(last)}）以前提出"
            raise Refused("too-late", said, "请登记为后续反映，并回应举报人")
        made.objected_on, made.objection = on, mask(objection.strip())[:LONGEST_REASON]
        made.save(update_fields=["objected_on", "objection"])
        act.record("reward-objected", occurred=on)
    return made


def uphold_reward(case: Case, *, by: Officer, at: datetime) -> Reward:
    """Uphold a decision that was objected to 维持原决定, as somebody who neither proposed nor approved it.

    Raises Refused: ``four-eyes``.
    """
    with doing(case, "uphold_reward", by=by, at=at) as act:
        made = _decided(act)
        other = by.pk not in (made.proposed_by_id, made.approved_by_id)
        act.require(other, "原来提请、复核的人不能复核异议", "请由另一位负责人复核", "four-eyes")
        made.upheld_on, made.upheld_by = act.day, by
        made.save(update_fields=["upheld_on", "upheld_by"])
        act.record("reward-upheld")
        due = awards.collect_by(made, calendar())
        last = due.due if due is not None else None
        assert last is not None
        awards.tell(made, by=by, at=at, text=awards.upheld(made, last, act.day))
    return made


def lapse_reward(case: Case, reason: str, *, gives_up: bool = False, by: Officer, at: datetime) -> Reward:
    """Enter that a reward was not collected in time 逾期未领, or that the reporter gives it up 放弃.

    Raises Refused: ``no-reason``, ``too-long``, ``too-early`` while it may still be collected.
    """
    with doing(case, "lapse_reward", by=by, at=at) as act:
        made = _decided(act)
        _demand_said(act, reason, "请写明怎样联系过举报人，或者放弃的凭证")
        due = awards.collect_by(made, calendar())
        last = due.due if due is not None else None
        if not gives_up and last is not None and act.day <= last:
            said = f"领取期限到 {last}（{weekday(last)}）为止，还没有过"
            raise Refused("too-early", said, "举报人明确放弃的，请选“举报人放弃”并写凭证")
        made.lapsed_on, made.lapse_reason = act.day, mask(reason.strip())[:LONGEST_REASON]
        made.save(update_fields=["lapsed_on", "lapse_reason"])
        act.record("reward-lapsed", data={"gives_up": gives_up})
        awards.tell(made, by=by, at=at)
    return made


def _told(act: Act, made: Reward, on: date, proof: str) -> None:
    made.told_on, made.told_proof = on, proof
    made.save(update_fields=["told_on", "told_proof"])
    act.record("reward-told", occurred=on)


def _decided(act: Act) -> Reward:
    return Reward.objects.select_related("case__registration__agency").get(
        case=act.case, on__isnull=False, revoked_on__isnull=True
    )


def _demand_said(act: Act, said: str, mend: str) -> None:
    act.require(bool(said.strip()), "没有写情况", mend, "no-reason")
    act.require(len(said) <= LONGEST_REASON, f"超过 {LONGEST_REASON} 字", "请精简", "too-long")


def _demand_applied(act: Act, applied_on: date | None) -> None:
    if applied_on is not None and not act.case.opened_on <= applied_on <= act.day:
        raise Refused("wrong-day", f"申请日期 {applied_on} 早于收到举报或在今天之后", "请核对日期")


def _waiting(act: Act) -> Reward:
    return Reward.objects.select_related("proposed_by").get(
        case=act.case, on__isnull=True, revoked_on__isnull=True
    )
