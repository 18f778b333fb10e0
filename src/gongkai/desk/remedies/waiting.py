"""What waits for a person among reviews and suits: what the bureau owes to review organ or court."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.waiting import Job, Part, first, left, reasons
from gongkai.desk.remedies.clocks import due_of
from gongkai.desk.remedies.queries import visible_to
from gongkai.law.calendar import Calendar

_WORKS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER, Duty.Kind.OFFICE, Duty.Kind.LEADER)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The part of remedies (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in _WORKS for one in duties):
        return
    seen = visible_to(officer, today).filter(stage=Stage.OPEN, remedy__isnull=False, due_on__isnull=False)
    found, count = first(seen.select_related("registration", "remedy"), "due_on", "pk")
    days = calendar()
    jobs = tuple(_job(case, today, days) for case in found)
    yield Part("remedies", _("复议诉讼"), reverse("remedies:remedies"), jobs, count)


def _job(case: Case, today: date, days: Calendar) -> Job:
    due = due_of(case.remedy, days)
    return Job(
        title=f"{case.registration.number} {case.remedy.get_kind_display()}",
        href=reverse("remedies:remedy", args=[case.uid]),
        on=due.on,
        words=due.paused or reasons(due.answer, today),
        stands=_("等本机关答复"),
        note=case.remedy.organ,
        left=left(days, today, due.on) if due.on else None,
        provisional=bool(due.answer and due.answer.provisional),
        is_paused=bool(due.paused),
    )
