"""The rows of places, columns and deliveries, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models import Item
from gongkai.desk.lists.ordered import DaysAfter
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.freshness import WARN_SHARE, Freshness, freshness, month_before, month_of
from gongkai.desk.outlets.models import ColumnDuty, Delivery, Hanging, NilReturn, Place

BY_DUE = ("is_over", "due_on", "pk")
"""The order of both ledgers: what is in use before what is over, the earliest due first."""
_OVER = Case(When(until__isnull=True, then=0), default=1, output_field=IntegerField())


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
    return place_rows(places_by_due(found).order_by(*BY_DUE), today)


def places_by_due(found: QuerySet[Place]) -> QuerySet[Place]:
    """The same places with the keys :data:`BY_DUE` and what their rows say, unsorted.

    The day by which a place must change follows from what hangs there and its cycle. It is kept nowhere: what
    hangs there changes by deed and by date, and a bureau has hundreds of places, which the database sorts.
    """
    current = Hanging.objects.filter(gone_on__isnull=True).order_by("-on", "-pk")
    last = current.filter(place=OuterRef("pk")).values("on")[:1]
    return (
        found.select_related("keeper", "unit")
        .prefetch_related(Prefetch("hangings", queryset=current, to_attr="now"))
        .annotate(is_over=_OVER, due_on=DaysAfter(Coalesce(Subquery(last), F("since")), F("cycle_days")))
    )


def place_rows(found: Iterable[Place], today: date) -> list[PlaceRow]:
    """The rows of places of :func:`places_by_due`; one statement for what hangs there."""
    return [_place(one, today) for one in found]


def history(place: Place) -> list[Hanging]:
    """What hung at a place, newest first."""
    return list(place.hangings.select_related("by").order_by("-on", "-pk")[:60])


def columns(found: QuerySet[ColumnDuty], today: date) -> list[ColumnRow]:
    """The duty list, what is stale first and what ended last; one statement."""
    return column_rows(columns_by_due(found, today).order_by(*BY_DUE), today)


def columns_by_due(found: QuerySet[ColumnDuty], today: date) -> QuerySet[ColumnDuty]:
    """The same duties with the keys :data:`BY_DUE` and what their rows say, unsorted.

    When a column must change again follows from the newest item of its unit there. It is kept nowhere, as
    every release and withdrawal of an item would have to move it; for each duty the database looks at the
    end of an index, and an agency has at most as many duties as its units have columns.
    """
    words = _words_of_columns()
    items = Item.objects.filter(
        agency=OuterRef("agency"), unit=OuterRef("unit"), kind=Item.Kind.ITEM, voided_on__isnull=True
    )
    # One word at a time: of each the index (unit, category, day) is read at its end only.
    newest = [
        Subquery(
            items.filter(category=OuterRef(word), published_on__lte=today)
            .order_by("-published_on")
            .values("published_on")[:1]
        )
        for word in words
    ]
    month = month_before(today)
    within = (month, month_of(today) - timedelta(days=1))
    monthly = items.filter(category__in=[OuterRef(word) for word in words], published_on__range=within)
    never = Cast(Value(date.min), DateField())
    return (
        found.select_related("unit", "officer", "deputy")
        .alias(**words)
        .annotate(
            is_over=_OVER,
            last_on=NullIf(Greatest(*(Coalesce(one, never) for one in newest)), never),
            was_published=Exists(monthly),
            was_nil=Exists(NilReturn.objects.filter(duty=OuterRef("pk"), month=month)),
        )
        .annotate(due_on=DaysAfter(Coalesce("last_on", "since"), F("cycle_days")))
    )


def _words_of_columns() -> dict[str, Case]:
    """The words 信息类别 of a duty's column, one expression for the nth word of each column."""
    columns = names_of().values()
    return {
        f"word_{n}": Case(
            *(
                When(column=one.key, then=Value(one.categories[n]))
                for one in columns
                if n < len(one.categories)
            ),
            default=Value(""),
        )
        for n in range(max(len(one.categories) for one in columns))
    }


def column_rows(found: Iterable[Any], today: date) -> list[ColumnRow]:
    """The rows of duties of :func:`columns_by_due`; no statement."""
    return [_column(one, today) for one in found]


def in_state(found: QuerySet[Any], state: str, today: date) -> QuerySet[Any]:
    """Those with ``due_on`` that are in use and late, due or done, as :func:`freshness` says it."""
    there = found.filter(until__isnull=True)
    if state == "late":
        return there.filter(due_on__lt=today)
    share = ExpressionWrapper(F("cycle_days") / Value(WARN_SHARE), IntegerField())
    warned = DaysAfter(Cast(Value(today), DateField()), share)
    ahead = there.filter(due_on__gte=today)
    return ahead.filter(due_on__lte=warned) if state == "due" else ahead.filter(due_on__gt=warned)


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


def _column(duty: Any, today: date) -> ColumnRow:
    """The row of a duty of :func:`columns_by_due`."""
    fresh = freshness(duty.last_on, duty.since, duty.cycle_days, today)
    return ColumnRow(
        duty=duty,
        name=names_of()[duty.column].name,
        fresh=fresh,
        words=_("已结束") if duty.until else _words(fresh),
        month=month_before(today),
        nil=duty.was_nil,
        published=duty.was_published,
        href=reverse("outlets:column", args=[duty.uid]),
    )
