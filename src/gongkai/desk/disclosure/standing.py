"""The standing directory of enforcement as lists want it: who sees it, what is due to be looked over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import SHOWN, Job, Part, left
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import StandingEntry
from gongkai.desk.disclosure.queries import visible_to

WARN_DAYS = 14
"""Days before its review is due an entry waits on the first page."""
_KEEPS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)
_MOST = 200
"""Entries that are looked at: a directory has some dozens."""


def entries(officer: Officer, day: date) -> QuerySet[StandingEntry]:
    """The entries whose items the officer may see, in the order in which they were taken in."""
    seen = visible_to(officer, day)
    return StandingEntry.objects.filter(item__in=seen).select_related("item", "unit").order_by("pk")


def due_on(entry: StandingEntry) -> date:
    """The last day by which it must be looked over again."""
    return entry.reviewed_on + timedelta(days=entry.cycle_days)


def keeps(entry: StandingEntry, duties: Sequence[HeldDuty]) -> bool:
    """Whether one of these duties answers for the entry; the verb judges again."""
    return any(one.kind in _KEEPS and one.unit_id in (None, entry.unit_id) for one in duties)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """Entries whose review is due or overdue, for those who keep them (see ``casework.waiting``)."""
    if not any(one.kind in _KEEPS for one in duties):
        return
    last = today + timedelta(days=WARN_DAYS)
    found = entries(officer, today)[:_MOST]
    ours = sorted((one for one in found if due_on(one) <= last and keeps(one, duties)), key=due_on)
    days = due.calendar()
    jobs = tuple(
        Job(
            title=f"{one.get_kind_display()}：{one.item.title}",
            href=reverse("disclosure:standing") + f"#{one.uid}",
            on=due_on(one),
            words=_("%(day)s 复核，每 %(n)d 天复核一次")
            % {"day": f"{one.reviewed_on:%Y-%m-%d}", "n": one.cycle_days},
            stands=_("等复核"),
            note=one.unit.name,
            left=left(days, today, due_on(one)),
        )
        for one in ours
    )
    yield Part("standing", _("执法公示待复核"), reverse("disclosure:standing"), jobs[:SHOWN], len(jobs))
