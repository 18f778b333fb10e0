"""Taking down 撤稿: one authorised person, at once; coming back needs the full path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.models import Item, Withdrawal
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused
from gongkai.sealing import objects
from gongkai.sealing.canon import canon, digest_of
from gongkai.sealing.times import stamp

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
}
"""Reason codes; the portal keeps title and date only of those that may be spoken."""


def public_text(reason: Reason, day: date) -> str:
    """What readers will see in place of an item that is taken down on ``day`` for this reason."""
    return f"该信息已于{day:%Y-%m-%d}停止公开，原因：{reason.label}" if reason.spoken else QUIET


def withdraw(item: Item, reason: str, by: Officer, at: datetime) -> Withdrawal:
    """Take the item's public release down; the door sends the tombstone with its next run.

    Raises Refused: ``unknown-reason``, ``not-held`` without the duty of office or leader, ``not-public``.
    """
    known = REASONS.get(reason)
    if known is None:
        raise Refused("unknown-reason", f"撤稿原因“{reason}”不存在", f"可选：{'、'.join(REASONS)}")
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(item)
        if rules.standing(by, rules.WITHDRAW, agency=item.agency, unit=item.unit, day=day) is None:
            raise Refused("not-held", f"{by.name}当日没有撤稿职责", "请由政务公开办公室或分管领导办理")
        release = item.releases.order_by("-no").first()
        if release is None or Withdrawal.objects.filter(release=release).exists():
            raise Refused("not-public", f"“{item.index}”现在没有公开", "无需撤稿")
        text = public_text(known, day)
        body = canon(
            objects.tombstone(
                agency=item.agency.code,
                index=item.index,
                release=release.digest,
                reason=reason,
                text=text,
                since=day.isoformat(),
                at=stamp(at),
            )
        )
        withdrawal = Withdrawal.objects.create(
            release=release,
            body=body,
            digest=digest_of(body),
            reason=reason,
            by=by.name,
            officer=by,
            at=at,
        )
        record(
            item.stream,
            "withdrawn",
            by=by,
            occurred=day,
            at=at,
            data={"reason": reason, "release": release.digest, "tombstone": withdrawal.digest},
        )
    return withdrawal
