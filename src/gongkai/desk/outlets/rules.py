"""Who may do what about outlets: the duties, by unit and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty, held, holds
from gongkai.desk.outlets.models import ColumnDuty, Place
from gongkai.refusal import Refused

CARRY = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)
"""Duties that may plan, record and take down a placement of their unit's items."""
SET_UP = (Duty.Kind.OFFICE,)
"""Duties that keep places, columns, deliveries and the portal's public facts."""


def may_carry(officer: Officer, unit: Unit | None, day: date) -> bool:
    """Whether the officer may record placements of an item of this unit."""
    if unit is None:
        return any(one.kind in CARRY for one in held(officer, day))
    return holds(officer, CARRY, unit, day)


def may_set_up(officer: Officer, day: date) -> bool:
    """Whether the officer keeps the lists of places, columns and deliveries."""
    return any(one.kind in SET_UP for one in held(officer, day))


def people(officer: Officer, duties: Iterable[HeldDuty]) -> set[int]:
    """The officer and those for whom they stand in (AB角), by key."""
    return {officer.pk, *(one.deputy_for for one in duties if one.deputy_for is not None)}


def may_hang(officer: Officer, place: Place, day: date) -> bool:
    """Whether the officer may say what hangs at a place: its keeper or their deputy, or the office."""
    own = officer.is_active and place.keeper_id in people(officer, held(officer, day))
    return own or (place.agency_id == officer.agency_id and may_set_up(officer, day))


def may_report(officer: Officer, duty: ColumnDuty, day: date) -> bool:
    """Whether the officer may give a nil return: 信息员, 备岗, who stands in for them, or the office."""
    mine = people(officer, held(officer, day))
    own = officer.is_active and bool(mine & {duty.officer_id, duty.deputy_id})
    return own or (duty.agency_id == officer.agency_id and may_set_up(officer, day))


def demand(allowed: bool, what: str) -> None:
    """Refuse (``not-held``) unless allowed."""
    if not allowed:
        raise Refused("not-held", f"您没有{what}的职责", "请由本单位信息员或者政务公开办公室办理")
