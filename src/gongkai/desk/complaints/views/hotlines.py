"""Exports of hotlines that come by themselves: schedules, what became of each file, rows that came back."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.models import Agency, Duty
from gongkai.desk.casework import paging
from gongkai.desk.complaints import hotlines
from gongkai.desk.complaints.models import HotlineSource, ImportRun
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.complaints.views.common import officer_of, only, status_of
from gongkai.refusal import Refused

_READS = (*CENTRE, Duty.Kind.LEADER)


@require_http_methods(["GET", "HEAD", "POST"])
@only(_READS)
def imports(request: HttpRequest) -> HttpResponse:
    """The hotlines with their folders, and the last files; the office sets the schedules."""
    officer = officer_of(request)
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            _set(request, officer.agency)
        except Refused as refused:
            context["refusal"], status = refused, status_of(refused)
        else:
            return HttpResponseRedirect(reverse("complaints:imports"))
    kept = {one.name: one for one in HotlineSource.objects.filter(agency=officer.agency)}
    runs = ImportRun.objects.filter(source__agency=officer.agency).select_related("source", "seen_by")
    shown, pager = paging.page(runs, {}, request.GET)
    context |= {
        "sources": [
            {
                "name": name,
                "label": label,
                "source": kept.get(name),
                "folder": hotlines.base() / name,
                "waiting": _waiting(kept.get(name)),
            }
            for name, label in HotlineSource.Name.choices
        ],
        "runs": shown,
        "pager": pager,
        "may_set": any(officer.duties.filter(kind__in=LEADS)),
    }
    return render(request, "complaints/imports.html", context, status=status)


@require_safe
@only(_READS)
def import_rejected(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The rows of a file that came back, with the reason."""
    run = _run(request, uid)
    path = hotlines.rejects() / run.rejected_file
    if not run.rejected_file or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=_("退回-{name}.csv").format(name=run.name.rpartition(".")[0]),
        content_type="text/csv; charset=utf-8",
    )


@require_POST
@only(_READS)
def import_seen(request: HttpRequest, uid: str) -> HttpResponse:
    """Somebody has looked at it, or wants it tried anew."""
    run = _run(request, uid)
    try:
        if request.POST.get("again"):
            hotlines.again(run)
        else:
            hotlines.notice(run, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        context = {"refusal": refused}
        return render(request, "complaints/refused.html", context, status=status_of(refused))
    return HttpResponseRedirect(reverse("complaints:imports"))


def _waiting(source: HotlineSource | None) -> int:
    """How many files lie in a folder now."""
    try:
        return len(hotlines.files(source)) if source else 0
    except OSError:
        return 0


def _run(request: HttpRequest, uid: str) -> ImportRun:
    runs = ImportRun.objects.filter(source__agency=officer_of(request).agency)
    found = runs.select_related("source").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _set(request: HttpRequest, agency: Agency) -> None:
    if not any(officer_of(request).duties.filter(kind__in=LEADS)):
        raise Refused("not-allowed", "只有政务公开办公室和领导能改", "请联系办公室")
    minutes = request.POST.get("every_minutes", "")
    if not (minutes.isascii() and minutes.isdecimal()):
        raise Refused("unreadable", "请填分钟数", "如 15")
    hotlines.set_source(
        agency,
        request.POST.get("name", ""),
        every_minutes=int(minutes[:6]),
        is_active=bool(request.POST.get("is_active")),
    )
