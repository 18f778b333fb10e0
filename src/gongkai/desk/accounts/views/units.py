"""Units for administrators: since and until when, how many people and how much open work, merging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.accounts import recovery, units
from gongkai.desk.accounts.forms_units import ChangeUnitForm, EndUnitForm, MergeForm, UnitForm
from gongkai.desk.accounts.recent import recently_authenticated
from gongkai.desk.accounts.views.officers import sees_officers
from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Post, Unit
from gongkai.desk.agencies.queries import today
from gongkai.refusal import Refused

_ANY = ["GET", "HEAD", "POST"]


@require_http_methods(_ANY)
@guarded(sees_officers)
@recently_authenticated
def listed(request: HttpRequest) -> HttpResponse:
    """Every unit, those that stand first; POST enters a new one."""
    me, day = officer_of(request), today()
    may = recovery.may_keep(me, timezone.now())
    form, refusal = UnitForm(request.POST or None, initial={"since": day}), None
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            try:
                made = units.enter(me.agency, **form.cleaned_data, by=me, at=timezone.now())
            except Refused as refused:
                refusal = refused
            else:
                messages.success(request, _("已登记%(name)s") % {"name": made.name})
                return HttpResponseRedirect(reverse("accounts:units"))
    here = Count("posts", filter=Q(posts__in=Post.objects.filter(Post.on(day))), distinct=True)
    rows = Unit.objects.filter(agency=me.agency_id).annotate(people=here)
    context = {
        "rows": sorted(rows.order_by("code"), key=lambda one: one.until is not None and one.until < day),
        "form": form if may else None,
        "refusal": refusal,
        "today": day,
    }
    return render(request, "accounts/units.html", context, status=_status(request))


@require_http_methods(_ANY)
@guarded(sees_officers)
@recently_authenticated
def unit(request: HttpRequest, uid: str) -> HttpResponse:
    """One unit: its facts, its people, its open work; POST changes, merges or abolishes it."""
    me, day = officer_of(request), today()
    found = _found(me.agency_id, uid)
    may = recovery.may_keep(me, timezone.now())
    act = next((one for one in ("merge", "end") if one in request.POST), "change")
    given = request.POST if request.method == "POST" else None
    form = ChangeUnitForm(given if act == "change" else None, initial=_begin(found))
    merging = MergeForm(given if act == "merge" else None, unit=found)
    ending = EndUnitForm(given if act == "end" else None, initial={"on": day})
    refusal = None
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        try:
            said = _act(act, found, {"change": form, "merge": merging, "end": ending}[act], request)
        except Refused as refused:
            refusal = refused
        else:
            if said:
                messages.success(request, said)
                return HttpResponseRedirect(reverse("accounts:unit", args=[uid]))
    context: dict[str, Any] = {
        "unit": found,
        "people": Post.objects.filter(Post.on(day), unit=found).select_related("officer").order_by("pk"),
        "work": units.open_work(found),
        "form": form if may and found.until is None else None,
        "merging": merging,
        "ending": ending,
        "refusal": refusal,
    }
    return render(request, "accounts/unit.html", context, status=_status(request))


def _act(act: str, found: Unit, form: Any, request: HttpRequest) -> str:
    """Do what a form of the page asks for; what is said of it, empty where the form has errors."""
    if not form.is_valid():
        return ""
    me, now, given = officer_of(request), timezone.now(), form.cleaned_data
    if act == "merge":
        moved = units.merge(found, given["into"], by=me, at=now)
        return _("已并入%(name)s：移交 %(people)d 人、%(work)d 件工作") % {
            "name": given["into"].name,
            **moved,
        }
    if act == "end":
        units.end(found, on=given["on"], by=me, at=now)
        return _("已撤销")
    units.change(found, **given, by=me, at=now)
    return _("已保存")


def _found(agency: int, uid: str) -> Unit:
    """The unit, or 404; only those of one's own bureau."""
    rows = Unit.objects.filter(agency=agency).select_related("agency")
    found = rows.filter(pk=int(uid)).first() if uid.isascii() and uid.isdecimal() and len(uid) < 19 else None
    if found is None:
        raise Http404
    return found


def _begin(found: Unit) -> dict[str, object]:
    return {"name": found.name, "kind": found.kind, "line": found.line}


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
