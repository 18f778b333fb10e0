"""归档, 延长保管, 销毁 of the opinions about a draft: the whole consultation is one file 案卷.

It is closed once the feedback 采纳情况 is public. Destroying it takes the keys, texts and files of all its
opinions; how many there were, what became of each, the events and the list itself stay.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.keyring import store
from gongkai.desk.casework.models import DestructionList
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs import destroying
from gongkai.desk.casework.verbs.filing import KEEPS
from gongkai.desk.disclosure.models import (
    Consultation,
    Opinion,
    OpinionEntry,
    OpinionExtended,
    OpinionFile,
    OpinionFiling,
    Release,
)
from gongkai.law.retention import period
from gongkai.refusal import Refused

DESTROYED = "（已销毁）"
"""What stands for the reason of an opinion that was not adopted, after its file was destroyed."""


def closed_on(consultation: Consultation) -> date | None:
    """The day on which the feedback became public, which ends a consultation; null while it is not."""
    first = Release.objects.filter(item=consultation.feedback_id, withdrawal__isnull=True).order_by("no")
    release = first.first() if consultation.feedback_id else None
    return shanghai_date(release.at) if release is not None else None


def unfiled(agency: Agency) -> QuerySet[Consultation]:
    """Consultations whose feedback is public and that nobody filed yet."""
    answered = Release.objects.filter(item=OuterRef("feedback"), withdrawal__isnull=True)
    return Consultation.objects.filter(Exists(answered), item__agency=agency, filing__isnull=True)


def kept(agency: Agency) -> QuerySet[OpinionFiling]:
    """The filed consultations whose opinions are still there."""
    return OpinionFiling.objects.filter(consultation__item__agency=agency, destroyed_on__isnull=True)


def due(agency: Agency, day: date) -> QuerySet[OpinionFiling]:
    """What has come due for appraisal: the period has ended, it stands on no list."""
    listed = OpinionEntry.objects.filter(filing=OuterRef("pk"), dropped=False)
    return kept(agency).filter(~Exists(listed), until_year__lt=day.year)


def file_opinions(
    consultation: Consultation, key: str, reason: str, *, by: Officer, at: datetime
) -> OpinionFiling:
    """File a consultation for a period. Raises Refused: ``not-held``, ``not-closed``, ``no-retention``."""
    day = shanghai_date(at)
    item = consultation.item
    _demand_keeper(by, item.agency, at)
    with transaction.atomic():
        Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
        there = OpinionFiling.objects.filter(consultation=consultation).first()
        if there is not None:
            return there
        ended = closed_on(consultation)
        if ended is None:
            raise Refused("not-closed", "采纳情况还没有公布，不能归档", "公布采纳情况反馈以后再归档")
        chosen = period(key, ended)
        made = OpinionFiling.objects.create(
            consultation=consultation,
            closed_on=ended,
            period=chosen.key,
            label=chosen.label,
            reason=reason,
            until_year=chosen.until(ended),
            filed_on=day,
            filed_by=by,
        )
        data = {"period": chosen.key, "until": made.until_year, "reason": reason}
        record(item.stream, "opinions-filed", by=by, occurred=day, at=at, data=data)
    return made


def keep_opinions_longer(
    filing: OpinionFiling, until_year: int | None, reason: str, *, by: Officer, at: datetime
) -> OpinionExtended:
    """Keep the file of a consultation longer, to the end of a year or (null) for ever.

    Raises Refused: ``not-held``, ``no-reason``, ``not-longer``, ``on-list``, ``destroyed``.
    """
    day = shanghai_date(at)
    item = filing.consultation.item
    _demand_keeper(by, item.agency, at)
    with transaction.atomic():
        locked = OpinionFiling.objects.select_for_update(of=("self",)).get(pk=filing.pk)
        if not reason.strip():
            raise Refused("no-reason", "延长保管须写明理由", "请写明鉴定意见")
        if locked.destroyed_on is not None:
            raise Refused("destroyed", f"这一卷已于 {locked.destroyed_on} 销毁", "无法再办")
        if locked.entries.filter(dropped=False).exists():
            raise Refused("on-list", "这一卷在销毁清册上", "请先由批准人退回清册")
        before = locked.until_year
        if before is None:
            raise Refused("not-longer", "这一卷永久保管，不用延长", "无需再办")
        if until_year is not None and until_year <= max(before, day.year):
            after = max(before, day.year) + 1
            raise Refused("not-longer", f"延长到 {until_year} 年没有比现在更长", f"请写 {after} 年以后")
        made = OpinionExtended.objects.create(
            filing=locked, from_year=before, until_year=until_year, reason=reason.strip(), on=day, by=by
        )
        locked.until_year = until_year
        if until_year is None:
            permanent = period("permanent", day)
            locked.period, locked.label = permanent.key, permanent.label
        locked.save(update_fields=["until_year", "period", "label"])
        data = {"from": before, "until": until_year}
        record(item.stream, "opinions-kept-longer", by=by, occurred=day, at=at, data=data)
    return made


def list_opinions(
    agency: Agency, chosen: Collection[int], appraisal: str, *, by: Officer, at: datetime
) -> DestructionList:
    """Draw up a list 销毁清册 of filed consultations. Refusals are those of :func:`destroying.draw_up`."""
    day = shanghai_date(at)
    number = destroying.take_number(agency, len(chosen), appraisal, by=by, at=at)
    with transaction.atomic():
        ready = due(agency, day).select_for_update(of=("self",)).filter(pk__in=chosen)
        rows = list(ready.select_related("consultation__item").order_by("until_year", "pk"))
        missing = set(chosen) - {one.pk for one in rows}
        if missing:
            lost = OpinionFiling.objects.filter(pk__in=missing).select_related("consultation__item").first()
            raise destroying.not_due(lost.consultation.item.index if lost is not None else "案卷")
        made = destroying.opened(agency, number, appraisal, len(rows), by=by, at=at)
        OpinionEntry.objects.bulk_create(_entry(made, no, one) for no, one in enumerate(rows, start=1))
    return made


def decide_on_list(
    found: DestructionList, approved: bool, opinion: str, *, by: Officer, at: datetime
) -> DestructionList:
    """Approve or refuse a list. Refusals are those of :func:`destroying.decide`."""
    with transaction.atomic():
        decided = destroying.decide(found, approved, opinion, by=by, at=at)
        if not approved:
            decided.opinion_entries.update(dropped=True)
    return decided


def destroy_opinions(entry: OpinionEntry, *, at: datetime) -> None:
    """Destroy the opinions of one consultation on an approved list, in the caller's transaction.

    What was kept longer since is spared. Doing it again changes nothing. Raises Refused: ``not-approved``.
    """
    locked = (
        OpinionEntry.objects.select_for_update(of=("self",))
        .select_related("list__started_by", "filing__consultation__item")
        .get(pk=entry.pk)
    )
    destroying.demand_approved(locked.list)
    if locked.done_at is not None or locked.dropped:
        return
    by, filing, day = locked.list.started_by, locked.filing, shanghai_date(at)
    assert by is not None
    stream = filing.consultation.item.stream
    data = {"list": locked.list.number, "no": locked.no}
    if filing.until_year is None or filing.until_year >= day.year:
        locked.dropped = True
        locked.save(update_fields=["dropped"])
        record(stream, "opinions-spared", by=by, occurred=day, at=at, data=data)
        return
    opinions = Opinion.objects.filter(consultation=filing.consultation_id)
    store().journal_shredded(opinions.values_list("uid", flat=True))
    OpinionFile.objects.filter(opinion__in=opinions).delete()
    forget(opinions)
    OpinionFiling.objects.filter(pk=filing.pk).update(destroyed_on=day)
    locked.done_at = at
    locked.save(update_fields=["done_at"])
    record(stream, "opinions-destroyed", by=by, occurred=day, at=at, data=data)


def forget(opinions: QuerySet[Opinion]) -> int:
    """Take the keys and every word of some opinions; number, day, kind of sender and result stay."""
    with_reason = opinions.exclude(answer="")
    with_reason.update(answer=DESTROYED)
    return opinions.update(dek=b"", sealed=b"", text="", clause="")


def _entry(made: DestructionList, no: int, filing: OpinionFiling) -> OpinionEntry:
    consultation, until = filing.consultation, filing.until_year
    assert until is not None
    return OpinionEntry(
        list=made,
        no=no,
        filing=filing,
        number=consultation.item.index,
        title=consultation.item.title[:80],
        label=filing.label,
        until_year=until,
        letters=consultation.opinions.count(),
        files=OpinionFile.objects.filter(opinion__consultation=consultation).count(),
    )


def _demand_keeper(by: Officer, agency: Agency, at: datetime) -> None:
    if not holds(by, KEEPS, None, shanghai_date(at), agency=agency):
        raise Refused("not-held", f"{by.name}当日没有管理案卷的职责", "请由政务公开办公室办理")
