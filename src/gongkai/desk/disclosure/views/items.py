"""One item, handing it in, its attachments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.waiting import left
from gongkai.desk.disclosure import (
    abilities,
    approving,
    due,
    files,
    readiness,
    requested,
    rules,
    screened,
    terms,
    verbs,
)
from gongkai.desk.disclosure.course import Course, course
from gongkai.desk.disclosure.models import Item, Relation
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.screens import item as screen
from gongkai.desk.disclosure.views import uploads
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.desk.disclosure.views.incidents import may_purge
from gongkai.law import scope
from gongkai.refusal import Refused


@require_safe
@worker
def item(request: HttpRequest, uid: str) -> HttpResponse:
    """One item."""
    return _shown(request, item_of(request, uid))


@require_POST
@worker
def hand_in(request: HttpRequest, uid: str) -> HttpResponse:
    """Hand in the item as it stands."""
    found = item_of(request, uid)
    can = abilities.of(officer_of(request), course(found), today())
    if not can.edit:
        raise PermissionDenied
    try:
        readiness.demand(found)
        submission = verbs.hand_in(found, officer_of(request), timezone.now())
    except Refused as refused:
        return _shown(request, found, refused)
    messages.success(request, _("已送审，这是第 %(n)d 次送审稿") % {"n": submission.no})
    return HttpResponseRedirect(reverse("disclosure:item", args=[uid]))


@require_safe
@worker
def file(request: HttpRequest, uid: str, digest: str) -> HttpResponseBase:
    """An attachment, as a download that no browser runs."""
    found = item_of(request, uid).files.filter(sha256=digest).first()
    if found is None or not files.place(digest).is_file():
        raise Http404
    answer = FileResponse(
        files.place(digest).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.type or "application/octet-stream",
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _pointing(request: HttpRequest, item: Item) -> list[Relation]:
    """The items that point to this one, as far as this officer may see them."""
    seen = visible_to(officer_of(request), today())
    return list(item.related_from.filter(item__in=seen).select_related("item").order_by("kind", "pk"))


def _to_approve(request: HttpRequest, standing: Course) -> dict[str, Any] | None:
    """The emergency withdrawal that still lacks its approval, and whether this officer may give it."""
    made = standing.withdrawal
    if made is None or not made.is_emergency or hasattr(made, "approval"):
        return None
    item, officer = standing.item, officer_of(request)
    leads = rules.standing(officer, ("leader",), agency=item.agency, unit=item.unit, day=today())
    on = approving.due_on(made)
    return {
        "withdrawal": made,
        "may": leads is not None and made.officer_id != officer.pk,
        "on": on,
        "left": left(due.calendar(), today(), on),
    }


def penalties_name() -> str:
    """The name of the category whose publicity has a period by law."""
    known = scope.category("penalties")
    return known.name if known else ""


def _panels(found: Item, officer: Officer, day: date) -> list[dict[str, Any]]:
    """What other rooms add to the page of an item for an officer: functions that the settings name."""
    made = (import_string(path)(found, officer, day) for path in settings.GONGKAI_ITEM_PANELS)
    return [one for one in made if one]


def _shown(request: HttpRequest, found: Item, refused: Refused | None = None) -> HttpResponse:
    """The page of an item, with why an act was refused."""
    day = today()
    standing = course(found)
    can = abilities.of(officer_of(request), standing, day)
    context: dict[str, Any] = {
        "item": found,
        "course": standing,
        "can": can,
        "today": day,
        "due": due.publication(found, day, standing.public_on),
        "facts": screen.facts(found, day),
        "text": screen.text(found),
        "rows": uploads.rows(found, officer_of(request)),
        "open_findings": sum(one.is_open for one in screened.suspects(found)) if can.edit else 0,
        "related": list(found.relations.select_related("to").order_by("kind", "pk")),
        "related_from": _pointing(request, found),
        "relation_kinds": Relation.Kind.choices,
        "to_approve": _to_approve(request, standing),
        "end": terms.end_of(found),
        "short": terms.shortened(found),
        "has_term": found.category == penalties_name(),
        "may_purge": found.purged_at is None and may_purge(officer_of(request), found.agency),
        "sign_offs": list(found.sign_offs.order_by("on", "pk")),
        "steps": screen.steps(standing, day),
        "submissions": screen.submissions(found),
        "events": screen.events(found),
        "refusal": refused,
        "lacks": list(readiness.issues(found)) if can.hand_in else [],
        "cautions": list(readiness.cautions(found)) if standing.public_on is None else [],
        "panels": _panels(found, officer_of(request), day),
        "origin": requested.origin(found, officer_of(request), day),
    }
    return render(request, "disclosure/item.html", context, status=status_of(refused) if refused else 200)
