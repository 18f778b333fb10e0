"""作废 of an application: taken off the register with a reason in words, and the applicant is told so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, Correction
from gongkai.desk.casework.verbs import void as void_case
from gongkai.desk.foi import telling
from gongkai.desk.foi.flow import FLOW


def void(case: Case, reason: str, *, approved_by: Officer, by: Officer, at: datetime) -> Correction:
    """Void an application 作废 and tell the applicant why: on the receipt page where it came by the portal.

    For everybody else the office prints :func:`gongkai.desk.foi.notices.void_notice`. Refuses as casework's
    voiding: ``voided``, ``four-eyes``, ``not-allowed``, ``no-reason``.
    """
    with transaction.atomic():
        made = void_case(case.registration, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        telling.voided(case, made.reason, by=by, at=at)
    case.refresh_from_db(fields=["stage"])
    return made
