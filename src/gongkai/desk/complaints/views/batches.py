"""Several cases at once: the press, and the table that says what became of each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Unit
from gongkai.desk.casework.numbers import short
from gongkai.desk.complaints.models import Batch, BatchRow
from gongkai.desk.complaints.verbs import batches
from gongkai.desk.complaints.views.common import officer_of, reader, status_of
from gongkai.refusal import Refused


@require_POST
@reader
def many(request: HttpRequest) -> HttpResponse:
    """Do one thing to the chosen cases, then show the table; the same page sent twice is done once."""
    officer = officer_of(request)
    unit = Unit.objects.filter(agency=officer.agency, code=request.POST.get("unit") or "-").first()
    try:
        made = batches.begin(
            request.POST.get("batch", ""),
            request.POST.get("verb", ""),
            request.POST.getlist("case"),
            unit=unit,
            by=officer,
            at=timezone.now(),
        )
    except Refused as refused:
        return render(request, "complaints/refused.html", {"refusal": refused}, status=status_of(refused))
    return HttpResponseRedirect(reverse("complaints:batch", args=[made.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def batch(request: HttpRequest, uid: str) -> HttpResponse:
    """What became of each case of one's own batch; a POST goes on with those that still wait."""
    officer = officer_of(request)
    found = Batch.objects.filter(uid=uid, by=officer).select_related("unit").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        batches.go_on(found, by=officer, at=timezone.now())
        return HttpResponseRedirect(reverse("complaints:batch", args=[uid]))
    rows = list(found.rows.select_related("case__registration").order_by("pk"))
    context = {
        "batch": found,
        "rows": [(row, short(row.case.registration.number)) for row in rows],
        "done": sum(row.state == BatchRow.State.DONE for row in rows),
        "refused": sum(row.state == BatchRow.State.REFUSED for row in rows),
        "waiting": sum(row.state == BatchRow.State.WAITING for row in rows),
    }
    return render(request, "complaints/batch.html", context)
