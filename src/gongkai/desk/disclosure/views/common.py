"""What the pages of publishing share: who may open them, one item by the gate, refusals with their status."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to
from gongkai.refusal import Refused

View = Callable[..., HttpResponseBase]


def officer_of(request: HttpRequest) -> Officer:
    """Who asks; the middleware lets nobody in who is not logged in."""
    return cast(Officer, request.user)


def worker(view: View) -> View:
    """Only for those who hold a duty in the bureau, in person or as a deputy; the keeper has none there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(one.kind != Duty.Kind.KEEPER for one in held(officer_of(request), today())):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def item_of(request: HttpRequest, uid: str) -> Item:
    """The item, or 404 where there is none that this officer may see."""
    seen = visible_to(officer_of(request), today()).select_related("agency", "unit")
    item = seen.filter(uid=uid).first()
    if item is None:
        raise Http404
    return item


def status_of(refused: Refused) -> int:
    """403 for what the person may not do, 409 for what changed meanwhile, else 422."""
    if refused.code in ("not-held", "not-own", "four-eyes"):
        return 403
    return 409 if refused.code in ("stale", "superseded") else 422
