"""Who asks: the duties of a request's officer, looked up once in a request and never kept beyond it."""

from __future__ import annotations

from django.http import HttpRequest

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import HeldDuty, held

_NAME = "gongkai_duties"


def duties_of(request: HttpRequest) -> list[HeldDuty]:
    """What :func:`held` says today of whoever is logged in; page and frame ask the same once."""
    found: list[HeldDuty] | None = getattr(request, _NAME, None)
    if found is None:
        found = held(officer_of(request), today())
        setattr(request, _NAME, found)
    return found
