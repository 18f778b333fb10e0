"""Places and columns: who keeps them, what hangs there, nil returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets import rules
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.freshness import month_of
from gongkai.desk.outlets.models import ColumnDuty, Hanging, NilReturn, Place
from gongkai.desk.outlets.proofs import Proof
from gongkai.refusal import Refused

_CYCLES = range(1, 732)


def open_place(agency: Agency, given: Mapping[str, Any], by: Officer, at: datetime) -> Place:
    """Enter a place. ``given``: name, kind, where, unit, keeper, cycle_days, since.

    Raises Refused: ``not-held``, ``name-taken``, ``bad-cycle``, ``other-agency``.
    """
    rules.demand(by.agency_id == agency.pk and rules.may_set_up(by, shanghai_date(at)), "管理点位台账")
    demand_cycle(given["cycle_days"])
    if given["keeper"].agency_id != agency.pk:
        raise Refused("other-agency", "管理人不是本单位的人", "请选本单位的管理人")
    with transaction.atomic():
        if Place.objects.filter(agency=agency, name=given["name"]).exists():
            raise Refused("name-taken", f"已有点位“{given['name']}”", "请换一个名称")
        made = Place.objects.create(agency=agency, **given)
        record(stream_of(agency), "place-opened", by=by, occurred=made.since, at=at, data={"place": made.uid})
    return made


def hang(
    place: Place,
    what: str,
    on: date,
    by: Officer,
    at: datetime,
    *,
    proof: Proof | None = None,
    alone: bool = True,
) -> Hanging:
    """Say what hangs at a place from a day; ``alone``: what hung there before is gone.

    Raises Refused: ``not-held``, ``closed``, ``in-future``, ``no-content``.
    """
    day = shanghai_date(at)
    rules.demand(rules.may_hang(by, place, day), f"更换“{place}”内容")
    if place.until is not None and place.until < day:
        raise Refused("closed", f"点位“{place}”已停用", "请先恢复使用")
    if not place.since <= on <= day:
        raise Refused("in-future", "更换日期不在启用之后、今天之前", "请填写实际更换的日期")
    if not what.strip():
        raise Refused("no-content", "没有写挂了什么", "请写明内容")
    with transaction.atomic():
        if alone:
            place.hangings.filter(gone_on__isnull=True, on__lte=on).update(gone_on=on)
        made = Hanging.objects.create(
            place=place, what=what.strip(), on=on, by=by,
            scan=proof.digest if proof else "", scan_name=proof.name if proof else "",
        )  # fmt: skip
        data = {"place": place.uid, "scan": made.scan}
        record(stream_of(place.agency), "place-changed", by=by, occurred=on, at=at, data=data)
    return made


def take_off(hanging: Hanging, on: date, by: Officer, at: datetime) -> Hanging:
    """Say that something hangs no more. Raises Refused: ``not-held``, ``not-there``, ``in-future``."""
    rules.demand(rules.may_hang(by, hanging.place, shanghai_date(at)), f"更换“{hanging.place}”内容")
    with transaction.atomic():
        row = Hanging.objects.select_for_update().get(pk=hanging.pk)
        if row.gone_on:
            raise Refused("not-there", "已经取下了", "请刷新页面查看")
        if not row.on <= on <= shanghai_date(at):
            raise Refused("in-future", "取下日期不在挂出之后、今天之前", "请填写实际取下的日期")
        row.gone_on = on
        row.save()
        data = {"place": row.place.uid}
        record(stream_of(row.place.agency), "place-cleared", by=by, occurred=on, at=at, data=data)
    return row


def assign_column(agency: Agency, given: Mapping[str, Any], by: Officer, at: datetime) -> ColumnDuty:
    """Give a column to a unit. ``given``: column, unit, officer, deputy, cycle_days, since.

    Raises Refused: ``not-held``, ``unknown-column``, ``bad-cycle``, ``same-person``, ``column-taken``.
    """
    rules.demand(by.agency_id == agency.pk and rules.may_set_up(by, shanghai_date(at)), "管理栏目责任清单")
    if given["column"] not in names_of():
        raise Refused("unknown-column", "没有这个栏目", "请从列出的栏目中选择")
    demand_cycle(given["cycle_days"])
    if given["deputy"] is not None and given["deputy"] == given["officer"]:
        raise Refused("same-person", "信息员和备岗是同一个人", "请另选一位备岗（B 角）")
    with transaction.atomic():
        now = agency.column_duties.filter(column=given["column"], unit=given["unit"], until__isnull=True)
        if now.exists():
            raise Refused("column-taken", "这个单位已经负责这个栏目", "请先结束原来的责任")
        made = ColumnDuty.objects.create(agency=agency, **given)
        data = {"column": made.column, "unit": made.unit.code, "cycle": made.cycle_days}
        record(stream_of(agency), "column-assigned", by=by, occurred=made.since, at=at, data=data)
    return made


def end_column(duty: ColumnDuty, on: date, by: Officer, at: datetime) -> ColumnDuty:
    """End a responsibility. Raises Refused: ``not-held``, ``ended``, ``before-start``."""
    rules.demand(
        by.agency_id == duty.agency_id and rules.may_set_up(by, shanghai_date(at)), "管理栏目责任清单"
    )
    with transaction.atomic():
        row = ColumnDuty.objects.select_for_update().get(pk=duty.pk)
        if row.until is not None:
            raise Refused("ended", "这项责任已经结束", "请刷新页面查看")
        if on < row.since:
            raise Refused("before-start", "结束日期在开始之前", "请核对日期")
        row.until = on
        row.save()
        data = {"column": row.column, "unit": row.unit.code}
        record(stream_of(row.agency), "column-ended", by=by, occurred=on, at=at, data=data)
    return row


def report_nil(duty: ColumnDuty, month: date, note: str, by: Officer, at: datetime) -> NilReturn:
    """Say that a month had nothing to publish 零报告.

    Raises Refused: ``not-held``, ``in-future``, ``not-nil`` when the unit did publish, ``already-reported``.
    """
    day, first = shanghai_date(at), month_of(month)
    rules.demand(rules.may_report(by, duty, day), "报告这个栏目")
    if first > day or first < month_of(duty.since):
        raise Refused("in-future", "这个月份不在责任期内", "请选责任期内已经开始的月份")
    if published_in(duty, first):
        raise Refused("not-nil", "这个月本栏目有公开的信息，不是零", "不需要零报告")
    with transaction.atomic():
        if duty.nil_returns.filter(month=first).exists():
            raise Refused("already-reported", "这个月已经报过零", "不需要再报")
        made = NilReturn.objects.create(duty=duty, month=first, by=by, at=at, note=note.strip())
        data = {"column": duty.column, "unit": duty.unit.code, "month": f"{first:%Y-%m}"}
        record(stream_of(duty.agency), "column-nil", by=by, occurred=day, at=at, data=data)
    return made


def published_in(duty: ColumnDuty, first: date) -> bool:
    """Whether the unit published anything in its column in the month that begins on ``first``."""
    rows = Item.objects.filter(
        agency=duty.agency, unit=duty.unit, category__in=names_of()[duty.column].categories,
        published_on__year=first.year, published_on__month=first.month, voided_on__isnull=True,
    )  # fmt: skip
    return rows.exists()


def stream_of(agency: Agency) -> str:
    """The events of an agency's places and columns."""
    return f"outlets/{agency.code}"


def demand_cycle(days: int) -> None:
    """Refuse (``bad-cycle``) what is no cycle: a day to two years."""
    if days not in _CYCLES:
        raise Refused("bad-cycle", "更新周期不在 1 天到 2 年之间", "请写天数，如 14、30、180")
