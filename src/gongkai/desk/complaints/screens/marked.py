"""What a case is marked by: supervision, corrections that were made in the open."""

from __future__ import annotations

from typing import Any

from gongkai.desk.casework.models import Case, Correction
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Supervision


def supervision(case: Case) -> dict[str, Any] | None:
    """The supervision that runs; of what was voided the last there was, with its end."""
    rows = Supervision.objects.filter(case=case).order_by("-pk")
    found = (rows if case.stage == Stage.VOIDED else rows.filter(lifted_on__isnull=True)).first()
    if found is None:
        return None
    rule = house().supervision.get(found.rule, "")
    return {"on": found.on, "rule": rule, "lifted_on": found.lifted_on}


def corrections(case: Case) -> list[Correction]:
    """What was corrected in the registration, with reason and approver."""
    rows = case.registration.corrections.select_related("by", "approved_by")
    return list(rows.order_by("pk"))
