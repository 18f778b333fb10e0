"""What the pages share: who may open them, one case by the gate, refusals with their status."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from gongkai.desk.agencies.guarding import guarded, officer_of, worker
from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Case
from gongkai.desk.foi.queries import visible_to
from gongkai.refusal import Refused

__all__ = ["case_of", "officer_of", "registers", "registrar", "status_of", "worker"]
_CODES = {"not-allowed": 403, "four-eyes": 403, "not-held": 403, "not-own": 403, "not-found": 404}


def registers(officer: Officer) -> bool:
    """Whether the officer may enter applications today."""
    return any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.OPERATOR) for one in held(officer, today()))


registrar = guarded(registers)
"""Only for those who register: disclosure office and operators."""


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
