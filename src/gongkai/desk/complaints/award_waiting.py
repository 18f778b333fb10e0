"""举报奖励 on the first page: for who approves what is ripe, what it waits for otherwise; for who handles the
report that the reporter must be told, and by when it is collected.
"""

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
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.waiting import Job, Part, first, left, reasons
from gongkai.desk.complaints import awards
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.rules import CENTRE, REVIEWS
from gongkai.law.calendar import Calendar


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
    href = reverse("complaints:queue")
    yield Part("rewards", _("举报奖励待复核"), href, jobs, count)
    anew = Reward.objects.filter(case=OuterRef("case"), on__isnull=True, revoked_on__isnull=True)
    rows = Reward.objects.filter(Exists(seen), ~Exists(anew), revoked_on__isnull=True)
    rows = rows.filter(objected_on__isnull=False, upheld_on__isnull=True)
    rows = rows.exclude(case__stage=Stage.VOIDED).exclude(Q(proposed_by=officer) | Q(approved_by=officer))
    found, count = first(rows.select_related("case__registration"), "objected_on", "pk")
    if found:
        jobs = tuple(_objection(one) for one in found)
        yield Part("rewards-objected", _("举报奖励异议待复核"), href, jobs, count)


def collecting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """Decided rewards, of closed cases too, that wait for the reporter to be told or to collect."""
    units = {one.unit_id for one in duties if one.kind in HANDLES and one.unit_id}
    whole = any(one.kind in CENTRE and one.unit_id is None for one in duties)
    if not units and not whole:
        return
    mine = Q() if whole else Q(assignments__unit__in=units, assignments__until=None)
    seen = visible_to(officer, today).filter(mine, pk=OuterRef("case")).exclude(stage=Stage.VOIDED)
    rows = Reward.objects.filter(Exists(seen), on__isnull=False, revoked_on__isnull=True)
    rows = rows.filter(paid_on__isnull=True, lapsed_on__isnull=True)
    rows = rows.exclude(is_refused=True, told_on__isnull=False)
    found, count = first(rows.select_related("case__registration"), "on", "pk")
    days = calendar()
    jobs = tuple(_open_job(one, today, days) for one in found)
    href = reverse("complaints:queue")
    yield Part("rewards-open", _("举报奖励待告知、领取"), href, jobs, count, mine=not whole)


def _objection(one: Reward) -> Job:
    return Job(
        title=f"{short(one.case.registration.number)} {_what(one)}",
        href=reverse("complaints:case", args=[one.case.uid]) + "?do=uphold_reward",
        words=one.objection,
        stands=_("等复核异议"),
        note=f"{one.objected_on:%Y-%m-%d}",
    )


def _open_job(one: Reward, today: date, days: Calendar) -> Job:
    answer = awards.tell_by(one, days) or awards.collect_by(one, days)
    is_told, due = one.told_on is not None, answer.due if answer else None
    is_over = due is not None and due < today
    if one.objected_on is not None and one.upheld_on is None:
        words, stands = _("复核以前不发放；金额应改的，重新提请奖励"), _("异议待复核")
    elif is_told:
        words = _("已到期，请联系举报人，仍不领取的登记逾期未领") if is_over else reasons(answer, today)
        stands = _("待领取")
    else:
        words, stands = reasons(answer, today), _("待告知")
    return Job(
        title=f"{short(one.case.registration.number)} {_what(one)}",
        href=reverse("complaints:case", args=[one.case.uid]),
        on=due,
        words=words,
        stands=stands,
        note=f"{one.on:%Y-%m-%d}",
        left=left(days, today, due) if due else None,
    )


def _job(one: Reward, today: date) -> Job:
    lacks = awards.lacks_of(one)
    ripe = None if lacks else awards.tell_by(one, calendar())
    until = ripe.due if ripe else min((lack.by for lack in lacks if lack.by is not None), default=None)
    return Job(
        title=f"{short(one.case.registration.number)} {_what(one)}",
        href=reverse("complaints:case", args=[one.case.uid]) + "?do=approve_reward",
        on=until,
        words=_("复核后在这一天以前告知举报人") if ripe else "；".join(lack.sentence for lack in lacks),
        stands=_("等结案") if lacks else _("等复核"),
        note=f"{one.proposed_on:%Y-%m-%d}",
        left=left(calendar(), today, until) if until else None,
    )


def _what(one: Reward) -> str:
    if one.is_refused:
        return _("不予奖励")
    return _("%(sum)s 元") % {"sum": f"{one.amount_fen / 100:,.2f}"}
