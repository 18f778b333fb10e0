"""The directory 调解组织名录: whoever has cases reads it, the office keeps, imports and publishes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import holds
from gongkai.desk.complaints import directory as work
from gongkai.desk.complaints.directory_forms import EntryForm
from gongkai.desk.complaints.models import Delegation, MediationBody
from gongkai.desk.complaints.views.common import officer_of, reader, status_of
from gongkai.refusal import Refused

_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def directory(request: HttpRequest) -> HttpResponse:
    """The entries of today, with how many disputes went there; POST writes one or reads a CSV."""
    officer, day = officer_of(request), today()
    changed = _body(request, request.GET["change"]) if request.GET.get("change") else None
    form = EntryForm(initial=_initial(changed, day))
    refused: Refused | None = None
    taken: work.Taken | None = None
    if request.method == "POST":
        _demand_keeper(request)
        try:
            if "csv" in request.POST:
                taken = work.read(officer.agency, _file(request), by=officer, at=timezone.now())
            else:
                form = EntryForm(request.POST)
                if form.is_valid():
                    entry = work.Entry(**form.cleaned_data)
                    work.enter(officer.agency, entry, by=officer, at=timezone.now())
                    messages.success(request, _("已登记，自 %(since)s 起") % {"since": entry.since})
                    return HttpResponseRedirect(reverse("complaints:directory"))
        except Refused as no:
            refused = no
    found = list(work.standing(officer.agency, day)[:_SHOWN])
    ended = MediationBody.objects.filter(agency=officer.agency, until__lt=day).order_by("-until", "-pk")
    context: dict[str, Any] = {
        "rows": [(one, counts) for one, counts in zip(found, _counts(found), strict=True)],
        "ended": list(ended[:30]),
        "form": form,
        "changed": changed,
        "refusal": refused,
        "taken": taken,
        "today": day,
        "may_keep": holds(officer, work.KEEPS, None, day, agency=officer.agency),
        "units": list(officer.agency.units.order_by("code")),
    }
    wrong = request.method == "POST" and taken is None
    return render(request, "complaints/directory.html", context, status=_status(refused) if wrong else 200)


@require_POST
@reader
def directory_end(request: HttpRequest, uid: str) -> HttpResponse:
    """An entry ends today."""
    _demand_keeper(request)
    found = _body(request, uid)
    try:
        work.end(found, today(), by=officer_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(name)s”自明天起不再列出") % {"name": found.name})
    return HttpResponseRedirect(reverse("complaints:directory"))


@require_POST
@reader
def directory_publish(request: HttpRequest) -> HttpResponse:
    """Draft an item with the directory of today."""
    _demand_keeper(request)
    officer = officer_of(request)
    unit = Unit.objects.filter(agency=officer.agency_id, code=request.POST.get("unit", "")).first()
    try:
        item = work.publish(officer.agency, unit, by=officer, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("complaints:directory"))
    messages.success(request, _("已起草 %(index)s，照常审签后发布") % {"index": item.index})
    return HttpResponseRedirect(reverse("disclosure:item", args=[item.uid]))


def _demand_keeper(request: HttpRequest) -> None:
    officer = officer_of(request)
    if not holds(officer, work.KEEPS, None, today(), agency=officer.agency):
        raise PermissionDenied


def _body(request: HttpRequest, uid: str) -> MediationBody:
    found = MediationBody.objects.filter(agency=officer_of(request).agency_id, uid=uid, until__isnull=True)
    one = found.select_related("agency").first()
    if one is None:
        raise Http404
    return one


def _initial(one: MediationBody | None, day: date) -> dict[str, Any]:
    if one is None:
        return {"since": day}
    names = ("kind", "name", "area", "address", "phone", "hours", "rules", "limit")
    return {name: getattr(one, name) for name in names} | {"since": day}


def _counts(found: list[MediationBody]) -> list[tuple[int, int]]:
    """Disputes that went to each, and those of them that were agreed; one query."""
    rows = Delegation.objects.filter(body__name__in={one.name for one in found})
    counts: dict[str, list[int]] = {}
    agency = found[0].agency_id if found else 0
    for name, result in rows.filter(body__agency=agency).values_list("body__name", "result"):
        said = counts.setdefault(name, [0, 0])
        said[0] += 1
        said[1] += result == Delegation.Result.AGREED
    return [(counts.get(one.name, [0, 0])[0], counts.get(one.name, [0, 0])[1]) for one in found]


def _file(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("no-file", "没有选择文件", "请选择 CSV")
    if (file.size or 0) > work.LARGEST:
        raise Refused("too-large", "文件超过 1 MB", "请分几次导入")
    return bytes(file.read())


def _status(refused: Refused | None) -> int:
    return status_of(refused) if refused else 422
