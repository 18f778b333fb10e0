"""Who may do what with an application; the steps of the reply chain and who signs them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Agency, Duty, LeadingGroup, Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty, eligible, holds, standing
from gongkai.desk.casework.models import Assignment, Case
from gongkai.desk.casework.rules import directs, handles
from gongkai.desk.foi.models import Opinion

__all__ = [
    "consents",
    "directs",
    "handles",
    "is_leader",
    "is_office",
    "legal_units",
    "signs",
    "stage_goes_to",
]

CHAIN = tuple(Opinion.Stage)
"""The steps of a reply in their order: a step is open when all before it have passed."""
_DUTY = {Opinion.Stage.SECRECY: Duty.Kind.SECRECY, Opinion.Stage.LEADER: Duty.Kind.LEADER}
_LEGAL_WORDS = ("法规", "法制", "合法性")
"""A unit with one of these words in its name does the legal review 合法性审查."""


def is_office(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer is of the disclosure office 政务公开办公室."""
    return holds(officer, Duty.Kind.OFFICE, None, day, agency=case.registration.agency)


def is_leader(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer is a leader in charge."""
    return holds(officer, Duty.Kind.LEADER, None, day, agency=case.registration.agency)


def consents(officer: Officer, agency: Agency, day: date) -> bool:
    """Whether the officer heads the disclosure office, whose head consents to extensions."""
    if holds(officer, (Duty.Kind.LEADER, Duty.Kind.OFFICE), None, day, agency=agency):
        return True
    group = LeadingGroup.objects.filter(agency=agency).first()
    named = (
        Unit.objects.filter(agency=agency, name=group.office)
        if group and group.office
        else Unit.objects.none()
    )
    return any(holds(officer, Duty.Kind.HEAD, unit, day) for unit in named)


def legal_units(agency: Agency, day: date) -> QuerySet[Unit]:
    """The units that do the legal review."""
    named = Q()
    for word in _LEGAL_WORDS:
        named |= Q(name__contains=word)
    there = (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))
    return Unit.objects.filter(named, there, agency=agency)


def signs(officer: Officer, case: Case, stage: str, day: date) -> HeldDuty | None:
    """The duty on which an officer may sign a step of the chain; null when they may not.

    A step that nobody can sign goes to the leader in charge (:func:`stage_goes_to`).
    """
    agency = case.registration.agency
    found = _own(officer, case, stage, day)
    if found is None and stage != Opinion.Stage.LEADER and stage_goes_to(case, stage, day) == "leader":
        return standing(officer, Duty.Kind.LEADER, None, day, agency=agency)
    return found


def stage_goes_to(case: Case, stage: str, day: date) -> str:
    """``own`` when somebody holds the duty of a step that day, ``leader`` when nobody does."""
    agency = case.registration.agency
    if stage == Opinion.Stage.UNIT:
        unit = _unit(case)
        there = unit is not None and eligible(Duty.Kind.HEAD, unit, day, agency=agency).exists()
    elif stage == Opinion.Stage.LEGAL:
        there = any(
            eligible(kind, unit, day, agency=agency).exists()
            for unit in legal_units(agency, day)
            for kind in (Duty.Kind.HEAD, Duty.Kind.CLERK)
        )
    else:
        there = eligible(_DUTY[Opinion.Stage(stage)], None, day, agency=agency).exists()
    return "own" if there else "leader"


def _own(officer: Officer, case: Case, stage: str, day: date) -> HeldDuty | None:
    agency = case.registration.agency
    if stage == Opinion.Stage.UNIT:
        unit = _unit(case)
        return standing(officer, Duty.Kind.HEAD, unit, day) if unit is not None else None
    if stage == Opinion.Stage.LEGAL:
        kinds = (Duty.Kind.HEAD, Duty.Kind.CLERK, Duty.Kind.HANDLER)
        for unit in legal_units(agency, day):
            if (found := standing(officer, kinds, unit, day)) is not None and found.unit_id == unit.pk:
                return found
        return None
    return standing(officer, _DUTY[Opinion.Stage(stage)], None, day, agency=agency)


def _unit(case: Case) -> Unit | None:
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    return running.unit if running is not None else None
