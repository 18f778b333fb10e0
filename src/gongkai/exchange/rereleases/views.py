"""批量重新发布 on the desk: ask, approve, watch how far it is, pause, stop; what was refused and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.desk.accounts.recent import recently_authenticated
from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import queries as items
from gongkai.desk.disclosure.views.exchange import sees_exchange
from gongkai.exchange.models import Rerelease
from gongkai.exchange.rereleases import lacking, queries, rules, verbs, working
from gongkai.exchange.rereleases.forms import RequestForm
from gongkai.refusal import Refused

SHOWN = 20
"""Requests on the page."""
PAGE = 50
"""Refusals on a page."""
Act = Callable[[Rerelease, Officer, datetime], object]
ACTS: dict[str, tuple[Act, str | Promise]] = {
    "approve": (verbs.approve, gettext_lazy("已批准，后台开始重新发布")),
    "pause": (verbs.pause, gettext_lazy("已暂停")),
    "resume": (verbs.resume, gettext_lazy("继续进行")),
    "stop": (verbs.stop, gettext_lazy("已停止，送出的不收回")),
}
"""What a button does, and what is said then."""
_KINDS = {
    "asked": "due",
    "going": "now",
    "paused": "due",
    "broken": "late",
    "stopped": "calm",
    "ended": "done",
}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(sees_exchange)
@recently_authenticated
def rereleases(request: HttpRequest) -> HttpResponse:
    """The newest requests; POST asks for another."""
    officer, day = officer_of(request), today()
    form, refused = RequestForm(agency=officer.agency), None
    if request.method == "POST":
        _demand_standing(officer)
        form = RequestForm(request.POST, agency=officer.agency)
        if form.is_valid():
            try:
                made = verbs.request(officer.agency, officer, timezone.now(), **form.chosen())
            except Refused as no:
                refused = no
            else:
                messages.success(request, _("已提交，等另一人批准"))
                return HttpResponseRedirect(reverse("exchange:rerelease", args=[made.uid]))
    related = ("requested_by", "approved_by", "stopped_by", "job")
    found = queries.visible_to(officer, day).select_related(*related).order_by("-pk")
    context = {
        "rows": [{"one": one, **_state(one)} for one in found[:SHOWN]],
        "form": form if rules.standing(officer, day) else None,
        "refusal": refused,
        "at_once": working.at_once(),
    }
    status = _status(refused) if request.method == "POST" else 200
    return render(request, "exchange/rereleases.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(sees_exchange)
@recently_authenticated
def rerelease(request: HttpRequest, uid: str) -> HttpResponse:
    """One request: how far it is, what was refused; POST approves, pauses, resumes or stops it."""
    officer, day = officer_of(request), today()
    if request.method == "POST":
        _demand_standing(officer)
    found = _found(officer, uid)
    refused = None
    if request.method == "POST":
        act, said = ACTS.get(request.POST.get("act", ""), (None, ""))
        if act is None:
            raise Http404
        try:
            act(found, officer, timezone.now())
        except Refused as no:
            refused, found = no, _found(officer, uid)
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(reverse("exchange:rerelease", args=[uid]))
    part = bool(getattr(request, "htmx", None)) and not refused
    context = _context(found, officer, refused) | _refusals(request, found, officer)
    context |= _lacks(request, found, officer)
    context["may"] = rules.standing(officer, day) is not None
    template = "exchange/_rerelease.html" if part else "exchange/rerelease.html"
    return render(request, template, context, status=_status(refused) if refused else 200)


def _demand_standing(officer: Officer) -> None:
    if rules.standing(officer, today()) is None:
        raise PermissionDenied


def _state(given: Rerelease) -> dict[str, Any]:
    """Where a request stands, as a tag, and whether its page asks again by itself."""
    key = queries.state(given)
    return {"kind": _KINDS[key], "words": str(queries.STATES[key]), "moves": key == "going"}


def _found(officer: Officer, uid: str) -> Rerelease:
    related = ("agency", "requested_by", "requested_for", "approved_by", "stopped_by", "job")
    found = queries.visible_to(officer, today()).select_related(*related).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _context(found: Rerelease, officer: Officer, refused: Refused | None) -> dict[str, Any]:
    waits = found.is_open and found.approved_at is None
    out = queries.releases(found.agency, found.category, found.year).count() if waits else found.total
    return {
        "one": found,
        **_state(found),
        "out": out,
        "is_own": officer.pk in (found.requested_by_id, found.requested_for_id),
        "rests": queries.state(found) in ("paused", "broken"),
        "arrived": found.messages.filter(delivered_at__isnull=False).count(),
        "out_messages": found.messages.count(),
        "at_once": working.at_once(),
        "refusal": refused,
    }


def _refusals(request: HttpRequest, found: Rerelease, officer: Officer) -> dict[str, Any]:
    """A page of what was refused, each item only with what this officer may see of it."""
    rows, following = _paged(request, queries.refusals(found), officer, "after")
    return {"refusals": rows, "next": following}


def _lacks(request: HttpRequest, found: Rerelease, officer: Officer) -> dict[str, Any]:
    """A page of what went out as it is and lacks something, in the same way."""
    rows, following = _paged(request, queries.lacks(found), officer, "lacking")
    for row in rows:
        row["words"] = lacking.words(row["one"].fields.split(","))
    return {"lacks": rows, "lacks_next": following}


def _paged(
    request: HttpRequest, rows: QuerySet[Any], officer: Officer, name: str
) -> tuple[list[dict[str, Any]], str]:
    after = request.GET.get(name, "")
    if after.isascii() and after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    listed = list(rows[: PAGE + 1])
    shown = listed[:PAGE]
    seen = items.visible_to(officer, today()).filter(pk__in=[one.release.item_id for one in shown])
    known = set(seen.values_list("pk", flat=True)) if shown else set()
    following = f"?{name}={shown[-1].pk}" if len(listed) > PAGE else ""
    return [{"one": one, "is_seen": one.release.item_id in known} for one in shown], following


def _status(refused: Refused | None) -> int:
    """403 for what the person may not do, else 422."""
    return 403 if refused and refused.code in ("not-held", "four-eyes") else 422
