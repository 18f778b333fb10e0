"""A place goes to another keeper, gets another cycle, is closed, is used again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.outlets import rules
from gongkai.desk.outlets.models import Place
from gongkai.desk.outlets.verbs.keeping import demand_cycle, stream_of
from gongkai.refusal import Refused

_CHANGES = ("where", "unit", "keeper", "cycle_days")


def change_place(place: Place, given: Mapping[str, Any], by: Officer, at: datetime) -> Place:
    """Another position, unit, keeper or cycle. ``given``: where, unit, keeper, cycle_days.

    Raises Refused: ``not-held``, ``bad-cycle``, ``other-agency``, ``closed``, ``same`` when nothing differs.
    """
    _demand_office(place, by, at)
    demand_cycle(given["cycle_days"])
    if given["keeper"].agency_id != place.agency_id:
        raise Refused("other-agency", "管理人不是本单位的人", "请选本单位的管理人")
    with transaction.atomic():
        row = Place.objects.select_for_update().get(pk=place.pk)
        if row.until is not None:
            raise Refused("closed", f"点位“{row}”已停用", "请先恢复使用")
        changed = [name for name in _CHANGES if getattr(row, name) != given[name]]
        if not changed:
            raise Refused("same", "没有改动", "请改管理人、位置、所在单位或者更换周期")
        data: dict[str, Any] = {"place": row.uid, "columns": changed}
        if "keeper" in changed:
            data |= {"from": row.keeper.uid, "to": given["keeper"].uid}
        for name in changed:
            setattr(row, name, given[name])
        row.save(update_fields=changed)
        day = shanghai_date(at)
        record(stream_of(row.agency), "place-kept", by=by, occurred=day, at=at, data=data)
    return row


def close_place(place: Place, on: date, by: Officer, at: datetime) -> Place:
    """Use a place no more from a day; what hangs there is gone with it.

    Raises Refused: ``not-held``, ``closed``, ``before-start`` where something was hung later, ``in-future``.
    """
    day = _demand_office(place, by, at)
    with transaction.atomic():
        row = Place.objects.select_for_update().get(pk=place.pk)
        if row.until is not None:
            raise Refused("closed", f"点位“{row}”已停用", "请刷新页面查看")
        hanging = row.hangings.filter(gone_on__isnull=True)
        if on < row.since or hanging.filter(on__gt=on).exists():
            raise Refused("before-start", "停用日期在启用或者最近一次更换之前", "请核对日期")
        if on > day:
            raise Refused("in-future", "停用日期在今天之后", "到那一天再登记")
        hanging.update(gone_on=on)
        row.until = on
        row.save(update_fields=["until"])
        record(stream_of(row.agency), "place-closed", by=by, occurred=on, at=at, data={"place": row.uid})
    return row


def reopen_place(place: Place, by: Officer, at: datetime) -> Place:
    """Use a closed place again from today. Raises Refused: ``not-held``, ``not-closed``."""
    day = _demand_office(place, by, at)
    with transaction.atomic():
        row = Place.objects.select_for_update().get(pk=place.pk)
        if row.until is None:
            raise Refused("not-closed", f"点位“{row}”正在使用", "请刷新页面查看")
        row.since, row.until = day, None
        row.save(update_fields=["since", "until"])
        record(stream_of(row.agency), "place-opened", by=by, occurred=day, at=at, data={"place": row.uid})
    return row


def _demand_office(place: Place, by: Officer, at: datetime) -> date:
    day = shanghai_date(at)
    rules.demand(by.agency_id == place.agency_id and rules.may_set_up(by, day), "管理点位台账")
    return day
