"""Autosave of the form of an item: a small part for htmx; without scripts there is the button."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import abilities, verbs
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.models import Incident, Item
from gongkai.desk.disclosure.verbs.autosaving import Kept, keep_copy
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.desk.disclosure.views.drafts import units_of
from gongkai.face import prose
from gongkai.refusal import Refused

_NOT_KEPT = ("csrfmiddlewaretoken", "seen", "preview", "attach", "file_act", "discard")


@require_POST
@worker
def autosave(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep what stands in the form of an item."""
    item = item_of(request, uid)
    if not abilities.of(officer_of(request), course(item), today()).edit:
        raise PermissionDenied
    return _keep(request, item)


@require_POST
@worker
def autosave_new(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the form of a new item."""
    if not units_of(officer_of(request), today()):
        raise PermissionDenied
    return _keep(request, None)


def _keep(request: HttpRequest, item: Item | None) -> HttpResponse:
    officer, now = officer_of(request), timezone.now()
    posted = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
    given = prose.as_markdown(posted)
    kept: Kept | None = None
    refused = None
    try:
        with verbs.watched(officer.agency, Incident.Place.DRAFT, officer, now):
            kept = keep_copy(item, given, request.POST.get("seen", ""), officer, now)
    except Refused as no:
        refused = no
    context = {"kept": kept, "refusal": refused}
    is_part = bool(getattr(request, "htmx", False))  # htmx shows only what succeeded
    status = status_of(refused) if refused and not is_part else 200
    return render(request, "disclosure/_autosaved.html", context, status=status)
