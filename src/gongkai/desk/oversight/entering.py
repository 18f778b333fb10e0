"""What the pages of the plan and of activities share: who reads them, a form whose verb makes a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise

from gongkai.desk.agencies.guarding import guarded
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import status_of
from gongkai.desk.oversight import queries
from gongkai.refusal import Refused

reader = guarded(lambda officer: queries.works(officer, today()))
"""Only for those who hold a duty of the bureau."""


def done(
    request: HttpRequest, form: Form, act: Callable[[], str], said: str | Promise
) -> HttpResponseRedirect | Refused | None:
    """Run a verb with a form that was sent and go where it says; its refusal, or null: nothing was done."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        where = act()
    except Refused as refused:
        return refused
    messages.success(request, str(said))
    return HttpResponseRedirect(where)


def shown(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    outcome: HttpResponseRedirect | Refused | None,
) -> HttpResponse:
    """The way on, or the page with what is wrong."""
    if isinstance(outcome, HttpResponseRedirect):
        return outcome
    status = 200 if request.method != "POST" else 422 if outcome is None else status_of(outcome)
    return render(request, template, {**context, "refusal": outcome}, status=status)
