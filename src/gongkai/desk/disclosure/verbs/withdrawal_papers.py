"""补批 on paper: the approval of an emergency withdrawal 先撤后补, entered by one, compared by another.

The leader need not log in; whoever enters cannot confirm, and nobody enters or confirms for themselves.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import screened
from gongkai.desk.disclosure.models import PaperApproval, Withdrawal, WithdrawalApproval, WithdrawalPaper
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.desk.disclosure.verbs.papers import CONFIRMS, ENTERS, demand_duty, stored_scan
from gongkai.desk.disclosure.verbs.withdrawing import approve
from gongkai.refusal import Refused

ENTERED, CONFIRMED, REFUSED = (
    "withdrawal-paper-entered",
    "withdrawal-paper-confirmed",
    "withdrawal-paper-refused",
)
"""Types of the events."""


def enter_withdrawal_paper(
    withdrawal: Withdrawal,
    leader: Officer,
    is_right: bool,
    signed_on: date,
    scan: tuple[str, bytes],
    by: Officer,
    at: datetime,
    *,
    note: str = "",
) -> WithdrawalPaper:
    """Enter what a leader signed on the sheet of an emergency withdrawal; ``scan`` is (name, bytes).

    Raises Refused: ``not-held``, ``four-eyes``, ``bad-day``, ``reason-needed`` for an objection without one,
    ``not-a-scan``, ``secrecy-mark``, ``not-open``, ``waits-already``.
    """
    day, item = shanghai_date(at), withdrawal.release.item
    demand_duty(by, ENTERS, item, day, "录入纸质补批")
    if by.pk == leader.pk:
        raise Refused("four-eyes", "不能录入自己的签批", "请直接在系统里补批，或者由别人录入")
    if not shanghai_date(withdrawal.at) <= signed_on <= day:
        raise Refused("bad-day", "签字日期不在撤稿之后、今天之前", "请核对审批单上的日期")
    if not is_right and not note.strip():
        raise Refused("reason-needed", "不同意须写明理由", "请照纸上的批示填写")
    digest = stored_scan(*scan)
    screened.demand_no_mark([note])
    with transaction.atomic():
        lock(item)
        _demand_open(withdrawal)
        if withdrawal.papers.filter(state=PaperApproval.State.ENTERED).exists():
            raise Refused("waits-already", "已录入一份纸质补批，等另一人核对", "请先核对那一份")
        made = WithdrawalPaper.objects.create(
            withdrawal=withdrawal, leader=leader, is_right=is_right, note=note.strip(), signed_on=signed_on,
            scan=digest, scan_name=scan[0][:200], entered_by=by, entered_at=at,
        )  # fmt: skip
        data = {"right": is_right, "scan": digest, "leader": leader.uid}
        record(item.stream, ENTERED, by=by, occurred=day, at=at, data=data)
    return made


def confirm_withdrawal_paper(paper: WithdrawalPaper, by: Officer, at: datetime) -> WithdrawalApproval:
    """Confirm that sheet and entry agree: from then on it is that leader's approval or objection.

    Raises Refused: ``settled``, ``four-eyes``, ``not-held``, and those of :func:`approve`.
    """
    item = paper.withdrawal.release.item
    with transaction.atomic():
        lock(item)
        paper.refresh_from_db()
        _demand_checker(paper, by, shanghai_date(at))
        given = f"纸质签批，签字日期{paper.signed_on:%Y-%m-%d}"
        note = "；".join(part for part in (given, paper.note) if part)
        made = approve(paper.withdrawal, paper.is_right, note, paper.leader, at)
        _settle(paper, PaperApproval.State.CONFIRMED, by, at, made)
        data = {"scan": paper.scan, "right": paper.is_right}
        record(item.stream, CONFIRMED, by=by, occurred=shanghai_date(at), at=at, data=data)
    return made


def refuse_withdrawal_paper(paper: WithdrawalPaper, by: Officer, at: datetime) -> None:
    """Say that sheet and entry do not agree; it never counted, another may be entered."""
    item = paper.withdrawal.release.item
    with transaction.atomic():
        lock(item)
        paper.refresh_from_db()
        _demand_checker(paper, by, shanghai_date(at))
        _settle(paper, PaperApproval.State.REFUSED, by, at, None)
        record(item.stream, REFUSED, by=by, occurred=shanghai_date(at), at=at, data={"scan": paper.scan})


def _settle(
    paper: WithdrawalPaper, state: str, by: Officer, at: datetime, approval: WithdrawalApproval | None
) -> None:
    paper.state, paper.approval = state, approval
    paper.checked_by, paper.checked_at = by, at
    paper.save(update_fields=["state", "approval", "checked_by", "checked_at"])


def _demand_open(withdrawal: Withdrawal) -> None:
    if not withdrawal.is_emergency or WithdrawalApproval.objects.filter(withdrawal=withdrawal).exists():
        raise Refused("not-open", "这次撤稿不需要补批或者已经补批", "无需再办")


def _demand_checker(paper: WithdrawalPaper, by: Officer, day: date) -> None:
    if paper.state != PaperApproval.State.ENTERED:
        raise Refused("settled", "这份补批已经核对过", "无需再办")
    if by.pk in (paper.entered_by_id, paper.leader_id):
        raise Refused("four-eyes", "录入人和签批人不能自己核对", "请由另一人核对审批单")
    demand_duty(by, CONFIRMS, paper.withdrawal.release.item, day, "核对纸质补批")
