"""What the pages of publishing share: who may open them, one item by the gate, refusals with their status."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from gongkai.desk.agencies.guarding import officer_of, worker
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to
from gongkai.refusal import Refused

__all__ = ["attempted", "item_of", "officer_of", "status_after", "status_of", "worker"]


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


def attempted(request: HttpRequest, allowed: bool, act: Callable[[], bool]) -> tuple[bool, Refused | None]:
    """Carry out what a form asks for: whether it was done, and why it was refused; nothing for a look.

    403 for those to whom it is not ``allowed``; ``act`` gives false when the form has errors.
    """
    if request.method != "POST":
        return False, None
    if not allowed:
        raise PermissionDenied
    try:
        return act(), None
    except Refused as refused:
        return False, refused


def status_after(request: HttpRequest, refused: Refused | None) -> int:
    """The status of a page that shows its form again."""
    if refused is not None:
        return status_of(refused)
    return 422 if request.method == "POST" else 200
