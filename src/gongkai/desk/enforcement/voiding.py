"""A sample 作废: entered by mistake or twice, or not lawfully taken; its number stays, figures leave it out.

One person enters it, another agrees. What was published of its batch still names it: that waits on the first
page until a submission handed in afterwards is out, and where the text still holds the table as it was drawn
from the register, one click begins the correction 更正.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.waiting import SHOWN, Job, Part
from gongkai.desk.disclosure.models import Item, Release, Submission
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.verbs import drafting
from gongkai.desk.enforcement import public, queries, rechecking, summary
from gongkai.desk.enforcement.models import Sample, SampleVoiding
from gongkai.desk.enforcement.revoking import approvers, may_enter
from gongkai.refusal import Refused

VOIDED = "sample-voided"
"""Type of the event, in the stream of each row of the sample."""
_SEES = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE, Duty.Kind.LEADER)
_LOOKED_AT = 200
"""The newest ones that are looked at: a bureau has a few a year."""
_MOST = 2_000
"""Rows of a batch, as its page has them."""


@dataclass(frozen=True, slots=True)
class Open:
    """A voided sample that the item of its batch still names."""

    voiding: SampleVoiding
    item: Item
    is_out: bool


def void(
    sample: Sample, ground: str, reason: str, *, by: Officer, approver: Officer | None, at: datetime
) -> SampleVoiding:
    """Void all rows of a sample's number.

    Raises Refused: ``not-held``, ``unknown-ground``, ``no-reason``, ``secrecy-mark``, ``four-eyes`` where no
    other person who may agreed, ``voided``.
    """
    day, reason = shanghai_date(at), reason.strip()
    if not may_enter(by, day) or by.agency_id != sample.agency_id:
        raise Refused("not-held", f"{by.name}当日没有作废样品的职责", "请由科室负责人或政务公开办公室办理")
    if ground not in SampleVoiding.Ground.values:
        raise Refused(
            "unknown-ground", f"情形“{ground}”不存在", f"可选：{'、'.join(SampleVoiding.Ground.values)}"
        )
    if not reason:
        raise Refused("no-reason", "没有写原因", "请写明错在哪里，正确的样品是哪一个")
    secrecy.demand_unmarked([reason])
    if approver is None or approver == by or approver not in approvers(sample.agency, day):
        raise Refused("four-eyes", "样品作废须由另一人批准", "请选政务公开办公室或者分管领导中的另一人")
    with transaction.atomic():
        rows = list(
            Sample.objects.select_for_update()
            .filter(agency=sample.agency_id, number=sample.number)
            .order_by("pk")
        )
        if any(one.voided_on for one in rows):
            raise Refused("voided", f"抽样编号 {sample.number} 已经作废", "无需再办")
        made = SampleVoiding.objects.create(
            sample=rows[0], ground=ground, reason=reason[:200], by=by, approver=approver, at=at
        )
        for one in rows:
            one.voided_on = day
            one.save(update_fields=["voided_on"])
            data = {"ground": ground, "number": one.number}
            record(f"sample/{one.uid}", VOIDED, by=by, occurred=day, at=at, data=data)
    return made


def of(sample: Sample) -> SampleVoiding | None:
    """Why it does not count any more; null while it does, and where a register voided it."""
    found = SampleVoiding.objects.select_related("by", "approver", "sample")
    return found.filter(sample__agency=sample.agency_id, sample__number=sample.number).first()


def of_batch(agency: int, name: str) -> list[SampleVoiding]:
    """The voided samples of a batch, the newest last."""
    found = SampleVoiding.objects.select_related("by", "approver", "sample")
    return list(found.filter(sample__agency=agency, sample__batch=name).order_by("pk")) if name else []


def open_ones(agency: int, batch: str = "") -> list[Open]:
    """The voided samples that an item still names, the oldest first; five queries at most, one if none.

    An item names them until a submission that was handed in afterwards is out, for one that was never public
    until one was handed in; a withdrawn one names nobody.
    """
    found = SampleVoiding.objects.filter(sample__agency=agency).exclude(sample__batch="")
    if batch:
        found = found.filter(sample__batch=batch)
    newest = sorted(found.select_related("sample").order_by("-pk")[:_LOOKED_AT], key=lambda one: one.pk)
    if not newest:
        return []
    items = public.of_batches(agency, {one.sample.batch for one in newest})
    keys = [one.pk for one in items.values()]
    releases = Release.objects.filter(item__in=keys).select_related("submission", "withdrawal")
    out = {
        one.item_id: one
        for one in releases.defer("body", "submission__content", "submission__body").order_by("no")
    }
    sent = Submission.objects.filter(item__in=keys).order_by("no").values_list("item", "at")
    handed_in = dict(sent)
    made = []
    for one in newest:
        item = items.get(one.sample.batch)
        if item is None:
            continue
        last = out.get(item.pk)
        if last is not None and hasattr(last, "withdrawal"):
            continue
        corrected = last.submission.at if last is not None else handed_in.get(item.pk)
        if corrected is None or corrected <= one.at:
            made.append(Open(one, item, is_out=last is not None or item.published_on is not None))
    return made


def table_before(agency: int, batch: str, open_voidings: Sequence[SampleVoiding]) -> str:
    """The text as it was drawn from the register while these samples still counted."""
    numbers = [one.sample.number for one in open_voidings]
    known = Sample.objects.filter(agency=agency, batch=batch)
    rows = [
        one for one in known.order_by(public.FAILED_FIRST, "number", "pk")[:_MOST]
        if one.voided_on is None or one.number in numbers
    ]  # fmt: skip
    return summary.batch_text(batch, rechecking.as_final(rows))


def can_rewrite(item: Item, batch: str, open_voidings: Sequence[SampleVoiding]) -> bool:
    """Whether the item's text still holds the table as it was drawn, for the new one to take its place."""
    return bool(open_voidings) and table_before(item.agency_id, batch, open_voidings).strip() in item.text


def rewrite(batch: str, by: Officer, at: datetime) -> Item:
    """Put the table of what still counts in the place of the one with the voided samples, as a draft.

    The correction note 更正说明 names the samples; it goes the way of every change. Raises Refused:
    ``nothing-open``, ``changed-by-hand`` where the text does not hold the table as it was drawn any more,
    ``empty`` where no sample is left, and those of :func:`~gongkai.desk.disclosure.verbs.drafting.amend`.
    """
    still = open_ones(by.agency_id, batch)
    if not still:
        raise Refused("nothing-open", f"批次“{batch}”没有要更正的", "请刷新页面查看")
    item, voidings = still[0].item, [one.voiding for one in still]
    if not can_rewrite(item, batch, voidings):
        raise Refused("changed-by-hand", "正文里的表格改动过，不能自动重写", "请打开信息，按提示手工更正")
    rows = _standing(by.agency_id, batch)
    if not rows:
        raise Refused("empty", f"批次“{batch}”的样品都作废了", "请撤稿")
    old = table_before(by.agency_id, batch, voidings).strip()
    before = drafting.standing(item)
    numbers = "、".join(one.sample.number for one in voidings)
    note = f"抽样编号 {numbers} 的样品已作废，从表中删去，批次数相应更正。" if still[0].is_out else ""
    fields = replace(
        before,
        text=before.text.replace(old, summary.batch_text(batch, rows).strip()),
        fields={**before.fields, **summary.batch_fields(rows)},
        correction=note or before.correction,
    )
    return drafting.amend(item, fields, by, at)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The part of the first page (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in _SEES for one in duties):
        return
    found = open_ones(officer.agency_id)
    jobs = tuple(_job(one) for one in found[:SHOWN])
    acts = any(one.kind in queries.ACTS for one in duties)
    yield Part(
        "voided-samples", _("抽检信息待更正"), reverse("enforcement:batches"), jobs, len(found), mine=acts
    )


def panel(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """What the page of an item of samples shows while it names samples that were voided."""
    if item.category != public.SAMPLING or not queries.works(officer, day):
        return None
    mine = [one for one in open_ones(item.agency_id) if one.item.pk == item.pk]
    told = said(mine[0].voiding.sample.batch, officer, day) if mine else None
    return {"template": "enforcement/_voided.html", **told} if told else None


def said(batch: str, officer: Officer, day: date) -> dict[str, Any] | None:
    """What is to be done about the item of a batch, by hand or by one click; null where nothing is."""
    found = open_ones(officer.agency_id, batch)
    if not found:
        return None
    item, voidings = found[0].item, [one.voiding for one in found]
    may_open = visible_to(officer, day).filter(pk=item.pk).exists()
    rows = _standing(officer.agency_id, batch)
    return {
        "batch": batch,
        "of": item,
        "may_open": may_open,
        "is_out": found[0].is_out,
        "voidings": voidings,
        "count": len({one.number for one in rows}),
        "failed": len({one.number for one in rows if one.verdict == Sample.Verdict.FAILED}),
        "is_rewritten": bool(rows) and summary.batch_text(batch, rows).strip() in item.text,
        "can_rewrite": may_open and can_rewrite(item, batch, voidings) and queries.uploads(officer, day),
    }


def href(sample: Sample) -> str:
    """The page of a sample, on which it is voided."""
    return reverse("enforcement:sample", args=[sample.uid])


def _standing(agency: int, batch: str) -> list[Sample]:
    """The rows of a batch that still count, as its text lists them."""
    found = Sample.objects.filter(agency=agency, batch=batch, voided_on__isnull=True)
    return rechecking.as_final(list(found.order_by(public.FAILED_FIRST, "number", "pk")[:_MOST]))


def _job(one: Open) -> Job:
    words = _("抽样编号 %(number)s 已作废（%(ground)s），表里还有它，请更正") % {
        "number": one.voiding.sample.number,
        "ground": one.voiding.get_ground_display(),
    }
    return Job(
        title=one.item.title,
        href=href(one.voiding.sample),
        words=words,
        stands=_("还在公开") if one.is_out else _("已起草"),
        note=one.item.index,
    )
