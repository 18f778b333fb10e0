"""Who may do what with an application, and who signs which step of the reply chain."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Agency, Duty, LeadingGroup, Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty, eligible, held, holds, standing
from gongkai.desk.casework.models import Assignment, Case
from gongkai.desk.casework.rules import directs, handles
from gongkai.desk.foi.chain import main_leaders
from gongkai.desk.foi.stages import Step

__all__ = [
    "consents",
    "directs",
    "handles",
    "is_leader",
    "is_office",
    "legal_units",
    "reviews_law",
    "signs",
    "stage_goes_to",
]

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


def reviews_law(unit: Unit, day: date) -> bool:
    """Whether a unit does the legal review on a day (:func:`legal_units` for one that was read)."""
    there = (unit.since is None or unit.since <= day) and (unit.until is None or unit.until >= day)
    return there and any(word in unit.name for word in _LEGAL_WORDS)


def legal_units(agency: int, day: date) -> QuerySet[Unit]:
    """The units of an agency (its key) that do the legal review."""
    named = Q()
    for word in _LEGAL_WORDS:
        named |= Q(name__contains=word)
    there = (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))
    return Unit.objects.filter(named, there, agency=agency)


def signs(officer: Officer, case: Case, step: str, day: date, *, main_signs: bool = False) -> HeldDuty | None:
    """The duty on which an officer may sign a step of the chain; null when they may not.

    A step that nobody can sign goes to the leader in charge (:func:`stage_goes_to`). ``main_signs``: the main
    leader signs last and leaves the steps before to others.
    """
    agency = case.registration.agency
    after = main_leaders(agency, day) if main_signs and step != Step.MAIN else set()
    found = _own(officer, case, step, day, after)
    if found is None and step != Step.LEADER and stage_goes_to(case, step, day) == "leader":
        return _leader(officer, agency, day, without=after)
    return found


def stage_goes_to(case: Case, step: str, day: date) -> str:
    """``own`` when somebody holds the duty of a step that day, ``leader`` when nobody does."""
    agency = case.registration.agency
    if step == Step.UNIT:
        unit = _unit(case)
        there = unit is not None and eligible(Duty.Kind.HEAD, unit, day, agency=agency).exists()
    elif step == Step.LEGAL:
        there = any(
            eligible(kind, unit, day, agency=agency).exists()
            for unit in legal_units(agency.pk, day)
            for kind in (Duty.Kind.HEAD, Duty.Kind.CLERK)
        )
    elif step == Step.MAIN:
        there = bool(main_leaders(agency, day))
    else:
        kind = Duty.Kind.SECRECY if step == Step.SECRECY else Duty.Kind.LEADER
        there = eligible(kind, None, day, agency=agency).exists()
    return "own" if there else "leader"


def _own(officer: Officer, case: Case, step: str, day: date, after: Collection[int]) -> HeldDuty | None:
    agency = case.registration.agency
    if step == Step.UNIT:
        unit = _unit(case)
        return standing(officer, Duty.Kind.HEAD, unit, day) if unit is not None else None
    if step == Step.LEGAL:
        kinds = (Duty.Kind.HEAD, Duty.Kind.CLERK, Duty.Kind.HANDLER)
        for unit in legal_units(agency.pk, day):
            if (found := standing(officer, kinds, unit, day)) is not None and found.unit_id == unit.pk:
                return found
        return None
    if step == Step.SECRECY:
        return standing(officer, Duty.Kind.SECRECY, None, day, agency=agency)
    if step == Step.MAIN:
        return _leader(officer, agency, day, only=main_leaders(agency, day))
    return _leader(officer, agency, day, without=after)


def _leader(
    officer: Officer,
    agency: Agency,
    day: date,
    *,
    only: Collection[int] | None = None,
    without: Collection[int] = (),
) -> HeldDuty | None:
    """A leader's duty, held in person or as a deputy; whose it is may have to be, or not to be, of some."""
    for one in held(officer, day):
        whose = one.deputy_for or officer.pk
        of_the_whole = one.kind == Duty.Kind.LEADER and one.unit_id is None and one.agency_id == agency.pk
        if of_the_whole and whose not in without and (only is None or whose in only):
            return one
    return None


def _unit(case: Case) -> Unit | None:
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    return running.unit if running is not None else None
