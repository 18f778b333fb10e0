"""The standing directory of enforcement: one page with every part, its entries, their review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.waiting import left
from gongkai.desk.disclosure import due, verbs
from gongkai.desk.disclosure import standing as directory
from gongkai.desk.disclosure.forms_standing import StandingForm
from gongkai.desk.disclosure.models import StandingEntry
from gongkai.desk.disclosure.views.common import attempted, officer_of, status_after, worker
from gongkai.desk.lists.asking import duties_of
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def standing(request: HttpRequest) -> HttpResponse:
    """The directory by its parts; POST takes an item in."""
    officer, day = officer_of(request), today()
    form = StandingForm(request.POST or None, officer=officer, day=day)
    done, refused = attempted(request, form.may_add, lambda: _list(form, officer))
    if done:
        messages.success(request, _("已列入执法公示；重新送审、发布后，门户的公示页随之更新"))
        return HttpResponseRedirect(reverse("disclosure:standing"))
    context = {
        "parts": _parts(request),
        "form": form if form.may_add else None,
        "today": day,
        "refusal": refused,
    }
    return render(request, "disclosure/standing.html", context, status=status_after(request, refused))


def _list(form: StandingForm, officer: Officer) -> bool:
    """Take in what a valid form names."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    verbs.list_standing(
        given["index"], given["kind"], given["unit"], given["cycle_days"], officer, timezone.now()
    )
    return True


@require_POST
@worker
def review_standing(request: HttpRequest, uid: str) -> HttpResponse:
    """Say that an entry is right today."""
    officer = officer_of(request)
    found = directory.entries(officer, today()).filter(uid=uid).first()
    if found is None:
        raise Http404
    if not directory.keeps(found, duties_of(request)):
        raise PermissionDenied
    try:
        verbs.review_standing(found, officer, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已登记复核"))
    return HttpResponseRedirect(reverse("disclosure:standing"))


def _parts(request: HttpRequest) -> list[dict[str, Any]]:
    """Every part of the directory, also those without an entry: a gap must be seen."""
    day, duties, days = today(), duties_of(request), due.calendar()
    found = list(directory.entries(officer_of(request), day))
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in StandingEntry.Kind.values}
    for one in found:
        on = directory.due_on(one)
        rows[one.kind].append(
            {
                "entry": one,
                "on": on,
                "left": left(days, day, on),
                "keeps": directory.keeps(one, duties),
            }
        )
    return [{"label": label, "rows": rows[kind]} for kind, label in StandingEntry.Kind.choices]
