"""撤稿补批: emergency withdrawals 先撤后补 that still lack a leader's approval, and by when it must come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Withdrawal
from gongkai.desk.disclosure.queries import visible_to

_SEES = (Duty.Kind.OFFICE, Duty.Kind.LEADER)


def due_on(withdrawal: Withdrawal) -> date:
    """The day by which the approval of a withdrawal must be there."""
    return due.to_be_signed(shanghai_date(withdrawal.at))


def open_ones(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Withdrawal]:
    """Emergency withdrawals without an approval, of items that the officer sees; the oldest first."""
    seen = visible_to(officer, day, duties)
    found = Withdrawal.objects.filter(is_emergency=True, approval__isnull=True, release__item__in=seen)
    return found.select_related("release__item")


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """What a leader has to approve, and what the disclosure office must get approved, by when.

    A leader's own work is what another took down; the office only sees to it (see ``casework.waiting``).
    """
    kinds = {one.kind for one in duties}
    if kinds.isdisjoint(_SEES):
        return
    leads = Duty.Kind.LEADER in kinds
    rows = open_ones(officer, today, duties).defer("body", "release__body")
    if leads:
        rows = rows.exclude(officer=officer)
    found, count = first(rows, "at", "pk")
    jobs = tuple(_job(one, today) for one in found)
    yield Part("approvals", _("撤稿待补批"), _list(), jobs, count, mine=leads)


def _list() -> str:
    return f"{reverse('disclosure:items')}?state=withdrawn"


def _job(withdrawal: Withdrawal, today: date) -> Job:
    item, on = withdrawal.release.item, due_on(withdrawal)
    said = {"who": withdrawal.by.partition(" <")[0], "day": f"{shanghai_date(withdrawal.at):%Y-%m-%d}"}
    return Job(
        title=_("撤稿补批：%(title)s") % {"title": item.title},
        href=reverse("disclosure:item", args=[item.uid]),
        on=on,
        words=_("%(who)s %(day)s 先行撤稿，最迟下一个工作日补批") % said,
        stands=_("等分管领导补批"),
        left=left(due.calendar(), today, on),
    )
