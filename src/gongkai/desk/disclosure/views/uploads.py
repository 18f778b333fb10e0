"""Attachments inside the form of a draft: what was uploaded with it, and the buttons of each file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import screened, verbs
from gongkai.desk.disclosure.knowing import policy_of
from gongkai.desk.disclosure.models import FileCheck, Incident, Item, ItemFile
from gongkai.desk.disclosure.verbs import looking
from gongkai.desk.disclosure.views.common import item_of, officer_of, worker
from gongkai.refusal import Refused

ACTS = {"check": verbs.check, "clean": verbs.clean, "remove": verbs.detach}


def take(request: HttpRequest, item: Item) -> bool:
    """Attach what came with the form and do what a button of the list says; whether there was anything.

    A file that is refused is told of; the others are taken. The draft was saved before.
    """
    uploads = request.FILES.getlist("files")
    act, _sep, digest = request.POST.get("file_act", "").partition(":")
    for upload in uploads:
        clean = request.POST.get("clean") == "on"
        try:
            with verbs.watched(item.agency, Incident.Place.FILE, officer_of(request), timezone.now()):
                made = verbs.attach(
                    item,
                    upload.name or "",
                    upload.read(),
                    officer_of(request),
                    timezone.now(),
                    clean=clean,
                    alt=request.POST.get("alt", "").strip(),
                )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已检查并保存附件“%(name)s”") % {"name": made.name})
    if act in ACTS:
        _change(request, item, act, digest)
    return bool(uploads) or act in ACTS


def _change(request: HttpRequest, item: Item, act: str, digest: str) -> None:
    file = item.files.filter(sha256=digest).first()
    if file is None:
        messages.error(request, _("这个附件已经不在了"))
        return
    try:
        with verbs.watched(item.agency, Incident.Place.FILE, officer_of(request), timezone.now()):
            ACTS[act](file, officer_of(request), timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("附件“%(name)s”已处理") % {"name": file.name})


@require_POST
@worker
def looked(request: HttpRequest, uid: str, digest: str) -> HttpResponse:
    """Say that one has looked at the pictures of an attachment and found nothing that must go."""
    item = item_of(request, uid)
    file = item.files.filter(sha256=digest).first()
    if file is None:
        raise Http404
    if not looking.may_look(file, officer_of(request), today()):
        raise PermissionDenied
    try:
        verbs.say_looked(file, officer_of(request), timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("已记下：您看过“%(name)s”里的图片，没有应当隐去的内容") % {"name": file.name}
        )
    return HttpResponseRedirect(reverse("disclosure:item", args=[uid]))


def rows(item: Item, officer: Officer) -> list[dict[str, Any]]:
    """The attachments of an item with what their check says, and whether the officer may look at pictures."""
    files: list[ItemFile] = list(item.files.order_by("position", "pk"))
    policy = policy_of(item).id
    checks = {
        one.sha256: one
        for one in FileCheck.objects.filter(policy=policy, sha256__in=[file.sha256 for file in files])
    }
    waiting: dict[str, int] = {}
    if files:
        for one in screened.suspects(item):
            if one.file is not None and one.is_open:
                waiting[one.file.sha256] = waiting.get(one.file.sha256, 0) + 1
    seen = looking.looks(item) if files else {}
    names = dict(Officer.objects.filter(uid__in={one.by for one in seen.values()}).values_list("uid", "name"))
    return [
        {
            "file": file,
            **_looking(file, checks.get(file.sha256), seen.get(file.sha256), names, officer),
            "check": checks.get(file.sha256),
            "open": waiting.get(file.sha256, 0),
            "is_clean": file.sha256 in checks and not waiting.get(file.sha256),
        }
        for file in files
    ]


def _looking(
    file: ItemFile,
    check: FileCheck | None,
    seen: looking.Look | None,
    names: dict[str, str],
    officer: Officer,
) -> dict[str, Any]:
    """Whether pictures wait for a reviewer's eyes, who looked at them, whether the officer may."""
    waits = seen is None and looking.is_unread(check)
    return {
        "is_unread": waits,
        "looked": f"{names.get(seen.by, seen.by)}（{seen.on}）" if seen else "",
        "may_look": waits and looking.may_look(file, officer, today()),
    }
