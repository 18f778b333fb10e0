"""What keepers of columns and places must look after: what goes stale, nil months, a quarter's delivery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.waiting import SHOWN, Job, Part, left
from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets import ledgers, queries, rules
from gongkai.desk.outlets.freshness import Freshness, month_of, quarter_days
from gongkai.desk.outlets.models import Delivery


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of columns, places and deliveries (see :mod:`gongkai.desk.casework.waiting`).

    The disclosure office sees to all of them, everybody else to what they or whom they stand in for keep.
    """
    office = any(one.kind == Duty.Kind.OFFICE for one in duties)
    people = rules.people(officer, duties)
    columns = queries.in_use(queries.columns(officer, today))
    rows = ledgers.columns(columns if office else columns.filter(queries.kept_by(people)), today)
    yield _columns(rows, today, mine=not office)
    yield _nil(rows, today, mine=not office)
    places = queries.in_use(queries.places(officer, today))
    yield _places(
        ledgers.places(places if office else places.filter(keeper__in=people), today), today, office
    )
    if office:
        yield _delivery(officer, today)


def _columns(rows: Sequence[ledgers.ColumnRow], today: date, *, mine: bool) -> Part:
    stale = [row for row in rows if row.fresh.state != "done"]
    jobs = tuple(
        _stale(f"{row.name}（{row.duty.unit.name}）", row.href, row.fresh, today, note=row.duty.officer.name)
        for row in stale[:SHOWN]
    )
    return Part("columns", _("栏目待更新"), reverse("outlets:columns"), jobs, len(stale), mine=mine)


def _nil(rows: Sequence[ledgers.ColumnRow], today: date, *, mine: bool) -> Part:
    silent = [
        row for row in rows if not row.nil and not row.published and month_of(row.duty.since) <= row.month
    ]
    jobs = tuple(
        Job(
            title=f"{row.name}（{row.duty.unit.name}）",
            href=row.href,
            words=_("%(month)s 没有公开信息，请报零报告") % {"month": f"{row.month:%Y-%m}"},
            stands=_("等零报告"),
            note=row.duty.officer.name,
        )
        for row in silent[:SHOWN]
    )
    return Part("nil-returns", _("零报告未报"), reverse("outlets:columns"), jobs, len(silent), mine=mine)


def _places(rows: Sequence[ledgers.PlaceRow], today: date, office: bool) -> Part:
    stale = [row for row in rows if row.fresh.state != "done"]
    jobs = tuple(
        _stale(row.place.name, row.href, row.fresh, today, note=row.place.keeper.name)
        for row in stale[:SHOWN]
    )
    return Part("places", _("点位待更换"), reverse("outlets:places"), jobs, len(stale), mine=not office)


def _stale(title: str, href: str, fresh: Freshness, today: date, *, note: str) -> Job:
    last = f"{fresh.last:%Y-%m-%d}" if fresh.last else _("从未")
    return Job(
        title=title,
        href=href,
        on=fresh.due,
        words=_("最近更新：%(last)s，应在 %(due)s 前更新") % {"last": last, "due": f"{fresh.due:%Y-%m-%d}"},
        stands=_("超期") if fresh.state == "late" else _("快到期"),
        note=note,
        left=left(calendar(), today, fresh.due),
    )


def _delivery(officer: Officer, today: date) -> Part:
    """The lists of the last quarter that were not made, or not handed over; none where nothing came out."""
    quarter = ledgers.last_quarter(today)
    found = {one.to: one for one in queries.deliveries(officer, today).filter(**quarter)}
    open_ones = [to for to in Delivery.To if to not in found or found[to].handed_on is None]
    if open_ones and not found and not _came_out(officer, *quarter_days(**quarter)):
        open_ones = []
    jobs = tuple(
        Job(
            title=_("%(year)s 年第 %(quarter)s 季度政府信息送交清单") % quarter + f"（{to.label}）",
            href=reverse("outlets:delivery", args=[found[to].uid])
            if to in found
            else reverse("outlets:deliveries"),
            words=_("清单已编制，等签收") if to in found else _("清单还没有编制"),
            stands=_("等送交"),
        )
        for to in open_ones
    )
    return Part("deliveries", _("季度送交"), reverse("outlets:deliveries"), jobs, len(jobs))


def _came_out(officer: Officer, first: date, last: date) -> bool:
    return Item.objects.filter(
        agency=officer.agency_id, published_on__range=(first, last), voided_on__isnull=True,
        means=Item.Means.OPEN,
    ).exists()  # fmt: skip
