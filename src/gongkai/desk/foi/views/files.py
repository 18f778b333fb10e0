"""Files of a case, the copies that go out, and the log of what screening took out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.queries import today
from gongkai.desk.archive.uploads import demand_size
from gongkai.desk.casework.models import Attachment, Case
from gongkai.desk.foi import attachments, stamping
from gongkai.desk.foi.filing_forms import CopyForm, UploadForm
from gongkai.desk.foi.models import Copy
from gongkai.desk.foi.rules import directs, handles
from gongkai.desk.foi.verbs import copying
from gongkai.desk.foi.views.common import case_of, officer_of, status_of, worker
from gongkai.desk.mailbox import checking
from gongkai.desk.mailbox.models import SentFile
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def files(request: HttpRequest, uid: str) -> HttpResponse:
    """What is kept with a case; POST uploads a file, or makes the copy of a record."""
    case, day, officer = case_of(request, uid), today(), officer_of(request)
    may_keep = handles(officer, case, day) or directs(officer, case, day)
    source = _number(request.POST.get("record") or request.GET.get("record", ""))
    form, copying_form, refused = UploadForm(), CopyForm(policies=copying.offered()), None
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        try:
            if source:
                copying_form = CopyForm(request.POST, policies=copying.offered())
                if copying_form.is_valid():
                    record = _file_of(case, source)
                    made = copying.make_copy(
                        record,
                        copying_form.cleaned_data["policy"],
                        copying_form.asked(),
                        by=officer,
                        at=timezone.now(),
                    )
                    messages.success(request, _("副本已制作并核验，请看过后确认"))
                    return HttpResponseRedirect(reverse("foi:copy", args=[uid, made.pk]))
            else:
                form = UploadForm(request.POST, request.FILES)
                if form.is_valid():
                    _kept(request, case, form)
                    return HttpResponseRedirect(reverse("foi:files", args=[uid]))
        except Refused as no:
            refused = no
    context = {
        **_listed(case, request),
        "form": form if may_keep else None,
        "copying": copying_form if handles(officer, case, day) and case.stage in copying.OPEN else None,
        "record": source,
        "refusal": refused,
    }
    wrong = request.method == "POST"
    status = (status_of(refused) if refused else 422) if wrong else 200
    return render(request, "foi/files.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def file(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Save a file, the look being an event; POST takes away one that was uploaded by mistake."""
    case, officer = case_of(request, uid), officer_of(request)
    found = _file_of(case, pk)
    try:
        if request.method == "POST":
            attachments.remove(found, by=officer, at=timezone.now())
            messages.success(request, _("已去掉"))
            return HttpResponseRedirect(reverse("foi:files", args=[uid]))
        name, data = attachments.read(found, by=officer, at=timezone.now())
    except Refused as refused:
        context = {**_listed(case, request), "refusal": refused}
        return render(request, "foi/files.html", context, status=status_of(refused))
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def copy(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """The log of a copy; POST confirms it by name, or puts it aside."""
    case, day, officer = case_of(request, uid), today(), officer_of(request)
    rows = Copy.objects.filter(application=case.pk, pk=pk)
    found = rows.select_related("application__case", "source", "made", "made_by", "confirmed_by").first()
    if found is None:
        raise Http404
    refused, log = None, []
    try:
        if request.method == "POST":
            act = copying.confirm_copy if "confirm" in request.POST else copying.drop_copy
            act(found, by=officer, at=timezone.now())
            messages.success(request, _("已确认") if "confirm" in request.POST else _("已记为不用"))
            return HttpResponseRedirect(reverse("foi:files", args=[uid]))
    except Refused as no:
        refused = no
    try:
        log = copying.log_of(found)
    except Refused as gone:
        refused = refused or gone
    context = {
        "case": case,
        "copy": found,
        "log": log,
        "refusal": refused,
        "may": handles(officer, case, day) and case.stage in copying.OPEN,
        "policy": copying.title_of(found.policy),
    }
    return render(request, "foi/copy.html", context, status=status_of(refused) if refused else 200)


def _kept(request: HttpRequest, case: Case, form: UploadForm) -> None:
    upload = form.cleaned_data["file"]
    demand_size(upload.size)
    purpose, name, by, at = (
        form.cleaned_data["purpose"],
        upload.name or "",
        officer_of(request),
        timezone.now(),
    )
    if purpose == Attachment.Purpose.STAMPED:
        made = stamping.stamp(case, name, upload.read(), by=by, at=at)
    else:
        made = attachments.keep(case, purpose, name, upload.read(), by=by, at=at)
    messages.success(request, _("已检查并密封保存“%(name)s”") % {"name": made.name})


def _listed(case: Case, request: HttpRequest) -> dict[str, Any]:
    """The files by age, each with whether one may open it, and the copies of records."""
    officer, day = officer_of(request), today()
    sees_all = handles(officer, case, day) or directs(officer, case, day)
    rows = list(Attachment.objects.filter(case=case).select_related("by").order_by("pk"))
    copies = Copy.objects.filter(application=case.pk).select_related("made_by", "confirmed_by", "source")
    of: dict[int | None, Copy] = {}
    for one in copies.order_by("pk"):
        if one.state != Copy.State.DROPPED:
            of[one.source_id] = one
            one.policy_title = copying.title_of(one.policy)  # type: ignore[attr-defined]
    records = [(one, of.get(one.pk)) for one in rows if one.purpose == Attachment.Purpose.RECORD]
    sent = checking.of(one.blob for one in rows if one.purpose == Attachment.Purpose.SENT)
    return {
        "case": case,
        "files": [_file_row(one, sees_all, sent) for one in rows],
        "records": records,
        "dropped": [one for one in copies if one.state == Copy.State.DROPPED],
    }


def _file_row(
    one: Attachment, sees_all: bool, sent: Mapping[str, SentFile]
) -> tuple[Attachment, bool, SentFile | None]:
    """A file, whether one may open it, and what the check said of one that a citizen sent."""
    may = sees_all or one.purpose in attachments.FOR_REVIEW
    if one.purpose != Attachment.Purpose.SENT:
        return one, may, None
    row = sent.get(one.blob) or SentFile(blob=one.blob)
    return one, may and row.opens, row


def _file_of(case: Case, pk: int) -> Attachment:
    found = Attachment.objects.filter(case=case, pk=pk).select_related("case__registration__agency").first()
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
