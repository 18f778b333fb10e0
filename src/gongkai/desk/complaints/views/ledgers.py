"""The ledger of a month to print, comparing with the exports of hotlines."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.archive.views import sees
from gongkai.desk.complaints import ledgers, reconciling
from gongkai.desk.complaints.rules import CENTRE, CHANNELS
from gongkai.desk.complaints.views.common import officer_of, only, reader, status_of
from gongkai.refusal import Refused


@require_safe
@reader
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger 投诉举报台账 of a month, for all or one unit, to print."""
    officer = officer_of(request)
    first, last = _span(request)
    if first.month != last.month:
        first, last = ledgers.month_of(last if last <= today() else today())
    unit = request.GET.get("unit", "")[:32]
    rows = ledgers.ledger(officer.agency, first, last, unit)
    context = {
        "rows": rows,
        "span": _words(first, last),
        "month": f"{first:%Y-%m}",
        "unit": unit,
        "units": list(officer.agency.units.order_by("code")),
        "full": len(rows) >= ledgers.LEDGER_MOST,
        "may_keep": sees(officer),
        "agency": officer.agency,
        "today": today(),
    }
    return render(request, "complaints/ledger.html", context)


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
        raise Refused("no-file", "没有选择文件", "请选择平台导出的 XLSX 或者 CSV")
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
            return ledgers.month_of(date(int(year), int(month), 1))
        return date(int(year), 1, 1), date(int(year), 12, 31)
    return date(today().year, 1, 1), date(today().year, 12, 31)


def _words(first: date, last: date) -> str:
    said = {"year": first.year, "month": first.month}
    return (_("%(year)s 年 %(month)s 月") if first.month == last.month else _("%(year)s 年")) % said
