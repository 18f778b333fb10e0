"""Attachments inside the form of a draft: what was uploaded with it, and the buttons of each file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.desk.disclosure import screened, verbs
from gongkai.desk.disclosure.knowing import policy_of
from gongkai.desk.disclosure.models import FileCheck, Incident, Item, ItemFile
from gongkai.desk.disclosure.views.common import officer_of
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


def rows(item: Item) -> list[dict[str, Any]]:
    """The attachments of an item with what their check says."""
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
    return [
        {
            "file": file,
            "check": checks.get(file.sha256),
            "open": waiting.get(file.sha256, 0),
            "is_clean": file.sha256 in checks and not waiting.get(file.sha256),
        }
        for file in files
    ]
