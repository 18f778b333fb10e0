"""涉密误入处置: what was kept out or purged, and the purge of an item; numbers, times, handlers only."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework import paging
from gongkai.desk.casework.models import Case
from gongkai.desk.disclosure import rules, verbs
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import purging
from gongkai.desk.disclosure.verbs.quarantining import PURGE
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.refusal import Refused


@require_safe
@worker
def met(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to what was just refused for its mark; to whoever sent it and whoever handles it."""
    officer = officer_of(request)
    one = Incident.objects.filter(agency=officer.agency, pk=pk).first()
    if one is None or not (one.officer_id == officer.pk or may_purge(officer, officer.agency)):
        raise Http404
    return render(request, "disclosure/met.html", {"one": one})


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents of the agency, newest first; POST says that older backups were destroyed."""
    officer = officer_of(request)
    if not may_purge(officer, officer.agency):
        raise PermissionDenied
    if request.method == "POST" and "case" in request.POST:
        return _purge_case(request, officer)
    if request.method == "POST":
        found = Incident.objects.filter(agency=officer.agency, number=request.POST.get("number", "")).first()
        if found is None:
            raise Http404
        if "arrival" in request.POST:
            verbs.purge_arrival(found, officer, timezone.now())
            messages.success(request, _("密封来件已清除"))
            return HttpResponseRedirect(reverse("disclosure:incidents"))
        verbs.confirm_backups(found, officer, timezone.now())
        messages.success(request, _("已登记：此前的备份已清除"))
        return HttpResponseRedirect(reverse("disclosure:incidents"))
    return _shown(request, officer, None)


def _shown(request: HttpRequest, officer: Officer, refusal: Refused | None) -> HttpResponse:
    seen = Incident.objects.filter(agency=officer.agency).defer("arrival__header")
    seen = seen.select_related("officer", "item", "arrival", "case__registration")
    rows, pager = paging.page(seen, {}, request.GET)
    context = {"rows": rows, "pager": pager, "refusal": refusal}
    status = status_of(refusal) if refusal else 200
    return render(request, "disclosure/incidents.html", context, status=status)


def _purge_case(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Purge one case by its number, when the box is ticked."""
    number = request.POST.get("case", "").strip()
    try:
        if request.POST.get("sure") != "on":
            raise Refused("not-sure", "还没有勾选确认", "请先看清楚要清除什么，再勾选")
        cases = Case.objects.filter(registration__agency=officer.agency, registration__number=number)
        found = list(cases.select_related("registration__agency"))
        if not found:
            raise Refused("not-found", "没有这个编号的案件", "请核对登记编号")
        for case in found:
            incident = verbs.purge_case(case, officer, timezone.now())
    except Refused as no:
        return _shown(request, officer, no)
    messages.success(request, _("已清除，处置编号 %(number)s") % {"number": incident.number})
    return HttpResponseRedirect(reverse("disclosure:incidents"))


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def purge(request: HttpRequest, uid: str) -> HttpResponse:
    """Purge one item: what goes, what stays; POST does it."""
    officer = officer_of(request)
    item = item_of(request, uid)
    if not may_purge(officer, item.agency):
        raise PermissionDenied
    refused = None
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "on":
                raise Refused("not-sure", "还没有勾选确认", "请先看清楚要清除什么，再勾选")
            incident = verbs.purge(item, officer, timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已清除，处置编号 %(number)s") % {"number": incident.number})
            return HttpResponseRedirect(reverse("disclosure:incidents"))
    context = {"item": item, "refusal": refused}
    return render(request, "disclosure/purge.html", context, status=status_of(refused) if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def purge_records(request: HttpRequest) -> HttpResponse:
    """Find a record of any room that is no case and no item, by kind and number; POST purges it."""
    officer = officer_of(request)
    if not may_purge(officer, officer.agency):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    kind, number, refused, rows = asked.get("kind", ""), asked.get("number", "").strip(), None, []
    try:
        if request.method == "POST":
            if request.POST.get("sure") != "on":
                raise Refused("not-sure", "还没有勾选确认", "请先看清楚要清除什么，再勾选")
            chosen = request.POST.get("record", "")
            pk = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else 0
            incident = verbs.purge_record(kind, pk, officer.agency, officer, timezone.now())
            messages.success(request, _("已清除，处置编号 %(number)s") % {"number": incident.number})
            return HttpResponseRedirect(reverse("disclosure:incidents"))
    except Refused as no:
        refused = no
    if kind:
        try:
            rows = purging.found(kind, officer.agency, number)
        except Refused as no:
            refused = no
    context = {"kinds": purging.kinds(), "kind": kind, "number": number, "rows": rows, "refusal": refused}
    status = status_of(refused) if refused else 200
    return render(request, "disclosure/purge_records.html", context, status=status)


def may_purge(officer: Officer, agency: Agency) -> bool:
    """Whether the officer may handle secrets that came in by mistake."""
    return rules.standing(officer, PURGE, agency=agency, unit=None, day=today()) is not None
