"""The first page of the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.screens import home as screen
from gongkai.desk.disclosure.views.common import officer_of
from gongkai.desk.jobs.queries import alarms
from gongkai.desk.lists.asking import duties_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is logged in; open to all, for without a duty nothing waits."""
    officer, day = officer_of(request), today()
    context = screen.context(officer, day, duties_of(request))
    return render(request, "disclosure/home.html", context | {"alarms": list(alarms(officer, day)[:5])})
