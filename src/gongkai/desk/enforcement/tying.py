"""An officer says which item publishes a batch of samples, or takes it back; both leave an event."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import held, holds
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.enforcement import public, queries
from gongkai.desk.enforcement.models import Published
from gongkai.refusal import Refused

TIED, UNTIED = "batch-tied", "batch-untied"
"""Types of the events, in the stream of the item."""
OFFERED = 50
"""Items to choose from: the newest public ones of samples that belong to no batch."""
LOOKED_AT = 200
"""Batches among which those without an item are looked for, the newest."""


def of(agency: int, batch: str) -> Published | None:
    """How a batch belongs to its item: drawn or tied; null where at most a title suggests it."""
    known = Published.objects.filter(batch=batch, item__agency=agency, item__voided_on__isnull=True)
    return known.select_related("item", "tied_by").order_by("pk").first()


def free(officer: Officer, day: date) -> QuerySet[Item]:
    """The items that an officer may tie a batch to, newest first."""
    seen = visible_to(officer, day).filter(category=public.SAMPLING, voided_on__isnull=True)
    mine = {one.unit_id for one in held(officer, day) if one.kind in queries.ACTS}
    if None not in mine:
        seen = seen.filter(unit__in=mine)
    return seen.filter(drawn_from__isnull=True).order_by("-pk")


def batches_without_item(officer: Officer, day: date) -> list[str]:
    """The batches that neither were drafted nor tied, newest first: an item may be said to publish them."""
    newest = queries.batches(queries.samples(officer, day), LOOKED_AT)
    names = [str(row["batch"]) for row in newest]
    taken = Published.objects.filter(batch__in=names, item__agency=officer.agency_id)
    known = set(taken.filter(item__voided_on__isnull=True).values_list("batch", flat=True))
    return [name for name in names if name not in known][:OFFERED]


def tie(batch: str, index: str, by: Officer, at: datetime) -> Published:
    """Say that an item, by its index number 索引号, publishes a batch.

    Raises Refused: ``empty`` without such a batch, ``unknown`` without such an item, ``other-class`` where it
    is not of samples, ``not-yours``, ``drawn`` where it has a source, ``tied`` where the batch has an item.
    """
    index, day = index.strip(), shanghai_date(at)
    if not queries.samples(by, day).filter(batch=batch).exists() or not batch:
        raise Refused("empty", f"没有批次“{batch}”", "请核对批次")
    with transaction.atomic():
        item = visible_to(by, day).select_for_update(of=("self",)).filter(index=index).first()
        if item is None or item.voided_on is not None:
            raise Refused("unknown", f"没有索引号为“{index}”的信息", "请核对索引号")
        if item.category != public.SAMPLING:
            raise Refused("other-class", f"{item.index} 不是{public.SAMPLING}", "请选择公布这一批次的信息")
        if not holds(by, queries.ACTS, item.unit, day):
            raise Refused("not-yours", f"{item.index} 不是您单位的信息", "请由责任单位或者政务公开办公室认定")
        if Published.objects.filter(item=item).exists():
            raise Refused("drawn", f"{item.index} 已经对应一个批次或者案件", "认定错了的，请先取消")
        if (known := of(by.agency_id, batch)) is not None:
            raise Refused("tied", f"批次“{batch}”已经由 {known.item.index} 公布", "认定错了的，请先取消")
        made = Published.objects.create(batch=batch, item=item, tied_by=by, tied_at=at)
        record(item.stream, TIED, by=by, occurred=day, at=at, data={"batch": batch})
    return made


def untie(batch: str, by: Officer, at: datetime) -> Item:
    """Take back that an item publishes a batch.

    Raises Refused: ``not-tied``, also where the item was drawn from the batch; ``not-yours``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        known = of(by.agency_id, batch)
        if known is None or known.tied_by_id is None:
            raise Refused("not-tied", f"批次“{batch}”没有认定过由哪条信息公布", "由批次起草的信息不用认定")
        item = known.item
        if not holds(by, queries.ACTS, item.unit, day):
            raise Refused("not-yours", f"{item.index} 不是您单位的信息", "请由责任单位或者政务公开办公室取消")
        known.delete()
        record(item.stream, UNTIED, by=by, occurred=day, at=at, data={"batch": batch})
    return item
