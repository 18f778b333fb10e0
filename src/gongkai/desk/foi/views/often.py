"""Release to everyone: what several persons asked for, and the draft made from one answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.to_everyone import address
from gongkai.desk.foi import often, topics
from gongkai.desk.foi.filing_forms import PublishForm
from gongkai.desk.foi.rules import directs, handles
from gongkai.desk.foi.screens.case import short
from gongkai.desk.foi.verbs.copying import given_out
from gongkai.desk.foi.verbs.publishing import is_given, to_everyone
from gongkai.desk.foi.views.common import case_of, officer_of, status_of, worker
from gongkai.law import registry, scope
from gongkai.refusal import Refused


@require_safe
@worker
def asked_often(request: HttpRequest) -> HttpResponse:
    """What at least so many persons asked for and somebody got: candidates for release to everyone."""
    officer, day = officer_of(request), today()
    topics.catch_up()
    found = often.groups(officer, day)
    rows = [(one, address(officer.agency, one.released) if one.released else "") for one in found]
    years = often.BACK.days // 365
    context = {
        "rows": rows,
        "least": often.at_least(),
        "promote": _promote(),
        "years": years,
        "is_complete": topics.is_complete(),
    }
    return render(request, "foi/often.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def publish(request: HttpRequest, uid: str) -> HttpResponse:
    """The form that makes a draft for everyone from an answered application."""
    case, day, officer = case_of(request, uid), today(), officer_of(request)
    if not (handles(officer, case, day) or directs(officer, case, day)):
        raise PermissionDenied
    categories = [(one.name, one.name) for one in scope.categories()]
    text = case.texts.filter(field="content").values_list("masked", flat=True).first() or ""
    initial = {"title": short(text, 60), "reason": request.GET.get("reason", "decision")}
    form, refused = PublishForm(request.POST or None, categories=categories, initial=initial), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            index = to_everyone(
                case, given["title"], given["category"], given["reason"], by=officer, at=timezone.now()
            )
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已起草 %(index)s，请补写内容后送审") % {"index": index})
            return HttpResponseRedirect(
                address(case.registration.agency, index) or reverse("foi:case", args=[uid])
            )
    context = {
        "case": case,
        "form": form,
        "refusal": refused,
        "text": text,
        "copies": given_out(case.application),
        "given": is_given(case.application),
        "promote": _promote(),
    }
    status = (status_of(refused) if refused else 422) if request.method == "POST" else 200
    return render(request, "foi/publish.html", context, status=status)


def _promote() -> tuple[str, str]:
    """The rule of the day in words, and where it stands."""
    rule = registry.select("foi", today())
    fact = next(one for one in rule.facts if one.key == "promote")
    return fact.text, rule.cite(fact)
