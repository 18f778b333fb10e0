"""Voiding 作废, with the centre's own flow."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import verbs as casework
from gongkai.desk.casework.models import Correction, Registration
from gongkai.desk.complaints.flow import FLOW


def void(
    registration: Registration, *, by: Officer, approved_by: Officer, reason: str, at: datetime
) -> Correction:
    """Void a registration with all its cases; the number stays. Raises Refused as casework's does."""
    return casework.void(registration, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
