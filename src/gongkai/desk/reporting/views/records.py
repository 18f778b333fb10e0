"""One record, to be read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.reporting.screens import record as screen
from gongkai.desk.reporting.views.common import officer_of, reader


@require_safe
@reader
def record(request: HttpRequest, kind: str, identity: str) -> HttpResponse:
    """The facts and the course of one record; one that is not visible does not exist."""
    row = screen.find(kind, identity, officer_of(request), today())
    if row is None:
        raise Http404
    return render(request, "reporting/record.html", screen.context(kind, row))
