"""The queue with its acts on several cases, and the list of calls back."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.numbers import short
from gongkai.desk.complaints import hotlines, queries
from gongkai.desk.complaints.listed import LISTING, form_of
from gongkai.desk.complaints.listing import Reader
from gongkai.desk.complaints.models import Callback
from gongkai.desk.complaints.rules import CENTRE, hands_in_all
from gongkai.desk.complaints.screens import queue as screen
from gongkai.desk.complaints.verbs.batches import MOST_AT_ONCE
from gongkai.desk.complaints.views.common import is_centre, officer_of, only, reader
from gongkai.desk.lists import screens
from gongkai.sealing.ids import new_uid

_CALLBACKS = 60


@require_safe
@reader
def queue(request: HttpRequest) -> HttpResponse:
    """What is open, by urgency."""
    officer, day = officer_of(request), today()
    units = list(officer.agency.units.order_by("code"))
    chosen = form_of(units, officer, day, request.GET).chosen()
    kept = screens.kept(request, LISTING, chosen)
    if isinstance(kept, HttpResponse):
        return kept
    reading = Reader.of(officer, day)
    page = screen.page(reading, chosen, request.GET.dict())
    context = {
        "tabs": screen.tabs(reading, chosen),
        "form": form_of(units, officer, day, chosen),
        "filters": {name: value for name, value in chosen.items() if name != "view"},
        "view": chosen.get("view", ""),
        "today": day,
        "is_centre": is_centre(officer),
        "imports_unseen": hotlines.unseen(officer.agency),
        "units": units,
        "batch": new_uid(),
        "at_once": screen.at_once(officer, day),
        "most": MOST_AT_ONCE,
        **kept,
        **page,
    }
    return render(request, "complaints/queue.html", context)


@require_safe
@only(CENTRE)
def callbacks(request: HttpRequest) -> HttpResponse:
    """Whom the centre calls back: closings of the last weeks, oldest first; never one's own cases."""
    officer, day = officer_of(request), today()
    seen = queries.visible_to(officer, day)
    found = list(queries.to_call_back(seen, day)[: _CALLBACKS + 1])
    shown = found[:_CALLBACKS]
    hands = hands_in_all([closing.case for closing in shown])
    tried = Counter(Callback.objects.filter(closing__in=shown).values_list("closing", flat=True))
    rows = [
        {
            "closing": closing,
            "case": closing.case,
            "number": short(closing.case.registration.number),
            "mine": officer.pk in hands[closing.case_id],
            "tried": tried[closing.pk],
        }
        for closing in shown
    ]
    context = {"rows": rows, "more": len(found) > _CALLBACKS, "today": day}
    return render(request, "complaints/callbacks.html", context)
