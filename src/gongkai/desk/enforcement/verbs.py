"""The verbs of enforcement: opening and ending an investigation, tying a decision to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Line, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs import Draft, draft, set_term
from gongkai.desk.enforcement import due, public, rechecking, summary
from gongkai.desk.enforcement.models import Investigation, Penalty, Published, Sample
from gongkai.desk.enforcement.public import PENALTIES, SAMPLING
from gongkai.refusal import Refused


def open_investigation(
    *,
    agency: Agency,
    number: str,
    unit: Unit,
    violation: str,
    by: Officer,
    at: datetime,
    respondent: str = "",
    credit_code: str = "",
    line: str = "",
) -> Investigation:
    """Open an investigation 立案. Raises ``no-number``, ``known``, ``no-violation``, ``wrong-unit``."""
    number, day = number.strip(), shanghai_date(at)
    if not number:
        raise Refused("no-number", "没有立案号", "请填写立案号")
    if not violation.strip():
        raise Refused("no-violation", "没有写涉嫌违法行为", "请填写涉嫌违法行为")
    if unit.agency_id != agency.pk:
        raise Refused("wrong-unit", f"“{unit}”不是本机关的单位", "请选择本机关的单位")
    with transaction.atomic():
        if Investigation.objects.filter(agency=agency, number=number).exists():
            raise Refused("known", f"立案号“{number}”已经用过", "请核对立案号")
        made = Investigation.objects.create(
            agency=agency,
            number=number,
            unit=unit,
            line=line,
            respondent=respondent.strip(),
            credit_code=credit_code.strip(),
            violation=violation.strip()[:200],
            opened_on=day,
            opened_by=by,
        )
        record(stream(made), "investigation-opened", by=by, occurred=day, at=at, data={"unit": unit.code})
    return made


def end_investigation(
    investigation: Investigation,
    ending: str,
    *,
    by: Officer,
    at: datetime,
    penalty: Penalty | None = None,
) -> Investigation:
    """End an investigation 结案: by a penalty decision, which is then tied to it, or otherwise.

    Raises Refused: ``ended``, ``unknown-ending``, ``no-penalty``, ``wrong-penalty``.
    """
    day = shanghai_date(at)
    if ending not in Investigation.Ending.values:
        raise Refused("unknown-ending", "请选择结案方式", f"可以是 {'、'.join(Investigation.Ending.values)}")
    is_penalty = ending == Investigation.Ending.PENALTY
    if is_penalty and penalty is None:
        raise Refused("no-penalty", "行政处罚结案须有处罚决定", "请选择处罚决定")
    if penalty is not None and (not is_penalty or penalty.agency_id != investigation.agency_id):
        raise Refused("wrong-penalty", "处罚决定与结案方式不符", "请核对处罚决定")
    with transaction.atomic():
        locked = Investigation.objects.select_for_update().get(pk=investigation.pk)
        if locked.ended_on is not None:
            raise Refused("ended", f"{locked.number} 已于 {locked.ended_on} 结案", "无需再办")
        locked.ended_on, locked.ending, locked.penalty = day, ending, penalty
        locked.save(update_fields=["ended_on", "ending", "penalty"])
        data = {"ending": ending} | ({"penalty": penalty.uid} if penalty else {})
        record(stream(locked), "investigation-ended", by=by, occurred=day, at=at, data=data)
    return locked


def stream(investigation: Investigation) -> str:
    """The name of an investigation's chain of events."""
    return f"inv/{investigation.uid}"


def draft_penalty(penalty: Penalty, unit: Unit | None, *, by: Officer, at: datetime) -> Item:
    """Begin the item that publishes a decision, with its publicity period; it goes the way of all.

    Raises Refused: ``voided``, ``warning-only`` where its rules publish no mere warning, ``drafted``.
    """
    if penalty.voided_on is not None:
        raise Refused("voided", f"{penalty.doc_no} 已作废", "作废的决定不公示")
    if (said := public.rules_of(penalty)) is not None and not said.published and said.ruleset:
        raise Refused("warning-only", said.why, "法律、行政法规另有规定的，请在信息目录里另行起草")
    if known := public.of_decisions([penalty]).get(penalty.pk):
        raise Refused("drafted", f"{penalty.doc_no} 已经有公示信息 {known.index}", "请打开已有的信息")
    fields = Draft(
        title=summary.title_of(penalty),
        category=PENALTIES,
        means=Item.Means.OPEN,
        unit=unit,
        text=summary.penalty_text(penalty),
        fields=summary.penalty_fields(penalty),
        doc_no=penalty.doc_no,
        formed_on=penalty.decided_on,
    )
    item = draft(penalty.agency, fields, by, at)  # takes its index number in a transaction of its own
    Published.objects.create(penalty=penalty, item=item)
    kinds = public.kinds_of(penalty)
    klass = "notice-only" if kinds == ["通报批评"] else "other"
    is_special = penalty.line == Line.FOOD_AND_DRUG
    set_term(item, klass, by, at, decided_on=penalty.decided_on, kinds=kinds, is_special=is_special)
    return item


def draft_batch(
    agency: Agency, batch: str, samples: Sequence[Sample], unit: Unit | None, *, by: Officer, at: datetime
) -> Item:
    """Begin the item that publishes a batch of samples: what passed a second test 复检 stands as passed.

    It is of the day on which the last conclusion became final, else of the last report. Raises Refused:
    ``empty``, ``no-verdict``, ``drafted``.
    """
    if not samples:
        raise Refused("empty", f"批次“{batch}”没有样品", "请核对批次")
    if unknown := sorted({one.number for one in samples if not one.verdict}):
        raise Refused(
            "no-verdict",
            f"批次“{batch}”有 {len(unknown)} 个样品没有结论：{'、'.join(unknown[:5])}",
            "请在抽检台账里填写结论，再导入一次",
        )
    if known := public.of_batches(agency.pk, {batch}).get(batch):
        raise Refused("drafted", f"批次“{batch}”已经有信息 {known.index}", "请打开已有的信息")
    result = due.of_batch(batch, samples, shanghai_date(at))
    samples = rechecking.as_final(samples)
    fields = Draft(
        title=f"{batch}食品安全监督抽检信息",
        category=SAMPLING,
        means=Item.Means.OPEN,
        unit=unit,
        text=summary.batch_text(batch, samples),
        fields=summary.batch_fields(samples),
        formed_on=result.formed_on if result is not None else shanghai_date(at),
    )
    item = draft(agency, fields, by, at)
    Published.objects.create(batch=batch, item=item)
    return item
