"""内外网交换 as a page: what waits at the door, what it refused, whether messages arrive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.screens.item import tell

SEES = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.AUDITOR, Duty.Kind.KEEPER)
"""Duties to which the door is a matter."""
_REFUSED = "refused-at-door"
_SHOWN = 20


def sees_exchange(officer: Officer) -> bool:
    """Whether somebody may see how the door stands."""
    return any(one.kind in SEES for one in held(officer, today()))


@require_safe
@guarded(sees_exchange)
def exchange(request: HttpRequest) -> HttpResponse:
    """How the door stands; the items that it refused, as far as this officer sees them."""
    standing: Callable[[Agency, datetime], dict[str, Any]] = import_string(settings.GONGKAI_EXCHANGE_STANDING)
    context = {"door": standing(officer_of(request).agency, timezone.now()), "refused": _refused(request)}
    return render(request, "disclosure/exchange.html", context)


def _refused(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest refusals at the door with their items."""
    newest = list(Event.objects.filter(type=_REFUSED, stream__startswith="item/").order_by("-pk")[:_SHOWN])
    uids = {one.stream.partition("/")[2] for one in newest}
    seen = visible_to(officer_of(request), today()).filter(uid__in=uids)
    items = {one.uid: one for one in seen.only("uid", "title", "index", "agency_id")}
    rows = [one | {"item": items.get(one["stream"].partition("/")[2])} for one in tell(newest)]
    return [one for one in rows if one["item"]]
