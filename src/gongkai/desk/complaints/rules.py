"""Who may take which verb of a complaint or report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Assignment, Case
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.complaints.models import (
    Call,
    CoUnit,
    Decision,
    Mediation,
    MoreTime,
    Profile,
    Violation,
)

_PLACE = "_complaints_place"
CENTRE = (Duty.Kind.OPERATOR, Duty.Kind.OFFICE)
"""The centre: takes down, hands out, calls back."""
LEADS = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Who supervises."""
REVIEWS = (Duty.Kind.HEAD, Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Who approves what a handler proposes."""
PORTAL = "网络"
"""The channel of what came by the portal's boxes."""
CHANNELS = ("12315", "12365", "12331", "12345", "市长热线", PORTAL, "来信", "来访", "现场", "其他")
"""Where matters come from, as the register writes it."""
OURS = (PORTAL, "来信", "来访", "现场")
"""Of them those that reach us by themselves: a number that stands there is no platform's worksheet."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a case is: the unit that answers, the handler, the units whose part is open."""

    unit: Unit | None
    handler: int | None
    parts: tuple[Unit, ...]


def place_of(case: Case) -> Place:
    """Whose the case is; a page that knows already has said so with :func:`know`."""
    known = case.__dict__.get(_PLACE)
    if isinstance(known, Place):
        return known
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    handler = Profile.objects.filter(case=case).values_list("handler", flat=True).first()
    asked = CoUnit.objects.filter(case=case, given_on__isnull=True, released_on__isnull=True)
    parts = tuple(one.unit for one in asked.select_related("unit"))
    return Place(running.unit if running is not None else None, handler, parts)


def know(case: Case, place: Place) -> None:
    """For this object of the case, and so for one page, whose it is is known."""
    case.__dict__[_PLACE] = place


def is_centre(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer works in the centre or leads it."""
    kinds = (*CENTRE, Duty.Kind.LEADER)
    return holds(officer, kinds, None, day, agency=case.registration.agency)


def leads(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer may put a case under supervision and take it out."""
    return holds(officer, LEADS, None, day, agency=case.registration.agency)


def handles(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer handles the case: the named handler, else anybody of its unit who handles cases.

    The head of the unit always may; the office may where no unit answers yet.
    """
    place = place_of(case)
    if place.unit is None:
        return holds(officer, Duty.Kind.OFFICE, None, day, agency=case.registration.agency)
    if not holds(officer, HANDLES, place.unit, day):
        return False
    return place.handler in (None, officer.pk) or holds(officer, Duty.Kind.HEAD, place.unit, day)


def mediates(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer handles the case or is its mediator: who may come upon a violation."""
    if handles(officer, case, day):
        return True
    unit = place_of(case).unit
    if unit is None or not holds(officer, HANDLES, unit, day):
        return False
    return Mediation.objects.filter(case=case, mediator=officer, recused_on__isnull=True).exists()


def works(officer: Officer, case: Case, day: date) -> bool:
    """Handler or centre: who may write down what happens."""
    return handles(officer, case, day) or is_centre(officer, case, day)


def names_handler(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer may say who handles the case: the head of its unit, or the centre."""
    unit = place_of(case).unit
    if unit is not None and holds(officer, Duty.Kind.HEAD, unit, day):
        return True
    return is_centre(officer, case, day)


def reviews(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer may approve: the head of the unit, the office, a leader."""
    return holds(officer, REVIEWS, place_of(case).unit, day, agency=case.registration.agency)


def calls_back(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer may call back: of the centre, and without a hand in the case."""
    return (
        holds(officer, CENTRE, None, day, agency=case.registration.agency)
        and officer.pk not in hands_in(case)
    )  # fmt: skip


def gives_opinion(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer's unit was asked for its part in the case and has not given it."""
    return any(holds(officer, HANDLES, unit, day) for unit in place_of(case).parts)


def hands_in(case: Case) -> set[int]:
    """Who had a hand in the case: handler, who proposed or approved, mediators, co-units, who called."""
    return hands_in_all([case])[case.pk]


def hands_in_all(cases: Sequence[Case]) -> dict[int, set[int]]:
    """The same of several cases, by their keys; seven queries."""
    found: dict[int, set[int]] = {case.pk: set() for case in cases}
    calls = Call.objects.filter(case__in=found).exclude(purpose=Call.Purpose.CALLBACK)
    for rows in (
        Violation.objects.filter(case__in=found).values_list("case", "recorded_by"),
        MoreTime.objects.filter(case__in=found).values_list("case", "asked_by", "decided_by"),
        Profile.objects.filter(case__in=found).values_list("case", "handler"),
        Decision.objects.filter(case__in=found).values_list("case", "proposed_by", "approved_by"),
        Mediation.objects.filter(case__in=found).values_list("case", "mediator"),
        CoUnit.objects.filter(case__in=found).values_list("case", "given_by"),
        calls.values_list("case", "by"),
    ):
        for key, *officers in rows:
            found[key].update(one for one in officers if one is not None)
    return found


def sees_contact(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer may open the contact: who handles the case, and the centre, which calls."""
    return handles(officer, case, day) or holds(officer, CENTRE, None, day, agency=case.registration.agency)


def keeps_file(officer: Officer, case: Case, day: date) -> bool:
    """Whether the officer may print and file the case: who sees its contact."""
    return sees_contact(officer, case, day)
