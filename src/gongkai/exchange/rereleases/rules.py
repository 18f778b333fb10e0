"""Who may have many items sent again: one person asks, another approves, both for the whole bureau."""

from __future__ import annotations

from datetime import date

from gongkai.desk.agencies import rules
from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.exchange.models import Rerelease
from gongkai.refusal import Refused

MAY = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Duties that ask for it and approve it: those that sign releases and take them down."""
SEES = (*MAY, Duty.Kind.AUDITOR, Duty.Kind.KEEPER)
"""Duties that see what was asked for and how far it is."""


def standing(officer: Officer, day: date) -> HeldDuty | None:
    """The duty on which somebody may ask or approve, own before a deputy's; null when there is none."""
    return rules.standing(officer, MAY, None, day)


def demand_held(officer: Officer, day: date) -> HeldDuty:
    """That duty. Raises Refused (``not-held``)."""
    found = standing(officer, day)
    if found is None:
        raise Refused(
            "not-held", f"{officer.name}当日没有办理批量重新发布的职责", "请由政务公开办公室或者分管领导办理"
        )
    return found


def demand_other(given: Rerelease, by: Officer, deputy_for: int | None) -> None:
    """Refuse (``four-eyes``) an approval by who asked, or between somebody and their own deputy."""
    asked = {given.requested_by_id, given.requested_for_id} - {None}
    if asked & {by.pk, deputy_for}:
        raise Refused("four-eyes", "申请人不能批准自己的申请", "请由另一人批准")
