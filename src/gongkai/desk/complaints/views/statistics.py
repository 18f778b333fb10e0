"""Statistics of a month or year, the ledger to print, the monthly analysis, comparing with exports."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints import reconciling, statistics
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.rules import CENTRE, CHANNELS, LEADS
from gongkai.desk.complaints.views.common import officer_of, only, reader, status_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs import Draft, draft
from gongkai.refusal import Refused

_LAST_YEARS = 12


@require_safe
@reader
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Figures of a year or a month, with charts that lead to the cases."""
    officer = officer_of(request)
    first, last = _span(request)
    found = statistics.figures(officer.agency, first, last)
    before = statistics.figures(officer.agency, _back(first), _back(last))
    year = first.year
    context = {
        "found": found,
        "before": before,
        "span": _words(first, last),
        "first": first,
        "is_month": first.month == last.month,
        "years": _years(officer.agency_id),
        "months": [(f"{year}-{month:02}", _("%(month)s 月") % {"month": month}) for month in range(1, 13)],
        "charts": _charts(found),
        "queue": f"{reverse('complaints:queue')}?{urlencode({'since': first.isoformat(), 'view': 'closed'})}",
        "may_draft": any(officer.duties.filter(kind__in=LEADS)),
    }
    return render(request, "complaints/statistics.html", context)


@require_safe
@reader
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger 投诉举报台账 of a month, for all or one unit, to print."""
    officer = officer_of(request)
    first, last = _span(request)
    if first.month != last.month:
        first, last = statistics.month_of(last if last <= today() else today())
    unit = request.GET.get("unit", "")[:32]
    rows = statistics.ledger(officer.agency, first, last, unit)
    context = {
        "rows": rows,
        "span": _words(first, last),
        "month": f"{first:%Y-%m}",
        "unit": unit,
        "units": list(officer.agency.units.order_by("code")),
        "full": len(rows) >= statistics.LEDGER_MOST,
        "agency": officer.agency,
        "today": today(),
    }
    return render(request, "complaints/ledger.html", context)


@require_POST
@only(LEADS)
def draft_analysis(request: HttpRequest) -> HttpResponse:
    """Begin the monthly analysis as an item; it goes the way of all items."""
    officer, at = officer_of(request), timezone.now()
    first, _last = _span(request)
    fields = Draft(
        title=statistics.analysis_title(first),
        category="业务工作",
        means=Item.Means.OPEN,
        unit=None,
        text=statistics.analysis(officer.agency, first),
        formed_on=today(),
    )
    try:
        item = draft(officer.agency, fields, officer, at)
    except Refused as refused:
        context = {"refusal": refused}
        return render(request, "complaints/refused.html", context, status=status_of(refused))
    return HttpResponseRedirect(reverse("disclosure:item", args=[item.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@only((*CENTRE, Duty.Kind.LEADER))
def reconcile(request: HttpRequest) -> HttpResponse:
    """Compare with the export of a hotline's platform."""
    officer, day = officer_of(request), today()
    first, last = _days(request, day)
    context: dict[str, Any] = {
        "channels": CHANNELS,
        "channel": request.POST.get("channel", "12315"),
        "first": first,
        "last": last,
    }
    status = 200
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            context["found"] = _compared(request, officer.agency, first, last, file)
        except Refused as refused:
            context["refusal"], status = refused, status_of(refused)
    return render(request, "complaints/reconcile.html", context, status=status)


def _compared(request: HttpRequest, agency: Any, first: date, last: date, file: Any) -> reconciling.Compared:
    if not isinstance(file, UploadedFile):
        raise Refused("no-file", "没有选择文件", "请选择平台导出的 CSV")
    if (file.size or 0) > reconciling.LARGEST:
        raise Refused("too-large", "文件超过 20 MB", "请按天或按月导出")
    channel = request.POST.get("channel", "")
    if channel not in CHANNELS:
        raise Refused("unknown-channel", "请选择渠道", f"可以是 {'、'.join(CHANNELS)}")
    return reconciling.compare(agency, channel, first, last, file.read())


def _days(request: HttpRequest, day: date) -> tuple[date, date]:
    try:
        first = date.fromisoformat(request.POST.get("first", ""))
        last = date.fromisoformat(request.POST.get("last", ""))
    except ValueError:
        return day.replace(day=1), day
    return min(first, last), max(first, last)


def _span(request: HttpRequest) -> tuple[date, date]:
    """The month ``2017-03`` or year ``2017`` of an address; the running year else."""
    given = request.GET if request.method != "POST" else request.POST
    text = given.get("month") or given.get("year") or ""
    year, _dash, month = text.partition("-")
    if year.isascii() and year.isdecimal() and 2000 <= int(year) <= 2100:
        if month.isdecimal() and 1 <= int(month) <= 12:
            return statistics.month_of(date(int(year), int(month), 1))
        return date(int(year), 1, 1), date(int(year), 12, 31)
    return date(today().year, 1, 1), date(today().year, 12, 31)


def _back(day: date) -> date:
    """The same day a year before."""
    return (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )


def _years(agency: int) -> list[int]:
    last = (
        Matter.objects.filter(agency=agency)
        .order_by("-registered_on")
        .values_list("registered_on", flat=True)
    )
    newest = last.first()
    top = max(today().year, newest.year if newest else 0)
    return list(range(top, top - _LAST_YEARS, -1))


def _words(first: date, last: date) -> str:
    said = {"year": first.year, "month": first.month}
    return (_("%(year)s 年 %(month)s 月") if first.month == last.month else _("%(year)s 年")) % said


def _charts(found: statistics.Figures) -> list[tuple[str, list[tuple[str, int]], str]]:
    rows = [
        (_("来源渠道"), found.by_channel, "bars"),
        (_("商品服务类别，前十"), found.by_category, "bars"),
        (_("承办单位"), found.by_unit[:12], "bars"),
        (_("办理结果（件）"), found.outcomes, "bars"),
    ]
    if len(found.by_month) > 1:
        rows.insert(0, (_("按月"), found.by_month, "columns"))
    return rows
