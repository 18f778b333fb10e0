"""Handing over and taking over a shift, and the roster."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import eligible, holds
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.complaints.models import Handover, RosterEntry
from gongkai.desk.complaints.models.shift import Shift
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.complaints.verbs import shifts
from gongkai.desk.complaints.views.common import officer_of, only
from gongkai.refusal import Refused

_AHEAD = 14
_SHOWN = 10
_LABELS = (
    ("registered", gettext_lazy("今日登记")),
    ("unassigned", gettext_lazy("待分办")),
    ("today", gettext_lazy("今天到期")),
    ("late", gettext_lazy("已逾期")),
    ("follow_ups", gettext_lazy("后续反映待回应")),
    ("supervised", gettext_lazy("督办")),
)


@require_safe
@only((*CENTRE, Duty.Kind.LEADER))
def shift(request: HttpRequest) -> HttpResponse:
    """How things stand, the last hand-overs, who is on duty in the coming days."""
    officer, day = officer_of(request), today()
    days = calendar()
    entries = RosterEntry.objects.filter(agency=officer.agency, on__range=(day, day + timedelta(days=_AHEAD)))
    by_day: dict[date, list[RosterEntry]] = {}
    for entry in entries.select_related("officer").order_by("on", "shift", "pk"):
        by_day.setdefault(entry.on, []).append(entry)
    ahead = [day + timedelta(days=n) for n in range(_AHEAD)]
    last = Handover.objects.filter(agency=officer.agency).select_related("by", "taken_by")
    now = shifts.counts(officer.agency, officer, day)
    context = {
        "today": day,
        "counts": [(label, now[name]) for name, label in _LABELS],
        "shifts": Shift.choices,
        "handovers": [
            {"one": one, "counts": [(label, one.counts.get(name, 0)) for name, label in _LABELS]}
            for one in last.order_by("-at")[:_SHOWN]
        ],
        "roster": [(one, days.describe(one), not days.is_workday(one), by_day.get(one, [])) for one in ahead],
        "may_roster": holds(officer, LEADS, None, day, agency=officer.agency),
        "people": eligible(Duty.Kind.OPERATOR, None, day, agency=officer.agency),
    }
    return render(request, "complaints/shift.html", context)


@require_POST
@only(CENTRE)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand the shift over."""
    officer = officer_of(request)
    try:
        shifts.hand_over(
            officer.agency,
            request.POST.get("shift", ""),
            request.POST.get("remark", ""),
            by=officer,
            at=timezone.now(),
        )
        messages.success(request, _("已交班，等接班人确认"))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("complaints:shift"))


@require_POST
@only(CENTRE)
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the shift over."""
    officer = officer_of(request)
    found = Handover.objects.filter(agency=officer.agency, pk=pk).first()
    if found is None:
        raise Http404
    try:
        shifts.take_over(found, by=officer, at=timezone.now())
        messages.success(request, _("已接班"))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("complaints:shift"))


@require_POST
@only(LEADS)
def roster(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster, or take them off."""
    officer, at = officer_of(request), timezone.now()
    try:
        if entry := request.POST.get("remove"):
            found = RosterEntry.objects.filter(agency=officer.agency, pk=entry if entry.isdecimal() else 0)
            if (one := found.first()) is not None:
                shifts.take_off_roster(one, by=officer, at=at)
        else:
            who = Officer.objects.filter(agency=officer.agency, uid=request.POST.get("officer", "-")).first()
            on = _day(request.POST.get("on", ""))
            if who is None or on is None:
                raise Refused("incomplete", "没有选人或日期", "请选择人员和日期")
            kind = request.POST.get("shift", "")
            shifts.put_on_roster(officer.agency, on, kind, who, by=officer, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("complaints:shift"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
