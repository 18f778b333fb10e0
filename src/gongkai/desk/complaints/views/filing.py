"""Scans that are added to a case, and its file: to print, to file, to hand to the archive."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.archive import uploads
from gongkai.desk.archive.binding import file_name
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import enclosures, filing, rules
from gongkai.desk.complaints.views.cases import shown
from gongkai.desk.complaints.views.common import case_of, officer_of, reader
from gongkai.refusal import Refused


@require_safe
@reader
def court_file(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole file as one PDF; for those who may see the contact too, each print an event."""
    found = _keepers(request, uid)
    try:
        data = filing.court_file(found, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        return shown(request, found, refused=refused)
    return _file(data, "application/pdf", file_name(found))


@require_POST
@reader
def archive(request: HttpRequest, uid: str) -> HttpResponse:
    """File the case, if it is not yet, and give its package."""
    found = _keepers(request, uid)
    keep = request.POST.get("keep", "")
    try:
        data = filing.package(found, keep, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        return shown(request, found, refused=refused)
    return _file(data, "application/zip", f"{found.registration.number}.zip")


@require_POST
@reader
def attach(request: HttpRequest, uid: str) -> HttpResponse:
    """Add a scan or photo to a case."""
    found = case_of(request, uid)
    if not rules.works(officer_of(request), found, today()):
        raise PermissionDenied
    upload = request.FILES.get("file")
    try:
        uploads.demand_size(upload.size or 0 if upload is not None else 0)
        data = upload.read() if upload is not None else b""
        name = (upload.name or "") if upload is not None else "-"
        enclosures.keep(found, name, data, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        return shown(request, found, refused=refused)
    messages.success(request, _("已检查并密封保存"))
    return HttpResponseRedirect(reverse("complaints:case", args=[uid]))


def _keepers(request: HttpRequest, uid: str) -> Case:
    found = case_of(request, uid)
    if not rules.keeps_file(officer_of(request), found, today()):
        raise PermissionDenied
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer
