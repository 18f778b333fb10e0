"""举报奖励 on the first page of those who may approve it: what is ripe, what it still waits for otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.complaints import awards
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.rules import REVIEWS


def rewarding(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """Proposed rewards of the cases that the officer may decide (see ``casework.waiting``)."""
    mine = [one for one in duties if one.kind in REVIEWS]
    if not mine:
        return
    whole = any(one.unit_id is None for one in mine)
    units = Q() if whole else Q(assignments__unit__in={one.unit_id for one in mine}, assignments__until=None)
    seen = visible_to(officer, today).filter(units, pk=OuterRef("case"))
    rows = Reward.objects.filter(Exists(seen), on__isnull=True, revoked_on__isnull=True)
    rows = rows.exclude(proposed_by=officer).exclude(case__stage=Stage.VOIDED)
    found, count = first(rows.select_related("case__registration"), "proposed_on", "pk")
    jobs = tuple(_job(one, today) for one in found)
    yield Part("rewards", _("举报奖励待复核"), reverse("complaints:queue"), jobs, count)


def _job(one: Reward, today: date) -> Job:
    lacks = awards.lacks_of(one)
    until = min((lack.by for lack in lacks if lack.by is not None), default=None)
    return Job(
        title=f"{short(one.case.registration.number)} "
        + _("%(sum)s 元") % {"sum": f"{one.amount_fen / 100:,.2f}"},
        href=reverse("complaints:case", args=[one.case.uid]) + "?do=approve_reward",
        on=until,
        words="；".join(lack.sentence for lack in lacks),
        stands=_("等结案") if lacks else _("等复核"),
        note=f"{one.proposed_on:%Y-%m-%d}",
        left=left(calendar(), today, until) if until else None,
    )
