"""The list of items."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.queries import reach
from gongkai.desk.disclosure.rows import LISTING
from gongkai.desk.disclosure.screens import listing as screen
from gongkai.desk.disclosure.views.common import officer_of
from gongkai.desk.lists import screens
from gongkai.desk.lists.asking import duties_of


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The items that one may see, by filters, a page at a time; closed to those without a duty."""
    day, duties = today(), duties_of(request)
    if not reach(officer_of(request), day, duties):
        raise PermissionDenied
    shown = screens.read(request, LISTING, day, screen.usual())
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "rows": screen.rows(shown.page.rows, day),
        "today": day,
        "may_draft": any(one.kind in rules.HAND_IN for one in duties),
        **shown.context,
    }
    return render(request, "disclosure/items.html", context)
