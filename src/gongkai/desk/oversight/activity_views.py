"""The pages of meetings, trainings and campaigns: the list, a new one, one of them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.lists import screens as lists
from gongkai.desk.oversight import activities, plan_forms, queries, rules, screens
from gongkai.desk.oversight.entering import done, reader, shown
from gongkai.desk.oversight.listing import ACTIVITIES

_ANY = ["GET", "HEAD", "POST"]


@require_safe
@reader
def listed(request: HttpRequest) -> HttpResponse:
    """The activities, the newest first."""
    day = today()
    found = lists.read(request, ACTIVITIES, day, [(_("今年"), {"year": str(day.year)})])
    if isinstance(found, HttpResponse):
        return found
    context = {
        "rows": found.page.rows,
        "may": rules.enters_activities(officer_of(request), day),
        "sheet_href": reverse("sheets:sheet", args=["activities"]),
        **found.context,
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
        request.POST or None, initial={"on": day, "organiser": officer.agency.name}
    )

    def act() -> str:
        made = activities.enter(officer.agency, form.cleaned_data, by=officer, at=timezone.now())
        return reverse("planning:activity", args=[made.uid])

    context = {
        "form": form,
        "title": _("登记活动"),
        "up": _("会议、培训、活动"),
        "back": reverse("planning:activities"),
        "lead": _("会议、培训、宣传活动、新闻发布会、在线访谈、政策解读、热点回应；举行以后登记"),
    }
    return shown(
        request, "outlets/form.html", context, done(request, form, act, _("已登记，计入当年的统计和台账"))
    )


@require_http_methods(_ANY)
@reader
def one(request: HttpRequest, activity: str) -> HttpResponse:
    """One activity; POST voids it."""
    officer, day = officer_of(request), today()
    found = get_object_or_404(queries.activities(officer, day).select_related("agency"), uid=activity)
    may = rules.plans(officer, day)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = plan_forms.VoidActivityForm(request.POST or None)

    def act() -> str:
        activities.void(found, form.cleaned_data["reason"], by=officer, at=timezone.now())
        return reverse("planning:activity", args=[activity])

    context = {
        "activity": found,
        "form": form if may and found.voided_on is None else None,
        "course": screens.course_of(activities.stream_of(found)),
    }
    return shown(
        request, "oversight/activity.html", context, done(request, form, act, _("已作废，统计和台账不再计入"))
    )
