"""Who may take which verb of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Assignment, Case, Registration
from gongkai.refusal import Refused

HANDLES = (Duty.Kind.HANDLER, Duty.Kind.CLERK, Duty.Kind.HEAD)
"""Duties that handle a case in the unit that answers for it."""
DIRECTS = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Duties that hand cases out, take them up again, correct registrations."""
REGISTERS = (Duty.Kind.OPERATOR, Duty.Kind.OFFICE)
"""Duties that enter registrations."""


def handles(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer handles the case: in its unit, or where the unit is still open, as the office."""
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    if running is not None and holds(officer, HANDLES, running.unit, day):
        return True
    return holds(officer, Duty.Kind.OFFICE, None, day, agency=case.registration.agency)


def directs(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer decides where the case goes: office, leader, or the centre's operator."""
    kinds = (*DIRECTS, Duty.Kind.OPERATOR)
    return holds(officer, kinds, None, day, agency=case.registration.agency)


def demand_four_eyes(
    registration: Registration, by: Officer, approved_by: Officer, day: date, kinds: Iterable[str] = DIRECTS
) -> None:
    """Refuse a correction unless somebody else with the duty approved it 双人复核."""
    if by.pk == approved_by.pk:
        raise Refused("four-eyes", "更正须由另一人批准", "请由本人以外的政务公开办公室人员或领导批准")
    if not holds(approved_by, kinds, None, day, agency=registration.agency):
        raise Refused(
            "not-allowed", f"{approved_by.name}当日没有批准更正的职责", "请由政务公开办公室人员或领导批准"
        )
