"""The rows of places, columns and deliveries, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.freshness import Freshness, freshness, month_before, month_of
from gongkai.desk.outlets.models import ColumnDuty, Delivery, Hanging, NilReturn, Place

_ORDER = {"late": 0, "due": 1, "done": 2}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, what hangs there now, and whether it must change."""

    place: Place
    now: list[Hanging]
    fresh: Freshness
    words: str
    href: str

    @property
    def is_over(self) -> bool:
        """Whether the place is closed."""
        return self.place.until is not None


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column with its keeper, the newest item, and whether last month was said to be nil."""

    duty: ColumnDuty
    name: str
    fresh: Freshness
    words: str
    month: date
    nil: bool
    published: bool
    href: str

    @property
    def is_over(self) -> bool:
        """Whether the responsibility ended."""
        return self.duty.until is not None

    @property
    def last_month(self) -> str:
        """``published``, ``nil`` where it was said that there was nothing, or ``missing``."""
        return "published" if self.published else "nil" if self.nil else "missing"


def places(found: QuerySet[Place], today: date) -> list[PlaceRow]:
    """The places, what is overdue first and what is closed last; two statements."""
    current = Hanging.objects.filter(gone_on__isnull=True).order_by("-on", "-pk")
    rows = found.select_related("keeper", "unit")
    made = [
        _place(one, today)
        for one in rows.prefetch_related(Prefetch("hangings", queryset=current, to_attr="now"))
    ]
    return sorted(made, key=lambda row: (row.is_over, _ORDER[row.fresh.state], row.fresh.due, row.place.pk))


def history(place: Place) -> list[Hanging]:
    """What hung at a place, newest first."""
    return list(place.hangings.select_related("by").order_by("-on", "-pk")[:60])


def columns(found: QuerySet[ColumnDuty], today: date) -> list[ColumnRow]:
    """The duty list, what is stale first and what ended last; five statements at most."""
    duties = list(found.select_related("unit", "officer", "deputy"))
    agencies = {one.agency_id for one in duties}
    last = _newest(agencies, _lately(duties, today))
    if any((one.agency_id, one.unit_id, one.column) not in last for one in duties):
        last = _newest(agencies, (date.min, today)) | last
    month = month_before(today)
    monthly = _newest(agencies, (month, month_of(today) - timedelta(days=1)))
    nil = set(NilReturn.objects.filter(duty__in=duties, month=month).values_list("duty_id", flat=True))
    rows = []
    for duty in duties:
        key = (duty.agency_id, duty.unit_id, duty.column)
        fresh = freshness(last.get(key), duty.since, duty.cycle_days, today)
        rows.append(
            ColumnRow(
                duty=duty,
                name=names_of()[duty.column].name,
                fresh=fresh,
                words=_("已结束") if duty.until else _words(fresh),
                month=month,
                nil=duty.pk in nil,
                published=key in monthly,
                href=reverse("outlets:column", args=[duty.uid]),
            )
        )
    return sorted(rows, key=lambda row: (row.is_over, _ORDER[row.fresh.state], row.fresh.due, row.duty.pk))


def deliveries(found: Iterable[Delivery]) -> list[dict[str, Any]]:
    """The deliveries with their pages."""
    return [{"delivery": one, "href": reverse("outlets:delivery", args=[one.uid])} for one in found]


def delivery(found: Delivery) -> dict[str, Any]:
    """One list with its lines."""
    lines = list(found.lines.select_related("item", "item__unit").order_by("no"))
    title = _("%(year)s 年第 %(quarter)s 季度政府信息送交清单") % {
        "year": found.year,
        "quarter": found.quarter,
    }
    return {
        "delivery": found,
        "lines": lines,
        "title": title,
        "paper": {
            "org": found.agency.name,
            "title": title,
            "no": _("送：%(to)s") % {"to": found.get_to_display()},
            "head": [_("序号"), _("索引号"), _("标题"), _("文号"), _("公开日期")],
            "rows": [
                [line.no, line.item.index, line.item.title, line.item.doc_no, f"{line.item.published_on}"]
                for line in lines
            ],
            "foot": _("共 %(n)d 条。移交人：　　　　　签收人：　　　　　日期：") % {"n": len(lines)},
        },
    }


def last_quarter(today: date) -> dict[str, int]:
    """Year and number of the quarter that ended last."""
    quarter = (today.month - 1) // 3
    return {"year": today.year - (quarter == 0), "quarter": quarter or 4}


def place_paper(rows: Iterable[PlaceRow], officer: Officer) -> dict[str, Any]:
    """The ledger of places to print."""
    return {
        "org": officer.agency.name,
        "title": _("公开点位台账"),
        "head": [_("点位"), _("类型"), _("位置"), _("管理人"), _("现在挂的"), _("更换日期"), _("应更换")],
        "rows": [
            [
                row.place.name,
                row.place.kind,
                row.place.where,
                row.place.keeper.name,
                "；".join(one.what for one in row.now) or _("空"),
                f"{row.fresh.last or ''}",
                f"{row.fresh.due}",
            ]
            for row in rows
        ],
    }


def column_paper(rows: Iterable[ColumnRow], officer: Officer) -> dict[str, Any]:
    """The duty list of columns to print."""
    return {
        "org": officer.agency.name,
        "title": _("栏目责任清单"),
        "head": [
            _("栏目"),
            _("责任单位"),
            _("信息员"),
            _("备岗"),
            _("周期（天）"),
            _("最近更新"),
            _("应更新"),
        ],
        "rows": [
            [
                row.name,
                row.duty.unit.name,
                row.duty.officer.name,
                row.duty.deputy.name if row.duty.deputy else "",
                row.duty.cycle_days,
                f"{row.fresh.last or ''}",
                f"{row.fresh.due}",
            ]
            for row in rows
        ],
    }


def _place(one: Place, today: date) -> PlaceRow:
    now: list[Hanging] = one.now  # type: ignore[attr-defined]  # the prefetched ones
    fresh = freshness(max((each.on for each in now), default=None), one.since, one.cycle_days, today)
    words = _("已停用") if one.until else _words(fresh)
    return PlaceRow(one, now, fresh, words, reverse("outlets:place", args=[one.uid]))


def _words(fresh: Freshness) -> str:
    if fresh.state == "late":
        return _("超期 %(n)d 天") % {"n": -fresh.left}
    if fresh.state == "due":
        return _("还有 %(n)d 天") % {"n": fresh.left}
    return _("正常")


def _lately(duties: Iterable[ColumnDuty], today: date) -> tuple[date, date]:
    """Days that suffice for every column that is fresh: the longest cycle back."""
    return today - timedelta(days=max((one.cycle_days for one in duties), default=0)), today


def _newest(agencies: set[int], days: tuple[date, date]) -> dict[tuple[int, int, str], date]:
    """The newest day of publication by agency, unit and column, of publications between two days."""
    items = Item.objects.filter(agency__in=agencies, published_on__range=days, voided_on__isnull=True)
    items = items.filter(kind=Item.Kind.ITEM, unit__isnull=False)
    keys = {word: one.key for one in names_of().values() for word in one.categories}
    found: dict[tuple[int, int, str], date] = {}
    rows = items.order_by().values_list("agency", "unit", "category").annotate(newest=Max("published_on"))
    for agency, unit, category, newest in rows:
        if (key := keys.get(category)) and unit is not None and newest is not None:
            place = (agency, unit, key)
            found[place] = max(found.get(place, newest), newest)
    return found
