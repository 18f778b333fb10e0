"""The pages on which a register of samples comes in: upload, what it would bring, take it or leave it."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.enforcement import queries, sampling
from gongkai.desk.enforcement.models import SampleFile
from gongkai.refusal import Refused

_RECENT = 20


uploader = guarded(lambda officer: queries.uploads(officer, today()))
"""Those who keep records of enforcement; who only reads them uploads nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
@uploader
def files(request: HttpRequest) -> HttpResponse:
    """The form for a file, and the files of the last days."""
    officer, refusal = officer_of(request), None
    if request.method == "POST":
        try:
            name, data = _upload(request)
            made = sampling.stage(officer.agency, name, data, by=officer, at=timezone.now())
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("enforcement:sample-file", args=[made.uid]))
    recent = queries.sample_files(officer, today()).select_related("by", "decided_by").defer("content")
    context = {
        "refusal": refusal,
        "headers": sampling.register().headers,
        "largest": sampling.LARGEST // 1_000_000,
        "most": sampling.MOST_ROWS,
        "recent": list(recent.order_by("-pk")[:_RECENT]),
    }
    return render(request, "enforcement/sample_files.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@uploader
def file(request: HttpRequest, uid: str) -> HttpResponse:
    """What a file would bring, row by row what comes back; take it over or leave it."""
    found, officer, refusal = _file(request, uid), officer_of(request), None
    if request.method == "POST":
        try:
            if request.POST.get("verdict") == "drop":
                sampling.drop(found, by=officer, at=timezone.now())
                messages.success(request, _("已放弃，没有写入任何内容"))
                return HttpResponseRedirect(reverse("enforcement:sample-files"))
            read = sampling.take(found, by=officer, at=timezone.now())
        except Refused as refused:
            refusal = refused
            found.refresh_from_db()
        else:
            said = {"new": read.new, "changed": read.changed, "same": read.unchanged}
            messages.success(request, _("已导入：新增 %(new)d，改动 %(changed)d，没有变化 %(same)d") % said)
            return HttpResponseRedirect(reverse("enforcement:sample-file", args=[uid]))
    read = sampling.Read(**found.result)
    context = {
        "one": found,
        "read": read,
        "refusal": refusal,
        "waits": found.state == SampleFile.State.WAITING,
        "rejected": read.rejected[: sampling.SHOWN],
        "unlisted": max(0, len(read.rejected) - sampling.SHOWN),
    }
    return render(request, "enforcement/sample_file.html", context, status=422 if refusal else 200)


@require_safe
@uploader
def came_back(request: HttpRequest, uid: str) -> HttpResponse:
    """The rows that came back, to be mended."""
    found = _file(request, uid)
    return _download(
        sampling.came_back(found),
        _("退回的行-%(name)s.csv") % {"name": found.name.rpartition(".")[0] or found.name},
    )


@require_safe
@uploader
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with the columns."""
    return _download(sampling.register().template(), _("抽检台账.csv"))


def _upload(request: HttpRequest) -> tuple[str, bytes]:
    found = request.FILES.get("file")
    if not isinstance(found, UploadedFile):
        raise Refused("no-file", "没有选择文件", "请选择 XLSX 或者 CSV 文件")
    if (found.size or 0) > sampling.LARGEST:
        raise Refused("too-large", f"文件超过 {sampling.LARGEST // 1_000_000} MB", "请按批次分几次导入")
    return str(found.name or ""), bytes(found.read())


def _file(request: HttpRequest, uid: str) -> SampleFile:
    found = queries.sample_files(officer_of(request), today()).select_related("by", "decided_by")
    one = found.filter(uid=uid).defer("content").first()
    if one is None:
        raise Http404
    return one


def _download(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
