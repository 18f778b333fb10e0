"""The pages of meetings, trainings and campaigns: the list, a new one, one of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import status_of
from gongkai.desk.oversight import activities, paging, plan_forms, queries, rules, screens
from gongkai.desk.oversight.models import Activity
from gongkai.refusal import Refused

reader = guarded(lambda officer: queries.sees(officer, today()))
"""Only for those who hold a duty in the bureau."""
_ANY = ["GET", "HEAD", "POST"]


@require_safe
@reader
def listed(request: HttpRequest) -> HttpResponse:
    """The activities, the newest first."""
    officer, day = officer_of(request), today()
    form = plan_forms.YearForm(request.GET.dict(), by="kind")
    chosen = form.chosen()
    seen = Activity.objects.filter(agency=officer.agency_id)
    if "year" in chosen:
        seen = seen.filter(on__year=chosen["year"])
    if "kind" in chosen:
        seen = seen.filter(kind=chosen["kind"])
    rows, pager = paging.page(seen, "on", chosen, request.GET.dict())
    context = {
        "rows": rows,
        "pager": pager,
        "form": form,
        "chosen": chosen,
        "may": rules.enters_activities(officer, day),
        "sheet_href": reverse("sheets:sheet", args=["activities"]),
    }
    return render(request, "oversight/activities.html", context)


@require_http_methods(_ANY)
@reader
def new(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    officer, day = officer_of(request), today()
    if not rules.enters_activities(officer, day):
        raise PermissionDenied
    form = plan_forms.ActivityForm(
        request.POST or None,
        initial={"on": day, "organiser": officer.agency.name, "kind": request.GET.get("kind")},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = activities.enter(officer.agency, form.cleaned_data, by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已登记，计入当年的统计和台账"))
            return HttpResponseRedirect(reverse("planning:activity", args=[made.uid]))
    head = {
        "title": _("登记活动"),
        "up": _("会议、培训、活动"),
        "back": reverse("planning:activities"),
        "lead": _("会议、培训、宣传活动、新闻发布会、在线访谈、政策解读、热点回应；举行以后登记"),
    }
    context = {"form": form, "refusal": refused} | head
    return render(request, "outlets/form.html", context, status=_status(request, refused))


@require_http_methods(_ANY)
@reader
def one(request: HttpRequest, activity: str) -> HttpResponse:
    """One activity; POST voids it."""
    officer, day = officer_of(request), today()
    found = Activity.objects.filter(agency=officer.agency_id, uid=activity).select_related("agency").first()
    if found is None:
        raise Http404
    may = rules.plans(officer, day)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form, refused = plan_forms.VoidActivityForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            activities.void(found, form.cleaned_data["reason"], by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已作废，统计和台账不再计入"))
            return HttpResponseRedirect(reverse("planning:activity", args=[activity]))
    context = {
        "activity": found,
        "form": form if may and found.voided_on is None else None,
        "course": screens.course_of(activities.stream_of(found)),
        "refusal": refused,
    }
    return render(request, "oversight/activity.html", context, status=_status(request, refused))


def _status(request: HttpRequest, refused: Refused | None) -> int:
    if refused is not None:
        return status_of(refused)
    return 422 if request.method == "POST" else 200
