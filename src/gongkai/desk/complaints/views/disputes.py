"""Disputes inside the bureau over whose case it is, and how they were ruled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints import rulings
from gongkai.desk.complaints.views.common import officer_of, reader


@require_safe
@reader
def disputes(request: HttpRequest) -> HttpResponse:
    """The disputes in which the officer's unit took part; of the cases nothing but their numbers."""
    rows = rulings.page(officer_of(request), today())
    return render(request, "complaints/disputes.html", {"rows": rows, "most": rulings.MOST})
