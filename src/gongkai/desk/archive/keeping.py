"""保管期限: the periods of a closed case, and filing what is closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework.models import Case, Filing, Registration
from gongkai.desk.casework.verbs.filing import file
from gongkai.law import retention
from gongkai.law.registry import RuleSet

REASONS = {"class": "保管期限表", "remedy": "有复议、诉讼", "chosen": "立卷时划定"}
"""By which rule a period was chosen."""


def remedies_of(registration: Any) -> QuerySet[Registration]:
    """A registration (its key), when something about it was reviewed or sued over."""
    stand = Registration.objects.filter(pk=registration, remedies__voided_on__isnull=True)
    return stand.filter(remedies__isnull=False)


def by_settings(case: Case, of_class: str, of_remedy: str) -> tuple[str, str]:
    """The period that two settings name: that of the class, and that of what was reviewed or sued over."""
    contested = getattr(case, "is_contested", None)  # a page reads it with the case
    if contested is None:
        contested = remedies_of(case.registration_id).exists()
    if contested:
        return str(settings.GONGKAI_VALUES[of_remedy]), "remedy"
    return str(settings.GONGKAI_VALUES[of_class]), "class"


def file_case(room: Room, case: Case, key: str, *, by: Officer, at: datetime) -> Filing:
    """File a case for the period that was chosen. Refusals are those of :func:`file`."""
    wanted, reason = room.proposed(case)
    return file(case, key, reason if key == wanted else "chosen", by=by, at=at)


def file_all(room: Room, agency: Agency, *, by: Officer, at: datetime) -> int:
    """File what is closed and was not filed, each for the proposed period; gives how many."""
    return room.file_waiting(agency, by=by, at=at)


def destruction_basis(on: date) -> RuleSet | None:
    """The rules of destruction of the day on which a list was drawn up."""
    return retention.destruction(on)
