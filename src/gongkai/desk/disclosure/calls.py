"""电话授权 that still lack their signed sheet: on the first page of those who must get it signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.course import stage_name
from gongkai.desk.disclosure.models import PaperApproval
from gongkai.desk.disclosure.queries import visible_to

_SEES = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE, Duty.Kind.LEADER)


def unsigned(
    officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None
) -> QuerySet[PaperApproval]:
    """The confirmed authorisations without a sheet, of items that the officer sees."""
    seen = visible_to(officer, day, duties)
    return PaperApproval.objects.filter(
        by_phone=True,
        state=PaperApproval.State.CONFIRMED,
        supplied_at__isnull=True,
        submission__item__in=seen,
    ).select_related("submission__item", "leader")


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """What is to be signed, by when (see ``casework.waiting``)."""
    if not any(one.kind in _SEES for one in duties):
        return
    rows, count = first(unsigned(officer, today, duties), "sign_by", "pk")
    days = due.calendar()
    jobs = tuple(
        Job(
            title=_("电话授权补签：%(title)s") % {"title": one.submission.item.title},
            href=reverse("disclosure:paper", args=[one.submission.item.uid]),
            on=one.sign_by,
            words=_("%(who)s %(day)s 电话授权“%(stage)s”，下一个工作日补签")
            % {"who": one.leader.name, "day": one.signed_on.isoformat(), "stage": stage_name(one.stage)},
            stands=_("等补签"),
            left=left(days, today, one.sign_by),
        )
        for one in rows
        if one.sign_by is not None
    )
    yield Part("calls", _("电话授权待补签"), reverse("disclosure:items"), jobs, count)
