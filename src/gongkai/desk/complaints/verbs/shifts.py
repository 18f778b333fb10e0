"""Handing over a shift 交接班, and the roster 值班表."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.masking import mask
from gongkai.desk.complaints import queries
from gongkai.desk.complaints.listing import Reader, views
from gongkai.desk.complaints.models import Handover, RosterEntry
from gongkai.desk.complaints.models.shift import Shift
from gongkai.desk.complaints.rows import LISTING
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.lists import marks
from gongkai.refusal import Refused

_MOST_COUNTED = 100_000
_COUNTED = {
    "unassigned": "assign", "today": "today", "late": "late", "follow_ups": "later", "supervised": "watch"
}  # fmt: skip
"""What a shift hands over, by the views of the queue."""


def counts(agency: Agency, officer: Officer, day: date) -> dict[str, int]:
    """How things stand when a shift ends: registered today, to hand out, due today, late, to be answered."""
    seen = queries.visible_to(officer, day)
    offered = views(officer, day)
    names = {
        "unassigned": "assign",
        "today": "today",
        "late": "late",
        "follow_ups": "later",
        "supervised": "watch",
    }
    marks.fresh(LISTING)
    found = Reader.of(officer, day).counted([offered[view] for view in names.values()], _MOST_COUNTED)
    registered = seen.filter(registration__registered_on=day).count()
    return {"registered": registered} | dict(zip(_COUNTED, found, strict=True))


def hand_over(agency: Agency, shift: str, remark: str, *, by: Officer, at: datetime) -> Handover:
    """Hand the shift over; numbers and names in the remark are masked. Raises ``not-allowed``, ``known``."""
    day = shanghai_date(at)
    _demand(by, agency, day)
    if shift not in Shift.values:
        raise Refused("unknown-shift", "没有这个班次", f"可以是 {'、'.join(Shift.values)}")
    try:
        with transaction.atomic():
            return Handover.objects.create(
                agency=agency, on=day, shift=shift, by=by, at=at,
                counts=counts(agency, by, day), remark=mask(remark.strip())[:400],
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused("known", f"{day} {shift}已经交班", "请由接班人确认") from twice


def take_over(handover: Handover, *, by: Officer, at: datetime) -> Handover:
    """Take the shift over: another person than who handed it over. Raises ``four-eyes``, ``taken``."""
    with transaction.atomic():
        locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        _demand(by, locked.agency, shanghai_date(at))
        if locked.by_id == by.pk:
            raise Refused("four-eyes", "交班人不能自己接班", "请由接班人确认")
        if locked.taken_at is not None:
            raise Refused("taken", "这一班已经接过", "无需再办")
        locked.taken_by, locked.taken_at = by, at
        locked.save(update_fields=["taken_by", "taken_at"])
    return locked


def put_on_roster(
    agency: Agency, on: date, shift: str, officer: Officer, *, by: Officer, at: datetime
) -> RosterEntry:
    """Say who is on duty on a day. Raises ``not-allowed``, ``wrong-officer``, ``unknown-shift``."""
    if not holds(by, LEADS, None, shanghai_date(at), agency=agency):
        raise Refused("not-allowed", f"{by.name}当日没有排班的职责", "请由政务公开办公室或领导排班")
    if officer.agency_id != agency.pk or not officer.is_active:
        raise Refused("wrong-officer", "不是本机关的在岗人员", "请另选")
    if shift not in Shift.values:
        raise Refused("unknown-shift", "没有这个班次", f"可以是 {'、'.join(Shift.values)}")
    made, _ = RosterEntry.objects.get_or_create(agency=agency, on=on, shift=shift, officer=officer)
    return made


def take_off_roster(entry: RosterEntry, *, by: Officer, at: datetime) -> None:
    """Take somebody off the roster again, before the day is over."""
    day = shanghai_date(at)
    if not holds(by, LEADS, None, day, agency=entry.agency):
        raise Refused("not-allowed", f"{by.name}当日没有排班的职责", "请由政务公开办公室或领导排班")
    if entry.on < day:
        raise Refused("past", "过去的值班不能改", "")
    entry.delete()


def _demand(by: Officer, agency: Agency, day: date) -> None:
    if not holds(by, CENTRE, None, day, agency=agency):
        raise Refused("not-allowed", f"{by.name}当日没有接线的职责", "请由接线员办理")
