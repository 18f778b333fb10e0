"""Taking down 撤稿: one authorised person, at once; coming back needs the full path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.models import Item, Withdrawal, WithdrawalApproval
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.law import scope
from gongkai.refusal import Refused
from gongkai.sealing import objects
from gongkai.sealing.canon import canon, digest_of
from gongkai.sealing.times import stamp

APPROVED = "withdrawal-approved"
"""Type of the event of the approval that follows."""
PROGRAM = "系统"
"""``by`` of what was taken down by its date."""
QUIET = "该信息已停止公开"
"""All that a tombstone may say where the law wants the past to be past (PRACTICE.md 2)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is taken down: its label, whether the public may read it, the kind of log entry."""

    label: str
    spoken: bool
    entry: str = "withdraw"


REASONS: dict[str, Reason] = {
    "error": Reason("内容有误", spoken=True),
    "superseded": Reason("已被新的信息替代", spoken=True),
    "abolished": Reason("文件已废止", spoken=True),
    "expired": Reason("有效期已满", spoken=True, entry="expire"),
    "period-ended": Reason("公示期满", spoken=False, entry="expire"),
    "credit-repaired": Reason("信用已修复", spoken=False),
    "privacy": Reason("涉及个人隐私", spoken=False),
    "decision-ended": Reason("处罚决定已被变更、撤销、确认违法或者确认无效", spoken=True),
}
"""Reason codes; the portal keeps title and date only of those that may be spoken."""
_NOT_OF_PENALTIES = ("expired",)
_OF_PENALTIES = ("period-ended", "credit-repaired", "decision-ended")


def reasons_of(item: Item) -> dict[str, Reason]:
    """The reasons for which this item may be taken down.

    When the publicity of a penalty ends, readers learn neither party nor reason (总局令第45号第十三条), so
    ``expired``, which is spoken, is none of its reasons; other information knows no publicity period.
    """
    barred = _NOT_OF_PENALTIES if scope.is_penalty(item.category) else _OF_PENALTIES
    return {code: one for code, one in REASONS.items() if code not in barred}


def public_text(reason: Reason, day: date) -> str:
    """What readers will see in place of an item that is taken down on ``day`` for this reason."""
    return f"该信息已于{day:%Y-%m-%d}停止公开，原因：{reason.label}" if reason.spoken else QUIET


def withdraw(item: Item, reason: str, by: Officer, at: datetime) -> Withdrawal:
    """Take the item's public release down; the door sends the tombstone with its next run.

    Whoever works in the disclosure office does it alone, at once 先撤后补; a leader's approval follows, and
    the withdrawal is shown as open until then. Raises Refused: ``unknown-reason``, ``unfit-reason`` where it
    is none of this item (:func:`reasons_of`), ``not-public``, and ``not-held`` without the duty of office or
    leader.
    """
    known = _reason(reason)
    if reason not in (fit := reasons_of(item)):
        labels = "、".join(one.label for one in fit.values())
        raise Refused("unfit-reason", f"“{known.label}”不适用于{item.category}", f"可选：{labels}")
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(item)
        if rules.standing(by, rules.WITHDRAW, agency=item.agency, unit=item.unit, day=day) is None:
            raise Refused("not-held", f"{by.name}当日没有撤稿职责", "请由政务公开办公室或分管领导办理")
        leads = rules.standing(by, (Duty.Kind.LEADER,), agency=item.agency, unit=item.unit, day=day)
        return _take_down(item, reason, known, by, at, is_emergency=leads is None)


def end(item: Item, reason: str, at: datetime) -> Withdrawal:
    """Take down what reached its day 停止公示: the program does it, by date. Raises ``not-public``."""
    with transaction.atomic():
        return _take_down(lock(item), reason, _reason(reason), None, at, is_emergency=False)


def approve(
    withdrawal: Withdrawal, is_right: bool, note: str, by: Officer, at: datetime
) -> WithdrawalApproval:
    """The approval that follows an emergency withdrawal 补批. An objection says why; the item stays down.

    Raises Refused: ``not-open`` when nothing waits, ``not-held`` without the duty of a leader, ``four-eyes``,
    ``reason-needed``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(withdrawal.release.item)
        if not withdrawal.is_emergency or WithdrawalApproval.objects.filter(withdrawal=withdrawal).exists():
            raise Refused("not-open", "这次撤稿不需要补批或者已经补批", "无需再办")
        if rules.standing(by, (Duty.Kind.LEADER,), agency=item.agency, unit=item.unit, day=day) is None:
            raise Refused("not-held", f"{by.name}当日没有分管领导职责", "请由分管领导或其AB角补批")
        if withdrawal.officer_id == by.pk:
            raise Refused("four-eyes", "撤稿人不能自己补批", "请由另一位领导补批")
        if not is_right and not note.strip():
            raise Refused("reason-needed", "不同意须写明理由", "请写一句理由；恢复公开须重新送审")
        made = WithdrawalApproval.objects.create(
            withdrawal=withdrawal, officer=by, is_right=is_right, note=note.strip(), at=at
        )
        data = {"tombstone": withdrawal.digest, "right": is_right}
        record(item.stream, APPROVED, by=by, occurred=day, at=at, data=data)
    return made


def _reason(reason: str) -> Reason:
    known = REASONS.get(reason)
    if known is None:
        raise Refused("unknown-reason", f"撤稿原因“{reason}”不存在", f"可选：{'、'.join(REASONS)}")
    return known


def _take_down(
    item: Item, reason: str, known: Reason, by: Officer | None, at: datetime, *, is_emergency: bool
) -> Withdrawal:
    """The tombstone of a locked item and its event, in the caller's transaction."""
    day = shanghai_date(at)
    release = item.releases.order_by("-no").first()
    if release is None or Withdrawal.objects.filter(release=release).exists():
        raise Refused("not-public", f"“{item.index}”现在没有公开", "无需撤稿")
    body = canon(
        objects.tombstone(
            agency=item.agency.code,
            index=item.index,
            release=release.digest,
            reason=reason,
            text=public_text(known, day),
            since=day.isoformat(),
            at=stamp(at),
        )
    )
    withdrawal = Withdrawal.objects.create(
        release=release,
        body=body,
        digest=digest_of(body),
        reason=reason,
        by=by.name if by else PROGRAM,
        officer=by,
        at=at,
        is_emergency=is_emergency,
    )
    record(
        item.stream,
        "withdrawn",
        by=by or SYSTEM,
        occurred=day,
        at=at,
        data={"reason": reason, "release": release.digest, "tombstone": withdrawal.digest},
    )
    return withdrawal
