"""The lists of outlets as :mod:`gongkai.desk.lists` wants them: places, columns, deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import Choices
from gongkai.desk.lists.ordered import Key
from gongkai.desk.lists.short import Filter, Short, iso
from gongkai.desk.outlets import ledgers, queries
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.models import ColumnDuty, Delivery, Place

_BY_DUE: tuple[Key, ...] = tuple(zip(ledgers.BY_DUE, (int, date.fromisoformat, int), strict=True))


def _use(over: Any) -> Filter:
    """Whether it is in use or over, as it is called there."""
    return Filter(
        "use",
        gettext_lazy("使用"),
        choices.of([("open", gettext_lazy("在用")), ("closed", over)]),
        lambda seen, value, _day: seen.filter(until__isnull=value == "open"),
    )


_FRESH = Filter(
    "state",
    gettext_lazy("状态"),
    choices.of(
        [
            ("late", gettext_lazy("超期")),
            ("due", gettext_lazy("快到期")),
            ("done", gettext_lazy("正常")),
        ]
    ),
    ledgers.in_state,
)


def _places(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[Place]:
    return ledgers.places_by_due(queries.places(officer, day, duties))


def _duties(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[ColumnDuty]:
    return ledgers.columns_by_due(queries.columns(officer, day, duties), day)


def _last_month(seen: QuerySet[Any], value: str, _day: date) -> QuerySet[Any]:
    """Those of which something came out last month, or a nil return did, or neither."""
    if value == "published":
        return seen.filter(was_published=True)
    return seen.filter(was_published=False, was_nil=value == "nil")


def _columns(_officer: Officer, _day: date) -> Choices:
    return [(one.key, one.name) for one in names_of().values()]


def _years(officer: Officer, _day: date) -> Choices:
    found = Delivery.objects.filter(agency=officer.agency_id).order_by("-year")
    return [(str(year), str(year)) for year in found.values_list("year", flat=True).distinct()]


PLACES = Short(
    name="places",
    title=gettext_lazy("点位台账"),
    address="outlets:places",
    gate=_places,
    opens=queries.works,
    facets=(
        _use(gettext_lazy("已停用")),
        _FRESH,
        Filter("kind", gettext_lazy("类型"), choices.of(Place.Kind.choices)),
    ),
    asks=gettext_lazy("点位、位置、管理人"),
    words=("name", "where", "keeper__name"),
    order=_BY_DUE,
    made=lambda rows, _officer, day: ledgers.place_rows(rows, day),
    key=lambda row: row.place.pk,
    opening={"use": "open"},
    columns=(
        ("点位", lambda row: row.place.name),
        ("类型", lambda row: row.place.kind),
        ("位置", lambda row: row.place.where),
        ("管理人", lambda row: row.place.keeper.name),
        ("更换周期（天）", lambda row: str(row.place.cycle_days)),
        ("现在挂的", lambda row: "；".join(one.what for one in row.now)),
        ("更换日期", lambda row: iso(row.fresh.last)),
        ("应更换", lambda row: "" if row.is_over else iso(row.fresh.due)),
        ("状态", lambda row: str(row.words)),
        ("停用日期", lambda row: iso(row.place.until)),
    ),
)
COLUMNS = Short(
    name="columns",
    title=gettext_lazy("栏目责任清单"),
    address="outlets:columns",
    gate=_duties,
    opens=queries.works,
    facets=(
        _use(gettext_lazy("已结束")),
        _FRESH,
        Filter("column", gettext_lazy("栏目"), _columns),
        Filter("unit", gettext_lazy("责任单位"), choices.units),
        Filter(
            "month",
            gettext_lazy("上月"),
            choices.of(
                [
                    ("published", gettext_lazy("有更新")),
                    ("nil", gettext_lazy("零报告")),
                    ("missing", gettext_lazy("未报")),
                ]
            ),
            _last_month,
        ),
    ),
    asks=gettext_lazy("责任单位、信息员"),
    words=("unit__name", "officer__name", "deputy__name"),
    order=_BY_DUE,
    made=lambda rows, _officer, day: ledgers.column_rows(rows, day),
    key=lambda row: row.duty.pk,
    opening={"use": "open"},
    columns=(
        ("栏目", lambda row: row.name),
        ("责任单位", lambda row: row.duty.unit.name),
        ("信息员", lambda row: row.duty.officer.name),
        ("备岗", lambda row: row.duty.deputy.name if row.duty.deputy else ""),
        ("周期（天）", lambda row: str(row.duty.cycle_days)),
        ("最近更新", lambda row: iso(row.fresh.last)),
        ("应更新", lambda row: "" if row.is_over else iso(row.fresh.due)),
        ("状态", lambda row: str(row.words)),
        ("上月", lambda row: {"published": "有更新", "nil": "零报告"}.get(row.last_month, "未报")),
        ("止", lambda row: iso(row.duty.until)),
    ),
)
DELIVERIES = Short(
    name="deliveries",
    title=gettext_lazy("送交清单"),
    address="outlets:deliveries",
    gate=queries.deliveries,
    opens=queries.works,
    facets=(
        Filter("year", gettext_lazy("年度"), _years),
        Filter("to", gettext_lazy("接收单位"), choices.of(Delivery.To.choices)),
        Filter(
            "state",
            gettext_lazy("状态"),
            choices.of([("open", gettext_lazy("待送交")), ("done", gettext_lazy("已送交"))]),
            lambda seen, value, _day: seen.filter(handed_on__isnull=value == "open"),
        ),
    ),
    made=lambda rows, _officer, _day: ledgers.deliveries(rows),
    key=lambda row: row["delivery"].pk,
    columns=(
        ("年度", lambda row: str(row["delivery"].year)),
        ("季度", lambda row: str(row["delivery"].quarter)),
        ("接收单位", lambda row: str(row["delivery"].get_to_display())),
        ("送交日期", lambda row: iso(row["delivery"].handed_on)),
        ("签收人", lambda row: row["delivery"].receiver),
    ),
)
