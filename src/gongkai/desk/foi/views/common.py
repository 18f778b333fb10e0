"""What the pages share: who may open them, one case by the gate, refusals with their status."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Case
from gongkai.desk.foi.queries import visible_to
from gongkai.refusal import Refused

View = Callable[..., HttpResponseBase]
_CODES = {"not-allowed": 403, "four-eyes": 403, "not-held": 403, "not-own": 403, "not-found": 404}


def officer_of(request: HttpRequest) -> Officer:
    """Who asks; the middleware lets nobody in who is not logged in."""
    return cast(Officer, request.user)


def worker(view: View) -> View:
    """Only for those who hold a duty in the bureau; the keeper has none there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(one.kind != Duty.Kind.KEEPER for one in held(officer_of(request), today())):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def registrar(view: View) -> View:
    """Only for those who register: disclosure office and operators."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        duties = held(officer_of(request), today())
        if not any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.OPERATOR) for one in duties):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def registers(officer: Officer) -> bool:
    """Whether the officer may enter applications today."""
    return any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.OPERATOR) for one in held(officer, today()))


def case_of(request: HttpRequest, uid: str) -> Case:
    """The case, or 404 where there is none that this officer may see."""
    seen = visible_to(officer_of(request), today()).select_related("registration__agency", "application")
    found = seen.filter(uid=uid, application__isnull=False).first()
    if found is None:
        raise Http404
    return found


def status_of(refused: Refused) -> int:
    """403 for what the person may not do, 409 for what changed meanwhile, else 422."""
    return _CODES.get(refused.code, 409 if refused.code in ("stale", "wrong-stage") else 422)
