"""The pages of background work: what runs, how far it is, its file for its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
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
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework import paging
from gongkai.desk.jobs import results, verbs
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.queries import visible_to
from gongkai.refusal import Refused


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What one has running, and what ended, the newest first, by pages; a part of the page for htmx."""
    officer = officer_of(request)
    seen = visible_to(officer, today()).select_related("owner")
    rows, pager = paging.page(seen, {}, request.GET)
    context = {
        "jobs": rows,
        "pager": pager,
        "is_moving": any(one.is_open for one in rows),
        "here": request.get_full_path(),
    }
    return render(request, "jobs/_list.html" if _wants_part(request) else "jobs/jobs.html", context)


@require_safe
def job(request: HttpRequest, uid: str) -> HttpResponse:
    """One piece of work with its progress; asked again by htmx, or by the page itself, while it moves."""
    found = _job_of(request, uid)
    context = {"job": found, "is_mine": found.owner_id == officer_of(request).pk}
    return render(request, "jobs/_progress.html" if _wants_part(request) else "jobs/job.html", context)


@require_safe
def result(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The file that came of it, for its owner alone, as long as it is kept."""
    found = _job_of(request, uid)
    if found.owner_id != officer_of(request).pk or not found.result_sha256:
        raise Http404
    if found.expires_at is None or found.expires_at <= timezone.now() or not results.place(found).is_file():
        raise Http404
    return FileResponse(
        results.place(found).open("rb"),
        as_attachment=True,
        filename=found.result_name,
        content_type="application/octet-stream",
    )


@require_POST
def cancel(request: HttpRequest, uid: str) -> HttpResponse:
    """Stop it."""
    return _change(request, uid, verbs.cancel, _("已取消：%(title)s"))


@require_POST
def pause(request: HttpRequest, uid: str) -> HttpResponse:
    """Let it rest."""
    return _change(request, uid, verbs.pause, _("已暂停：%(title)s"))


@require_POST
def resume(request: HttpRequest, uid: str) -> HttpResponse:
    """Let it go on."""
    return _change(request, uid, verbs.resume, _("继续进行：%(title)s"))


@require_POST
def again(request: HttpRequest, uid: str) -> HttpResponse:
    """Do it anew."""
    try:
        fresh = verbs.again(_job_of(request, uid), timezone.now())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.mend}")
        return HttpResponseRedirect(reverse("jobs:job", args=[uid]))
    return HttpResponseRedirect(reverse("jobs:job", args=[fresh.uid]))


@require_POST
def seen(request: HttpRequest, uid: str) -> HttpResponse:
    """The failure is noted; the alarm on the first page goes out."""
    verbs.notice(_job_of(request, uid), timezone.now())
    return HttpResponseRedirect(reverse("jobs:jobs"))


def _change(request: HttpRequest, uid: str, verb: Callable[[Job, datetime], None], said: str) -> HttpResponse:
    """Do something to one piece of work, and say so on its page."""
    found = _job_of(request, uid)
    try:
        verb(found, timezone.now())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.mend}")
    else:
        messages.success(request, said % {"title": found.title})
    return HttpResponseRedirect(reverse("jobs:job", args=[uid]))


def _job_of(request: HttpRequest, uid: str) -> Job:
    """The work, or 404 where there is none that this officer may see."""
    found = visible_to(officer_of(request), today()).select_related("agency", "owner").filter(uid=uid)
    job = found.first()
    if job is None:
        raise Http404
    return job


def _wants_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request
