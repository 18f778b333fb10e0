"""误录合并 in the register of complaints: casework's, with receipts, hotlines and what hangs together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import verbs as casework
from gongkai.desk.casework.models import Case, Merge, Registration
from gongkai.desk.complaints.acting import refresh
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.models import Delegation, Joint, Matter
from gongkai.desk.complaints.verbs import receipts
from gongkai.desk.complaints.verbs.pressing import lift_with, supervise_on
from gongkai.desk.mailbox import merging
from gongkai.refusal import Refused


def merge(
    gone: Registration,
    kept: Registration,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
) -> Merge:
    """Void an entry that was made twice by mistake into the right one; the reply goes to both sources.

    Supervision goes over to the case that goes on. Who differs only by a slip of the entry is corrected first
    (``correct``). Raises Refused as casework's does, and ``other-respondent``, ``joined``, ``elsewhere``,
    ``checking``.
    """
    codes = Matter.objects.filter(registration__in=(gone, kept)).exclude(credit_code="")
    if codes.values("credit_code").distinct().count() > 1:
        raise Refused(
            "other-respondent",
            "两件的被投诉（举报）人不是同一家",
            "请核对统一社会信用代码：登记有误的，先在那一件上“更正登记”，再合并；不是同一家的，分别办理",
        )
    with transaction.atomic():
        made = casework.merge(gone, kept, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        cases = Case.objects.filter(uid__in=made.before)
        if Joint.objects.filter(Q(case__in=cases) | Q(main__in=cases), undone_on__isnull=True).exists():
            raise Refused("joined", f"{gone.number} 正在与其他投诉合并调解", "请先拆出单独调解")
        if Delegation.objects.filter(case__in=cases, result_on__isnull=True).exists():
            raise Refused("elsewhere", f"{gone.number} 已交调解组织，还没有结果", "请先登记调解组织的结果")
        watched = lift_with(cases, by=by, at=at)
        for uid, rule in watched.items():
            supervise_on(Case.objects.get(uid=made.before[uid]["into"]), rule, by=by, at=at)
        fresh = receipts.keep(made.kept, made.gone)
        made.before = {
            uid: was
            | ({"receipt": "made"} if fresh else {})
            | ({"supervised": watched[uid]} if uid in watched else {})
            for uid, was in made.before.items()
        }
        made.save(update_fields=["before"])
        merging.follow(made, by=by, at=at)
    return made


def unmerge(gone: Registration, *, by: Officer, approved_by: Officer, reason: str, at: datetime) -> Merge:
    """Take a merging back: the entry goes on with its own clock, and under supervision if it was.

    Raises Refused as casework's does.
    """
    with transaction.atomic():
        found = casework.unmerge(gone, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        if any("receipt" in was for was in found.before.values()):
            receipts.drop(found.kept, found.gone)
        for case in Case.objects.filter(uid__in=found.before):
            if rule := found.before[case.uid].get("supervised"):
                supervise_on(case, rule, by=by, at=at)
        merging.part(found, by=by, at=at)
        refresh(*Case.objects.filter(uid__in=found.before), at=at)
    return found
