"""Drafting the open tables of a year, and setting from when on which counts are small."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs import Draft, draft
from gongkai.desk.reporting.centre import opening
from gongkai.desk.reporting.models import CellThreshold, OpenTables
from gongkai.refusal import Refused

SMALLEST, LARGEST = 3, 100
"""Between these a threshold may be set."""


def draft_tables(agency: Agency, year: int, seen: str, *, by: Officer, at: datetime) -> Item:
    """Begin the item with the tables that ``by`` has just looked at (``seen``: their digest).

    It goes the way of all items; nothing is public before it was cleared. Raises Refused: ``year-runs``,
    ``pending`` while another version waits, ``stale`` when the tables have changed since they were shown,
    and those of :func:`opening.build` and of drafting.
    """
    day = shanghai_date(at)
    if year >= day.year:
        raise Refused("year-runs", f"{year} 年还没有结束", "年度结束后再发布全年的数据")
    _demand_none_waits(agency, year)
    built = opening.build(agency, year, opening.least_on(agency, day))
    if built.digest != seen:
        raise Refused("stale", "您看过之后数据有了变化", "请重新看一遍再起草")
    fields = Draft(
        title=opening.title(year),
        category="业务工作",
        means=Item.Means.OPEN,
        unit=None,
        text=opening.text(built.tables),
        formed_on=day,
    )
    item = draft(agency, fields, by, at)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        _demand_none_waits(agency, year)  # two at once: the second keeps a plain draft, which is no data
        item.extras = {**item.extras, "dataset": f"complaints-{year}"}
        item.save(update_fields=["extras"])
        last = OpenTables.objects.filter(agency=agency, year=year).aggregate(last=Max("no"))["last"] or 0
        OpenTables.objects.create(
            agency=agency, year=year, no=last + 1, item=item, tables=built.tables, made_at=at, by=by
        )
    return item


def _demand_none_waits(agency: Agency, year: int) -> None:
    waiting = OpenTables.objects.filter(
        agency=agency, year=year, item__published_on__isnull=True, item__voided_on__isnull=True
    )
    if waiting.exists():
        raise Refused("pending", f"{year} 年已有一版没有发布", "请先发布或作废那一版")


def set_threshold(agency: Agency, least: int, since: date, *, by: Officer, at: datetime) -> CellThreshold:
    """From a day on, counts below ``least`` are not told. Raises Refused: ``out-of-range``, ``past``."""
    if not SMALLEST <= least <= LARGEST:
        raise Refused("out-of-range", f"界限应在 {SMALLEST} 至 {LARGEST} 件之间", "请改为这个范围内的数")
    if since < shanghai_date(at):
        raise Refused("past", "不能从过去的日期起改", "请填今天或以后的日期")
    made, _ = CellThreshold.objects.update_or_create(
        agency=agency, since=since, defaults={"least": least, "by": by, "at": at}
    )
    return made
