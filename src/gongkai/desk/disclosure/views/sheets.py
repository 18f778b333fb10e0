"""The ledgers of publishing to print."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import sheets
from gongkai.desk.disclosure.queries import reach
from gongkai.desk.disclosure.views.common import officer_of
from gongkai.desk.lists.asking import duties_of

_MONTH = re.compile(r"(20\d{2}|19\d{2})-(0[1-9]|1[0-2])")


@require_safe
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """One ledger of a month, for one unit or all; what one may not see is not in it."""
    officer, day, duties = officer_of(request), today(), duties_of(request)
    if not reach(officer, day, duties):
        raise PermissionDenied
    if kind not in sheets.KINDS:
        raise Http404
    month = _month(request.GET.get("month", ""), day)
    units = list(Unit.objects.filter(agency=officer.agency_id).order_by("code"))
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit", "")), None)
    context = {
        "kind": kind,
        "kinds": sheets.KINDS,
        "month": month,
        "units": units,
        "unit": unit,
        "today": day,
        "agency": officer.agency,
        "sheet": sheets.sheet(kind, officer, day, duties, month, unit),
    }
    return render(request, "disclosure/sheet.html", context)


def _month(text: str, day: date) -> date:
    """The month that was asked for; this one when none was, or none that there is."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else day.replace(day=1)
