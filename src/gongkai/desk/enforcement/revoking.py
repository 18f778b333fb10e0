"""A decision 变更、撤销、确认违法、确认无效: changed, revoked, found unlawful or void, or entered by mistake.

What was published of it is taken back within three working days with the reason (行政处罚法第四十八条、总局令
第45号第十一条); until then it waits on the first page. What was entered by mistake, revoked or void is voided
作废: its number stays, figures leave it out and it is not published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty, eligible, held
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.waiting import SHOWN, Job, Part, left
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import is_public
from gongkai.desk.enforcement import public, queries
from gongkai.desk.enforcement.models import Penalty, Revocation
from gongkai.law.answer import Answer
from gongkai.law.deadlines import PenaltyClock, penalty_withdrawal
from gongkai.refusal import Refused

REVOKED = "penalty-revoked"
"""Type of the event, in the stream of the decision."""
ENTERS = (Duty.Kind.HEAD, Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Duties that enter what became of a decision."""
VOIDS = (Revocation.Ground.REVOKED, Revocation.Ground.VOID, Revocation.Ground.MISTAKE)
"""Grounds after which the decision is none any more; one that was changed or found unlawful still counts."""
_SEES = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE, Duty.Kind.LEADER)
_LOOKED_AT = 200
"""The newest ones that are looked at: a bureau has a few a year."""


def of(penalty: Penalty) -> Revocation | None:
    """What became of it; null while it stands."""
    return Revocation.objects.select_related("by").filter(penalty=penalty).first()


def due(revocation: Revocation) -> Answer | None:
    """By when what was published of it must be taken back; null where the day is out of reach."""
    try:
        return penalty_withdrawal(PenaltyClock(revocation.on), calendar())
    except Refused:
        return None


def may_enter(officer: Officer, day: date) -> bool:
    """Whether the officer may say what became of a decision."""
    return any(one.kind in ENTERS for one in held(officer, day))


def approvers(agency: Agency, day: date) -> QuerySet[Officer]:
    """Who may agree that the entry of a decision was a mistake."""
    office, leaders = (
        eligible(kind, None, day, agency=agency) for kind in (Duty.Kind.OFFICE, Duty.Kind.LEADER)
    )
    return office | leaders


def revoke(
    penalty: Penalty,
    ground: str,
    on: date,
    proof: str,
    by: Officer,
    at: datetime,
    *,
    approver: Officer | None = None,
) -> Revocation:
    """Enter that a decision was changed, revoked, found unlawful or void, or that its entry was a mistake.

    A mistake has no document: another person agrees, ``approver``. Raises Refused: ``not-held``,
    ``unknown-ground``, ``no-proof``, ``wrong-day`` before the decision or after today, ``revoked``,
    ``secrecy-mark``, ``four-eyes`` for a mistake that nobody else agreed to.
    """
    proof, today = proof.strip(), shanghai_date(at)
    if not may_enter(by, today):
        raise Refused(
            "not-held", f"{by.name}当日没有登记处罚决定变更撤销的职责", "请由科室负责人或政务公开办公室办理"
        )
    if ground not in Revocation.Ground.values:
        raise Refused(
            "unknown-ground", f"情形“{ground}”不存在", f"可选：{'、'.join(Revocation.Ground.values)}"
        )
    if not proof:
        raise Refused("no-proof", "没有写依据", "请填写复议决定书、判决书的文号，误录的写明原因")
    secrecy.demand_unmarked([proof])
    is_mistake = ground == Revocation.Ground.MISTAKE
    if is_mistake and (approver in (None, by) or approver not in approvers(penalty.agency, today)):
        raise Refused("four-eyes", "误录作废须由另一人批准", "请选政务公开办公室或者分管领导中的另一人")
    with transaction.atomic():
        locked = Penalty.objects.select_for_update().get(pk=penalty.pk)
        if of(locked) is not None:
            raise Refused("revoked", f"{locked.doc_no} 已经登记过变更或者撤销", "无需再办")
        if not locked.decided_on <= on <= today:
            raise Refused("wrong-day", "生效日期须在决定日期之后，不晚于今天", "请核对日期")
        made = Revocation.objects.create(
            penalty=locked,
            ground=ground,
            on=on,
            proof=proof[:200],
            by=by,
            at=at,
            approver=approver if is_mistake else None,
        )
        if ground in VOIDS:
            locked.voided_on = on
            locked.save(update_fields=["voided_on"])
        record(f"penalty/{locked.uid}", REVOKED, by=by, occurred=on, at=at, data={"ground": ground})
    return made


def open_ones(officer: Officer, day: date) -> list[tuple[Revocation, Item]]:
    """Those whose decision is still public, the oldest first, with the item; of decisions that one sees."""
    seen = Revocation.objects.filter(penalty__in=queries.penalties(officer, day)).select_related("penalty")
    found = sorted(seen.order_by("-pk")[:_LOOKED_AT], key=lambda one: (one.on, one.pk))
    items = public.of_decisions([one.penalty for one in found]) if found else {}
    pairs = [(one, items[one.penalty_id]) for one in found if one.penalty_id in items]
    return [(one, item) for one, item in pairs if is_public(item)]


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The part of the first page (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in _SEES for one in duties):
        return
    found = open_ones(officer, today)
    takes_down = any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.LEADER) for one in duties)
    jobs = tuple(_job(one, item, today) for one, item in found[:SHOWN])
    label, href = _("处罚公示待撤回"), reverse("enforcement:penalties")
    yield Part("revoked", label, href, jobs, len(found), mine=takes_down)


def panel(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """What the page of an item shows when its decision does not stand any more."""
    if item.category != public.PENALTIES:
        return None
    penalty = public.decision_of(item, queries.penalties(officer, day))
    told = said(penalty, day, item) if penalty is not None else None
    return (
        {"template": "enforcement/_revoked.html", "href": href(penalty), **told} if penalty and told else None
    )


def said(penalty: Penalty, day: date, item: Item | None) -> dict[str, Any] | None:
    """What became of it for a page: ground, proof, by when the item must be gone; null while it stands."""
    done = of(penalty)
    if done is None:
        return None
    answer = due(done)
    still = item is not None and is_public(item)
    limit = answer.due if answer else None
    days = left(calendar(), day, limit) if limit and still else None
    return {"done": done, "due": answer, "still": still, "left": days}


def href(penalty: Penalty) -> str:
    """The page on which it is entered."""
    return reverse("enforcement:revoke", args=[penalty.uid])


def _job(one: Revocation, item: Item, today: date) -> Job:
    answer = due(one)
    limit = answer.due if answer else None
    return Job(
        title=one.penalty.doc_no,
        href=reverse("disclosure:withdraw", args=[item.uid]),
        on=limit,
        words=_("%(day)s %(ground)s，应当撤回公示并说明理由")
        % {"day": f"{one.on:%Y-%m-%d}", "ground": one.get_ground_display()},
        stands=_("还在公示"),
        note=item.index,
        left=left(calendar(), today, limit) if limit else None,
        provisional=bool(answer and answer.provisional),
    )
