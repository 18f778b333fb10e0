"""What the pages of the centre share: who may open them, one case by the gate, refusals with their status."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest

from gongkai.desk.agencies.guarding import View, guarded, officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held, holds
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.queries import reads, visible_to
from gongkai.refusal import Refused

__all__ = ["case_of", "is_centre", "officer_of", "only", "reader", "status_of"]


reader = guarded(lambda officer: reads(held(officer, today())))
"""Only for those who hold a duty that has cases."""


def only(kinds: Iterable[str]) -> Callable[[View], View]:
    """Only for those who hold one of these duties over the whole agency."""
    wanted = tuple(kinds)
    return guarded(lambda officer: holds(officer, wanted, None, today(), agency=officer.agency))


def is_centre(officer: Officer) -> bool:
    """Whether somebody takes down calls today."""
    return holds(officer, rules.CENTRE, None, today(), agency=officer.agency)


def case_of(request: HttpRequest, uid: str) -> Case:
    """The case, or 404 where there is none that this officer may see."""
    seen = visible_to(officer_of(request), today()).filter(registration__matter__isnull=False)
    found = seen.select_related("registration__agency", "registration__matter").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def status_of(refused: Refused) -> int:
    """403 for what the person may not do, 404 for what they may not see, 409 for what changed, else 422."""
    if refused.code in ("not-allowed", "not-held", "four-eyes", "not-yours"):
        return 403
    if refused.code == "not-found":
        return 404
    return 409 if refused.code in ("wrong-step", "wrong-stage", "undone", "judged") else 422
