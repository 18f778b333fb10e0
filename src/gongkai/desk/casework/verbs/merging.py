"""误录合并: one matter was registered twice by mistake; the wrong entry goes, the right one goes on for it.

The number of the wrong entry stays and points to the kept one, figures leave it out, its clocks end. Nothing
of it is moved or lost: taking the merging back leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import filings, rules
from gongkai.desk.casework.flow import Flow, acting, lock
from gongkai.desk.casework.handling import HANDLING
from gongkai.desk.casework.models import Answer, Case, Correction, Merge, PersonKey, Registration
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.verbs.voiding import demand_nothing_merged_in, mark_facts, unmark_facts
from gongkai.refusal import Refused


def merge(
    gone: Registration,
    kept: Registration,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
    flow: Flow = HANDLING,
) -> Merge:
    """Void ``gone``, which was entered by mistake, into ``kept`` 误录合并: a correction with an approver.

    Each case of ``gone`` is gone on for by the case of the same kind of ``kept``.
    Raises Refused: ``same``, ``not-found``, ``voided``, ``kept-voided``, ``has-merged``, ``later``,
    ``other-kinds``, ``other-person``, ``answered``, ``destroyed``, ``four-eyes``, ``not-allowed``,
    ``no-reason``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        wrong, right = _locked(gone, kept)
        if not reason.strip():
            raise Refused("no-reason", "误录合并须写明理由", "请写明怎样重复登记的")
        pairs = _pairs(wrong, right, by, at, flow)
        _demand_mere_entry(wrong, pairs)
        before = {}
        for case, heir in pairs.items():
            with acting(case, "merge", flow=flow, by=by, at=at) as act:
                rules.demand_four_eyes(wrong, by, approved_by, act.day)
                before[case.uid] = {"stage": act.case.stage, "into": heir.uid}
                said = {"approved_by": approved_by.uid}
                act.record("merged", data=said | {"into": heir.uid, "number": right.number})
            data = said | {"case": case.uid, "number": wrong.number}
            record(heir.stream, "merged-in", by=by, occurred=day, at=at, data=data)
        wrong.voided_on = day
        wrong.save(update_fields=["voided_on"])
        mark_facts(wrong, day)
        Case.objects.filter(registration=wrong).update(due_on=None)
        made = _corrected(wrong, Correction.Kind.MERGE, reason, by, approved_by, at)
        merged = Merge.objects.create(correction=made, gone=wrong, kept=right, before=before)
    gone.voided_on = day
    return merged


def unmerge(
    gone: Registration,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
    flow: Flow = HANDLING,
) -> Merge:
    """Take a merging back: the entry goes on by itself where it stood; a correction with an approver.

    Its clocks are counted from its own days; the caller brings the cached dates up to date.
    Raises Refused: ``not-found``, ``not-merged``, ``not-allowed``, ``four-eyes``, ``no-reason``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        wrong = Registration.objects.select_for_update(no_key=True).get(pk=gone.pk)
        found = Merge.objects.filter(gone=wrong, undone__isnull=True).select_related("kept").first()
        if found is None:
            raise Refused("not-merged", f"{wrong.number} 没有作为误录合并", "请核对编号")
        if not reason.strip():
            raise Refused("no-reason", "撤销合并须写明理由", "请写明为什么不是重复登记")
        for uid, was in found.before.items():
            case = lock(Case.objects.get(uid=uid))
            if not flow.gate(by, day).filter(pk=case.pk).exists():
                raise Refused("not-found", "没有这一案件", "请核对编号")
            if not rules.directs(by, case, day):
                raise Refused("not-allowed", f"{by.name}当日没有撤销合并的职责", "请由有此职责的人办理")
            rules.demand_four_eyes(wrong, by, approved_by, day)
            case.stage = was["stage"]
            case.save(update_fields=["stage"])
            said = {"approved_by": approved_by.uid}
            data = said | {"out_of": was["into"], "number": found.kept.number}
            record(case.stream, "unmerged", by=by, occurred=day, at=at, data=data)
            heir = Case.objects.get(uid=was["into"])
            data = said | {"case": uid, "number": wrong.number}
            record(heir.stream, "merged-out", by=by, occurred=day, at=at, data=data)
        assert wrong.voided_on is not None
        unmark_facts(wrong, wrong.voided_on)
        wrong.voided_on = None
        wrong.save(update_fields=["voided_on"])
        found.undone = _corrected(wrong, Correction.Kind.UNMERGE, reason, by, approved_by, at)
        found.save(update_fields=["undone"])
    gone.voided_on = None
    return found


def is_same_person(one: Case, other: Case) -> bool | None:
    """Whether two cases carry a keyed hash (phone, id) in common; null where one of them has none."""
    mine, theirs = (
        {bytes(digest) for digest in PersonKey.objects.filter(case=case).values_list("digest", flat=True)}
        for case in (one, other)
    )
    return bool(mine & theirs) if mine and theirs else None


def _locked(gone: Registration, kept: Registration) -> tuple[Registration, Registration]:
    """Both registrations as they are now, locked in the order of their keys; refuses what is no pair."""
    if gone.pk == kept.pk:
        raise Refused("same", f"{gone.number} 不能并入自己", "请填写要保留的那一件的编号")
    rows = Registration.objects.select_for_update(no_key=True).filter(pk__in=(gone.pk, kept.pk))
    found = {one.pk: one for one in rows.order_by("pk")}
    wrong, right = found[gone.pk], found[kept.pk]
    if (wrong.agency_id, wrong.series) != (right.agency_id, right.series):
        raise Refused("not-found", "同一登记簿里没有要保留的这一件", "请核对编号")
    if wrong.voided_on is not None:
        raise Refused("voided", f"{wrong.number} 已于 {wrong.voided_on} 作废", "无需再办")
    if right.voided_on is not None:
        raise Refused("kept-voided", f"{right.number} 已经作废，不能并入", "请填写仍在登记的那一件")
    demand_nothing_merged_in(wrong)
    return wrong, right


def _pairs(
    wrong: Registration, right: Registration, by: Officer, at: datetime, flow: Flow
) -> Mapping[Case, Case]:
    """Each standing case of the wrong entry with the one that goes on for it; both seen by ``by``."""
    heirs = {
        one.kind: one
        for one in flow.gate(by, shanghai_date(at)).filter(registration=right).exclude(stage=Stage.VOIDED)
    }
    if not heirs:
        raise Refused("not-found", "没有要保留的这一件", "请核对编号")
    cases = Case.objects.filter(registration=wrong).exclude(stage=Stage.VOIDED).order_by("pk")
    found: dict[Case, Case] = {}
    for case in cases:
        heir = heirs.get(case.kind)
        if heir is None:
            raise Refused(
                "other-kinds",
                f"{right.number} 没有“{case.kind}”一件，{wrong.number} 有",
                f"请先在 {right.number} 上拆出{case.kind}，或者反过来合并",
            )
        if heir.opened_on > case.opened_on:
            raise Refused(
                "later",
                f"{wrong.number} 收到较早（{case.opened_on}），{right.number} 收到较晚（{heir.opened_on}）",
                f"期限从较早的收到日起算，请把 {right.number} 并入 {wrong.number}",
            )
        found[case] = heir
    return found


def _demand_mere_entry(wrong: Registration, pairs: Mapping[Case, Case]) -> None:
    """What was answered to somebody, or destroyed, is no mere mistake of entry."""
    if Answer.objects.filter(case__in=pairs, voided_on__isnull=True).exists():
        raise Refused(
            "answered",
            f"{wrong.number} 已经答复，不再是单纯的误录",
            "还没有答复的那一件可以并入这一件；两件都已答复的，分别保留",
        )
    if any(is_same_person(case, heir) is False for case, heir in pairs.items()):
        raise Refused(
            "other-person",
            "两件留的电话、证件号码不同，不像是同一个人",
            "两个人的诉求分别登记、分别答复；确是同一人的，先更正登记有误的一件，再合并",
        )
    for case in (*pairs, *pairs.values()):
        if filings.is_destroyed(case):
            raise Refused("destroyed", "其中一件的案卷已经销毁，不能合并", "请保留两件登记，各自照原样")


def _corrected(
    registration: Registration, kind: str, reason: str, by: Officer, approved_by: Officer, at: datetime
) -> Correction:
    return Correction.objects.create(
        registration=registration,
        kind=kind,
        on=shanghai_date(at),
        reason=reason.strip(),
        by=by,
        approved_by=approved_by,
    )
