"""Disputes inside the bureau over whose case it is 管辖争议, and their rulings, for all who took part.

The unit that raised one loses sight of the case when it is ruled to be another's; the ruling stays to be read
by it. Of the case there is its number alone: no text, no person, no respondent. What was written freely is
masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.queries import SEES_AGENCY, SEES_UNIT
from gongkai.desk.casework.rules import DIRECTS
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.complaints import queries
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Dispute

MOST = 200
"""Disputes that the page shows, the newest first."""
_RULES = (*DIRECTS, Duty.Kind.OPERATOR)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One dispute on the page; ``href`` leads to the case for who still may see it."""

    dispute: Dispute
    number: str
    reason: str
    ruling: str
    href: str


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Dispute]:
    """The disputes that an officer may read on a day: of their unit, as who raised it, whom it named or whom
    the ruling named; whoever sees all cases of the agency sees all.
    """
    duties = held(officer, day) if duties is None else duties
    found = Dispute.objects.filter(case__registration__agency=officer.agency_id)
    found = found.exclude(case__stage=Stage.VOIDED)
    if any(one.kind in SEES_AGENCY or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties):
        return found
    units = {one.unit_id for one in duties if one.kind in SEES_UNIT}
    return found.filter(Q(unit__in=units) | Q(ruled_for__in=units) | Q(claims__in=units, ruled_on=None))


def page(officer: Officer, day: date) -> list[Ruling]:
    """What the page shows, what waits first, then the newest."""
    rows = visible_to(officer, day).select_related(
        "case__registration", "unit", "claims", "ruled_for", "raised_by", "ruled_by"
    )
    is_ruled = ExpressionWrapper(Q(ruled_on__isnull=False), BooleanField())
    found = list(rows.order_by(is_ruled.asc(), "-pk")[:MOST])
    mine = queries.visible_to(officer, day).filter(pk__in={one.case_id for one in found})
    seen = set(mine.values_list("pk", flat=True))
    return [_ruling(one, one.case_id in seen) for one in found]


def _ruling(one: Dispute, is_seen: bool) -> Ruling:
    return Ruling(
        dispute=one,
        number=short(one.case.registration.number),
        reason=mask(one.reason),
        ruling=mask(one.ruling),
        href=reverse("complaints:case", args=[one.case.uid]) if is_seen else "",
    )


def disputed(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the first page: for who rules what waits; for units what was ruled lately."""
    if any(one.kind in _RULES and one.unit_id is None for one in duties):
        yield _to_rule(officer, today)
    units = {one.unit_id for one in duties if one.kind in SEES_UNIT and one.unit_id}
    if units:
        yield _ruled(officer, today, units)


def _to_rule(officer: Officer, today: date) -> Part:
    """Whoever raised it does not rule it; the case's own limit runs on meanwhile."""
    seen = queries.visible_to(officer, today).filter(pk=OuterRef("case"), stage=Stage.OPEN)
    waiting = Dispute.objects.filter(Exists(seen), ruled_on__isnull=True).exclude(raised_by=officer)
    found, count = first(waiting.select_related("case__registration", "unit", "claims"), "raised_on", "pk")
    days = calendar()
    jobs = tuple(
        Job(
            title=f"{short(one.case.registration.number)} {mask(one.reason)[:40]}",
            href=reverse("complaints:case", args=[one.case.uid]) + "?do=rule_dispute",
            on=one.case.due_on,
            words=_("裁定以前期限照常计算"),
            stands=_("等裁定"),
            note=f"{one.raised_on:%Y-%m-%d} {one.unit.name}"
            + (f" → {one.claims.name}" if one.claims else ""),
            left=left(days, today, one.case.due_on) if one.case.due_on else None,
        )
        for one in found
    )
    return Part("disputes", _("管辖争议待裁定"), reverse("complaints:disputes"), jobs, count)


def _ruled(officer: Officer, today: date, units: set[int]) -> Part:
    """For some days the unit that raised a dispute is told what became of it."""
    since = today - timedelta(days=house().days("ruling_days"))
    lately = visible_to(officer, today).filter(unit__in=units, ruled_on__gte=since)
    related = lately.select_related("case__registration", "ruled_for", "ruled_by")
    found, count = first(related, "-ruled_on", "-pk")
    jobs = tuple(
        Job(
            title=short(one.case.registration.number),
            href=f"{reverse('complaints:disputes')}#d{one.pk}",
            words=mask(one.ruling),
            stands=_("裁定由%(unit)s办理") % {"unit": one.ruled_for.name if one.ruled_for else ""},
            note=f"{one.ruled_on:%Y-%m-%d} {one.ruled_by.name if one.ruled_by else ''}",
        )
        for one in found
    )
    return Part("rulings", _("管辖争议已裁定"), reverse("complaints:disputes"), jobs, count)
