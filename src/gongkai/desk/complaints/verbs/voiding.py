"""Voiding 作废, with the centre's own flow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import verbs as casework
from gongkai.desk.casework.models import Case, Correction, Registration
from gongkai.desk.complaints import telling
from gongkai.desk.complaints.acting import end_mediation
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.verbs.pressing import lift_with


def void(
    registration: Registration, *, by: Officer, approved_by: Officer, reason: str, at: datetime
) -> Correction:
    """Void a registration with all its cases; the number stays, supervision ends with it.

    Raises Refused as casework's does, and ``checking`` while a violation found there is being checked.
    """
    with transaction.atomic():
        made = casework.void(registration, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        cases = list(Case.objects.filter(registration=registration).select_related("registration"))
        lift_with(cases, by=by, at=at)
        for case in cases:
            end_mediation(case, by=by, at=at)
        if cases:
            telling.voided(cases[0], by=by, at=at)
    return made
