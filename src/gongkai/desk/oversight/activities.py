"""Meetings, trainings, campaigns and the rest of the register, entered on the desk and voided when wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.oversight import rules
from gongkai.desk.oversight.models import Activity
from gongkai.refusal import Refused

REASONS = ("twice", "not-held", "wrong")
"""Why an activity is voided: entered twice, not held, entered wrongly."""


@transaction.atomic
def enter(agency: Agency, given: Mapping[str, Any], *, by: Officer, at: datetime) -> Activity:
    """Enter an activity; ``given`` has the columns of the register by the names of the model.

    Raises Refused: ``not-held``, ``future-day``, ``entered`` when kind, name and day are there already,
    ``unknown-item``.
    """
    day = shanghai_date(at)
    may = by.agency_id == agency.pk and rules.enters_activities(by, day)
    rules.demand(may, "登记活动", "各单位信息员或者政务公开办公室")
    if given["on"] > day:
        raise Refused("future-day", f"活动日期 {given['on']} 还没有到", "活动举行以后再登记")
    index = given.get("related_item", "")
    if index and not Item.objects.filter(agency=agency, index=index).exists():
        raise Refused("unknown-item", f"没有索引号为 {index} 的信息", "请核对索引号，没有就不填")
    same = {"agency": agency, "kind": given["kind"], "name": given["name"].strip(), "on": given["on"]}
    if Activity.objects.filter(**same).exists():
        raise Refused(
            "entered", "这一天同名的活动已经登记过（作废的也算）", "请核对；确是两场的，名称写出区别"
        )
    made = Activity.objects.create(**(dict(given) | same))
    record(stream_of(made), "activity-entered", by=by, occurred=made.on, at=at, data={"kind": made.kind})
    return made


@transaction.atomic
def void(activity: Activity, reason: str, *, by: Officer, at: datetime) -> Activity:
    """Void what was entered by mistake: it stays, figures and ledgers leave it out; never by who entered it.

    Raises Refused: ``not-held``, ``unknown-reason``, ``voided``, ``same-person``.
    """
    day = shanghai_date(at)
    may = by.agency_id == activity.agency_id and rules.plans(by, day)
    rules.demand(may, "作废活动", "政务公开办公室或者分管领导")
    row = Activity.objects.select_for_update().get(pk=activity.pk)
    if reason not in REASONS:
        raise Refused("unknown-reason", "没有选择作废的理由", "请选一种")
    if row.voided_on is not None:
        raise Refused("voided", "这条活动已经作废", "请刷新页面查看")
    if Event.objects.filter(stream=stream_of(row), type="activity-entered", by=by.uid).exists():
        raise Refused("same-person", "登记的人不能自己作废", "请由另一位有职责的人办理")
    row.voided_on = day
    row.save(update_fields=["voided_on"])
    record(stream_of(row), "activity-voided", by=by, occurred=day, at=at, data={"reason": reason})
    return row


def stream_of(activity: Activity) -> str:
    """The name of its chain of events."""
    return f"activity/{activity.uid}"
