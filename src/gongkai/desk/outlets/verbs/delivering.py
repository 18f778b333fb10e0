"""Deliveries to archive and library, a list for each quarter 送交清单."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets import rules
from gongkai.desk.outlets.freshness import quarter_days
from gongkai.desk.outlets.models import Delivery, DeliveryLine
from gongkai.desk.outlets.proofs import Proof
from gongkai.refusal import Refused


def make_list(agency: Agency, year: int, quarter: int, to: str, by: Officer, at: datetime) -> Delivery:
    """The list of what was published in a quarter; it is fixed when it is made.

    Raises Refused: ``not-held``, ``not-over`` before the quarter ends, ``already-made``, ``nothing``.
    """
    today = shanghai_date(at)
    rules.demand(by.agency_id == agency.pk and rules.may_set_up(by, today), "编制送交清单")
    first, last = quarter_days(year, quarter)
    if last >= today:
        raise Refused("not-over", f"{year} 年第 {quarter} 季度还没有结束", "季度结束后再编制清单")
    with transaction.atomic():
        if Delivery.objects.filter(agency=agency, year=year, quarter=quarter, to=to).exists():
            raise Refused("already-made", "这个季度的清单已经编好", "请打开已有的清单")
        items = list(
            Item.objects.filter(
                agency=agency, published_on__range=(first, last), voided_on__isnull=True,
                means=Item.Means.OPEN,
            ).order_by("published_on", "pk").values_list("pk", flat=True)
        )  # fmt: skip
        if not items:
            raise Refused("nothing", "这个季度没有公开的信息", "不需要送交")
        made = Delivery.objects.create(
            agency=agency, year=year, quarter=quarter, to=to, made_at=at, made_by=by
        )
        lines = [DeliveryLine(delivery=made, item_id=item, no=no) for no, item in enumerate(items, start=1)]
        DeliveryLine.objects.bulk_create(lines, batch_size=500)
        data = {"delivery": made.uid, "items": len(items)}
        record(f"outlets/{agency.code}", "delivery-made", by=by, occurred=today, at=at, data=data)
    return made


def hand_over(
    delivery: Delivery, on: date, receiver: str, by: Officer, at: datetime, *, proof: Proof | None = None
) -> Delivery:
    """Record who signed for a delivery, and when. Raises Refused: ``not-held``, ``handed``, ``in-future``."""
    today = shanghai_date(at)
    rules.demand(by.agency_id == delivery.agency_id and rules.may_set_up(by, today), "编制送交清单")
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.handed_on:
            raise Refused("handed", "已经登记过送交", "请刷新页面查看")
        if not shanghai_date(row.made_at) <= on <= today:
            raise Refused("in-future", "送交日期不在编制之后、今天之前", "请填写实际送交的日期")
        if not receiver.strip():
            raise Refused("no-receiver", "没有签收人", "请写签收人姓名")
        row.handed_on, row.receiver = on, receiver.strip()
        if proof:
            row.scan, row.scan_name = proof.digest, proof.name
        row.save()
        data = {"delivery": row.uid, "scan": row.scan}
        record(f"outlets/{row.agency.code}", "delivery-handed", by=by, occurred=on, at=at, data=data)
    return row
