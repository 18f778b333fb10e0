"""Who asks for a page, and pages that open only to some: what every room's views share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held

View = Callable[..., HttpResponseBase]


def officer_of(request: HttpRequest) -> Officer:
    """Who asks; the middleware lets nobody in who is not logged in."""
    return cast(Officer, request.user)


def guarded(may: Callable[[Officer], bool]) -> Callable[[View], View]:
    """Decorates a view that opens to those of whom ``may`` says so today; 403 for all others.

    It says which pages there are for somebody, never which records: those come from ``visible_to``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(officer_of(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return decorate


def is_on_duty(officer: Officer) -> bool:
    """Whether somebody holds a duty in the bureau today, also as a deputy; the keeper has none there."""
    return any(one.kind != Duty.Kind.KEEPER for one in held(officer, today()))


worker = guarded(is_on_duty)
"""Only for those who hold a duty in the bureau."""
