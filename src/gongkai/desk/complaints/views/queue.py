"""The queue, handing out several at once, the list of calls back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.numbers import short
from gongkai.desk.complaints import hotlines, queries, verbs
from gongkai.desk.complaints.intake_forms import QueueForm
from gongkai.desk.complaints.rules import CENTRE, hands_in
from gongkai.desk.complaints.screens import queue as screen
from gongkai.desk.complaints.views.common import is_centre, officer_of, only, reader
from gongkai.refusal import Refused

MOST_AT_ONCE = 100
"""Cases that are handed out by one press."""
_CALLBACKS = 60


@require_safe
@reader
def queue(request: HttpRequest) -> HttpResponse:
    """What is open, by urgency."""
    officer, day = officer_of(request), today()
    units = list(officer.agency.units.order_by("code"))
    chosen = QueueForm(request.GET, units=units).chosen()
    form = QueueForm(chosen, units=units)
    if view := request.GET.get("view", ""):
        chosen["view"] = view[:10]
    seen = queries.visible_to(officer, day)
    context = {
        "tabs": screen.tabs(seen, chosen, officer, day),
        "form": form,
        "chosen": {name: value for name, value in chosen.items() if name != "view"},
        "view": chosen.get("view", ""),
        "today": day,
        "is_centre": is_centre(officer),
        "imports_unseen": hotlines.unseen(officer.agency),
        "units": units,
        **screen.page(seen, chosen, request.GET.dict(), officer, day),
    }
    return render(request, "complaints/queue.html", context)


@require_POST
@only(CENTRE)
def assign_many(request: HttpRequest) -> HttpResponse:
    """Hand several cases out to one unit; what cannot be is told one by one."""
    officer = officer_of(request)
    unit = Unit.objects.filter(agency=officer.agency, code=request.POST.get("unit", "")).first()
    uids = request.POST.getlist("case")[:MOST_AT_ONCE]
    if unit is None or not uids:
        messages.error(request, _("请勾选案件并选择承办单位"))
        return HttpResponseRedirect(f"{reverse('complaints:queue')}?view=assign")
    done = 0
    for case in queries.visible_to(officer, today()).filter(uid__in=uids).select_related("registration"):
        try:
            verbs.assign(case, unit, by=officer, at=timezone.now())
            done += 1
        except Refused as refused:
            messages.error(request, f"{case.registration.number}：{refused}")
    if done:
        messages.success(request, _("已把 %(n)d 件分办到%(unit)s") % {"n": done, "unit": unit.name})
    return HttpResponseRedirect(f"{reverse('complaints:queue')}?view=assign")


@require_safe
@only(CENTRE)
def callbacks(request: HttpRequest) -> HttpResponse:
    """Whom the centre calls back: closings of the last weeks, oldest first; never one's own cases."""
    officer, day = officer_of(request), today()
    seen = queries.visible_to(officer, day)
    found = list(queries.to_call_back(seen, day)[: _CALLBACKS + 1])
    rows = [
        {
            "closing": closing,
            "case": closing.case,
            "number": short(closing.case.registration.number),
            "mine": officer.pk in hands_in(closing.case),
            "tried": closing.callbacks.count(),
        }
        for closing in found[:_CALLBACKS]
    ]
    context = {"rows": rows, "more": len(found) > _CALLBACKS, "today": day}
    return render(request, "complaints/callbacks.html", context)
